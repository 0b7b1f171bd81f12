"""Saving views for oneself or a unit."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.cases.errors import NotAllowed
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Rights
from tongban.apps.worklists.models import SavedView
from tongban.apps.worklists.view import View

MOST = 40
"""Saved views somebody, or a unit, may have: they are tabs that people read."""
_KEEPERS = (Role.SUPERVISOR, Role.AGENCY_ADMIN)


def may_keep_for(rights: Rights, unit_id: int) -> bool:
    """Whoever leads a unit sets up its views."""
    return any(rights.holds(role, unit_id) for role in _KEEPERS)


@transaction.atomic
def save_view(
    *,
    view: View,
    name: str,
    unit_id: int | None = None,
    is_default: bool = False,
    replaces: SavedView | None = None,
    by: Rights,
    at: datetime,
) -> SavedView:
    """Save for oneself, or for a unit (`unit_id`). Raises ValidationError or NotAllowed."""
    if unit_id is not None and not may_keep_for(by, unit_id):
        raise NotAllowed
    if replaces is not None:
        _need_own(replaces, by)
    row = replaces or SavedView()
    row.person_id, row.unit_id = (None, unit_id) if unit_id is not None else (by.person_id, None)
    row.name, row.settings, row.is_default = _name(name), view.settings, is_default
    row.saved_at, row.saved_by = at, by.actor
    theirs = SavedView.objects.filter(unit_id=unit_id) if unit_id else SavedView.objects.filter(person_id=by.person_id)
    others = theirs.exclude(pk=row.pk)
    if replaces is None and others.count() >= MOST:
        raise ValidationError({"name": _("There are %(most)d saved views already: delete one first.") % {"most": MOST}})
    if is_default:
        others.filter(is_default=True).update(is_default=False)
    row.save()
    return row


def delete_view(*, saved: SavedView, by: Rights) -> None:
    _need_own(saved, by)
    saved.delete()


def _need_own(saved: SavedView, by: Rights) -> None:
    if saved.person_id != by.person_id and (saved.unit_id is None or not may_keep_for(by, saved.unit_id)):
        raise NotAllowed


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or not clean.isprintable():
        raise ValidationError({"name": _("Give the view a name.")})
    if len(clean) > 60:
        raise ValidationError({"name": _("A name has at most 60 characters.")})
    return clean
