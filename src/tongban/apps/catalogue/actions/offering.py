"""Which unit takes in a kind, and whose work it becomes."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.catalogue.models import Offer, Pack
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit


@transaction.atomic
def offer_kind(*, code: str, unit: Unit, handled_by: Unit, by: str, at: datetime) -> Offer:
    """Let `unit` take in the kind; its cases are handled by `handled_by`. Said twice, nothing changes."""
    for field, named in (("unit", unit), ("handled_by", handled_by)):
        if not named.active:
            raise ValidationError({field: _("%(unit)s is closed; choose an open unit.") % {"unit": named}})
    pack = Pack.objects.select_for_update(of=("self",)).get(code=code)
    found = Offer.objects.filter(pack=pack, unit=unit).first()
    if found is not None and found.active and found.handled_by_id == handled_by.pk:
        return found
    made, _made = Offer.objects.update_or_create(
        pack=pack, unit=unit, defaults={"handled_by": handled_by, "active": True}
    )
    append(f"unit:{unit.pk}", [Entry("KindOffered", {"pack": code, "handled_by": handled_by.pk})], actor=by, at=at)
    return made


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: str, at: datetime) -> None:
    """The unit takes in no new cases of the kind; those under way go on."""
    fresh = Offer.objects.select_for_update(of=("self",)).select_related("pack").get(pk=offer.pk)
    if fresh.active:
        fresh.active = False
        fresh.save(update_fields=["active"])
        withdrawn = Entry("KindWithdrawn", {"pack": fresh.pack.code})
        append(f"unit:{fresh.unit_id}", [withdrawn], actor=by, at=at)
