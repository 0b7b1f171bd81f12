"""Asked units are reminded before, at and after their due date; when it has passed, so are their supervisor and the asker.

Worked off like all reminders: claimed once, the earliest due date first, a later one speaking for those before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from tongban.apps.cases.models import Case, Consultation
from tongban.apps.correspondence.actions.apart import send_each
from tongban.apps.correspondence.claims import claim
from tongban.apps.correspondence.colleagues import asked_people, staff
from tongban.apps.correspondence.composing import about_request, nobody, to_people
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.letters import request_letter
from tongban.apps.correspondence.models import ReminderSent
from tongban.apps.correspondence.occasions import HANDLER, Occasion
from tongban.apps.officedays.queries import calendar as current_calendar
from tongban.apps.org.models import Role
from tongban.core.calendar import Calendar, day_of

BEFORE, AT, AFTER = "before", "at", "after"
STAGES = (BEFORE, AT, AFTER)
AHEAD = 15
"""Working days looked ahead: more than anybody may ask to be reminded before."""
_IDS = UUID("3c7d0a8e-2f41-5d0a-9b1e-6a4e0f7c2d18")
"""Namespace of these reminders' ids."""


def remind_units(*, at: datetime, most: int = 500) -> int:
    """Send up to `most` reminders that have come and were not sent; how many. Nobody is reminded on a day off."""
    today, calendar = day_of(at), current_calendar()
    if not calendar.is_working(today):
        return 0
    return send_each(_come(today, calendar), partial(_remind, at), most)


def _come(today: date, calendar: Calendar) -> Iterator[tuple[str, Consultation]]:
    """The latest stage first, so that it speaks for those before it."""
    waiting = Consultation.objects.filter(standing=Consultation.OPEN, case__closed_on=None)
    for row in _unclaimed(waiting.filter(due_on__lt=today), AFTER):
        if calendar.add_working_days(row.due_on, 1) <= today:
            yield AFTER, row
    yield from ((AT, row) for row in _unclaimed(waiting.filter(due_on__lte=today), AT))
    soon = waiting.filter(due_on__gt=today, due_on__lte=calendar.add_working_days(today, AHEAD), remind__gt=0)
    for row in _unclaimed(soon, BEFORE):
        day = calendar.add_working_days(row.due_on, -row.remind)
        if row.asked_on < day <= today:
            yield BEFORE, row


def _unclaimed(rows: QuerySet[Consultation], stage: str) -> QuerySet[Consultation]:
    key = Concat(Value("consultation:"), Cast(OuterRef("number"), CharField()), Value(f":{stage}"))
    claims = ReminderSent.objects.filter(case_id=OuterRef("case_id"), due_on=OuterRef("due_on"), rule=key)
    found = rows.exclude(Exists(claims)).select_related("unit__parent", "case__unit__parent", "case__owner")
    return found.select_related("case__handler").order_by("due_on", "pk")


def _remind(at: datetime, row: Consultation, stage: str) -> bool:
    earlier = [_rule(row, one) for one in STAGES[: STAGES.index(stage)]]
    if not _still_waits(row) or not claim(row.case_id, row.due_on, _rule(row, stage), at, instead_of=earlier):
        return False
    if stage != AFTER:
        store(about_request(_occasion(row, "consultation-reminder", stage), row.case, at))
        return True
    occasion, day = _occasion(row, "consultation-late", stage), day_of(at)
    people = [*asked_people(row, day), *staff(row.unit, (Role.SUPERVISOR,), day)]
    once = {person.pk: person for person in people if person.email}.values()
    letters = [(person, request_letter(occasion.event, row.case, row, person.language)) for person in once]
    untold = request_letter(occasion.event, row.case, row, settings.LANGUAGE_CODE)
    store(to_people(occasion, row.case, letters, at) or [nobody(occasion, row.case, untold, at)])
    store(about_request(_occasion(row, "consultation-missing", stage, to=HANDLER), row.case, at))
    return True


def _still_waits(row: Consultation) -> bool:
    """Answered or given more time since it was looked up? The case is held until the claim is in."""
    Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    return Consultation.objects.filter(pk=row.pk, standing=Consultation.OPEN, due_on=row.due_on).exists()


def _rule(row: Consultation, stage: str) -> str:
    return f"consultation:{row.number}:{stage}"


def _occasion(row: Consultation, event: str, stage: str, to: str = "") -> Occasion:
    """Its id follows from what it is about."""
    identity = uuid5(_IDS, f"{row.case_id}:{_rule(row, stage)}:{row.due_on.isoformat()}:{event}")
    return Occasion(id=identity, event=event, code="", to=to or row.unit.code, values={"request": str(row.number)})
