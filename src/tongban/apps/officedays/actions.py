"""Changing the calendar: the government's yearly file, and days that offices stayed closed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.officedays.models import CalendarVersion, Closure, OfficeDay
from tongban.core.calendar import read_office_calendar
from tongban.core.text import Fault

SUBJECT = "calendar"
RECOMPUTE = "RecomputeDueDates"


class FaultyCalendar(ValueError):
    """The file cannot be taken in; `faults` names each row."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.in_("en") for fault in faults))


def import_office_calendar(*, source: bytes, file: str, by: str, at: datetime) -> int:
    """Take in a year of the government's office calendar; the number of days. All rows or none."""
    days, faults = read_office_calendar(source, file)
    if faults:
        raise FaultyCalendar(faults)
    with transaction.atomic():
        OfficeDay.objects.bulk_create(
            [OfficeDay(day=d.day, off=d.is_off, note=d.note) for d in days],
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["off", "note"],
        )
        first = min(d.day for d in days)
        _changed(Entry("OfficeCalendarImported", {"year": first.year, "days": len(days)}), since=first, by=by, at=at)
    return len(days)


@transaction.atomic
def add_closure(*, day: date, district: str, reason: str, by: str, at: datetime) -> Closure:
    """Offices stay closed on `day` in `district` ("" is the whole city). Said twice, the first stands."""
    closure, made = Closure.objects.get_or_create(
        day=day, district=district, defaults={"reason": reason, "added_at": at, "added_by": by}
    )
    if made:
        closed = Entry("OfficesClosed", {"day": day.isoformat(), "district": district})
        _changed(closed, since=day, by=by, at=at)
    return closure


@transaction.atomic
def remove_closure(*, closure: Closure, by: str, at: datetime) -> None:
    """Take back a closure that was entered by mistake."""
    closure.delete()
    opened = Entry("ClosureRemoved", {"day": closure.day.isoformat(), "district": closure.district})
    # Due dates that the closure had pushed back lie after it still.
    _changed(opened, since=closure.day, by=by, at=at)


def _changed(entry: Entry, *, since: date, by: str, at: datetime) -> None:
    append(SUBJECT, [entry], actor=by, at=at)
    if not CalendarVersion.objects.update(number=F("number") + 1):
        CalendarVersion.objects.create(number=1)
    app.configure_task(RECOMPUTE, queue="upkeep").defer(since=since.isoformat())
