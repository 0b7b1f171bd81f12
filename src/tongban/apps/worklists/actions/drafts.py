"""Keeping what somebody types, and forgetting it with the act or after a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongban.apps.worklists.keeping import Typed, lock_up
from tongban.apps.worklists.models import Draft

KEPT_FOR = timedelta(days=30)
LARGEST = 262_144
MOST = 200
"""Drafts a person may have at once; the oldest make room."""


def save_draft(*, person_id: int, key: str, values: Typed, at: datetime) -> None:
    """Keep what was typed under `key`. Raises ValidationError for a key or content that cannot be kept."""
    if not key or len(key) > 200 or not key.isprintable():
        raise ValidationError(_("This form has no name of its own, so its draft cannot be kept."))
    encrypted = lock_up(person_id, key, values)
    if len(encrypted) > LARGEST:
        raise ValidationError(_("This is too much for a draft. Please send the form, or shorten the text."))
    Draft.objects.update_or_create(person_id=person_id, key=key, defaults={"encrypted": encrypted, "saved_at": at})
    _make_room(person_id)


def forget_draft(*, person_id: int, key: str) -> None:
    """The form was sent, or the draft thrown away."""
    Draft.objects.filter(person_id=person_id, key=key).delete()


def forget_old_drafts(*, at: datetime) -> int:
    """Drafts nobody came back to; how many there were."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]


def _make_room(person_id: int) -> None:
    surplus = Draft.objects.filter(person_id=person_id).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
    if found := list(surplus):
        Draft.objects.filter(pk__in=found).delete()
