"""A unit that was asked to take a case over and says nothing is reminded; later its supervisor, and who asked is told.

Worked off like all reminders: claimed once, the one asked first before the others, a later one speaking for the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid5

from django.conf import settings

from tongban.apps.cases.models import Case, Transfer
from tongban.apps.correspondence.actions.apart import send_each
from tongban.apps.correspondence.claims import claim
from tongban.apps.correspondence.colleagues import receiving_people, staff
from tongban.apps.correspondence.composing import about_transfer, nobody, to_people
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.letters import transfer_letter
from tongban.apps.correspondence.models import ReminderSent
from tongban.apps.correspondence.occasions import HANDLER, Occasion
from tongban.apps.officedays.queries import calendar as current_calendar
from tongban.apps.org.models import Role
from tongban.core.calendar import Calendar, day_of

REMINDED_AFTER, TOLD_AFTER = 2, 5
"""Working days after the request: the unit; its supervisor and who asked."""
SOON, LATE = "soon", "late"
_IDS = UUID("b3f0c6de-51a7-5c0e-8d42-90f6c1e7a2b4")
"""Namespace of these reminders' ids."""


def remind_transfers(*, at: datetime, most: int = 500) -> int:
    """Send up to `most` reminders that have come and were not sent; how many. Nobody is reminded on a day off."""
    today, calendar = day_of(at), current_calendar()
    if not calendar.is_working(today):
        return 0
    return send_each(_come(today, calendar), partial(_remind, at), most)


def _come(today: date, calendar: Calendar) -> Iterator[tuple[str, Transfer]]:
    rows = Transfer.objects.filter(standing=Transfer.OPEN, case__closed_on=None).order_by("asked_on", "pk")
    found = list(rows.select_related("source__parent", "target__parent", "case__unit__parent", "case__handler"))
    told = set(
        ReminderSent.objects.filter(case__in=[row.case_id for row in found], rule__startswith="transfer:").values_list(
            "case_id", "rule"
        )
    )
    for row in found:
        for stage, days in ((LATE, TOLD_AFTER), (SOON, REMINDED_AFTER)):
            if calendar.add_working_days(row.asked_on, days) <= today and (row.case_id, _rule(row, stage)) not in told:
                yield stage, row


def _remind(at: datetime, row: Transfer, stage: str) -> bool:
    earlier = [_rule(row, SOON)] if stage == LATE else []
    if not _still_waits(row) or not claim(row.case_id, row.asked_on, _rule(row, stage), at, instead_of=earlier):
        return False
    if stage == SOON:
        store(about_transfer(_occasion(row, "transfer-reminder", stage), row.case, at))
        return True
    occasion, day = _occasion(row, "transfer-reminder", stage), day_of(at)
    people = [*receiving_people(row, day), *staff(row.target, (Role.SUPERVISOR,), day)]
    once = {person.pk: person for person in people if person.email}.values()
    letters = [(person, transfer_letter(occasion.event, row.case, row, person.language)) for person in once]
    untold = transfer_letter(occasion.event, row.case, row, settings.LANGUAGE_CODE)
    store(to_people(occasion, row.case, letters, at) or [nobody(occasion, row.case, untold, at)])
    store(about_transfer(_occasion(row, "transfer-unanswered", stage, to=HANDLER), row.case, at))
    return True


def _still_waits(row: Transfer) -> bool:
    """Answered since it was looked up? The case is held until the claim is in."""
    Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    return Transfer.objects.filter(pk=row.pk, standing=Transfer.OPEN).exists()


def _rule(row: Transfer, stage: str) -> str:
    return f"transfer:{row.number}:{stage}"


def _occasion(row: Transfer, event: str, stage: str, to: str = "") -> Occasion:
    """Its id follows from what it is about."""
    identity = uuid5(_IDS, f"{row.case_id}:{_rule(row, stage)}:{event}")
    return Occasion(id=identity, event=event, code="", to=to or row.target.code, values={"transfer": str(row.number)})
