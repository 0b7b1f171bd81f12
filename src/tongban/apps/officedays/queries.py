"""The calendar in force, read again only when its version has grown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from tongban.core.calendar import Calendar, Closure, OfficeDay, taiwan_calendar
from tongban.core.text import Text

from . import models

YEARS_BACK, YEARS_AHEAD = 12, 8


def current_version() -> int:
    return models.CalendarVersion.objects.values_list("number", flat=True).first() or 0


def calendar(version: int | None = None) -> Calendar:
    """The city's calendar; `version` as read with the case spares the query."""
    return _calendar(current_version() if version is None else version, datetime.now(UTC).year)


@lru_cache(maxsize=4)
def _calendar(version: int, year: int) -> Calendar:
    days = [OfficeDay(row.day, row.off, row.note) for row in models.OfficeDay.objects.all()]
    closures = [_closure(row) for row in models.Closure.objects.all()]
    return _computed(year).with_office_days(days).with_closures(closures)


@lru_cache(maxsize=2)
def _computed(year: int) -> Calendar:
    return taiwan_calendar(year - YEARS_BACK, year + YEARS_AHEAD)


def _closure(row: models.Closure) -> Closure:
    return Closure(row.day, frozenset([row.district]) if row.district else None, Text(row.reason, row.reason))


def forget() -> None:
    """Drop what is kept: for tests and loaders that write past the actions."""
    _calendar.cache_clear()


def closures_from(day: date) -> list[models.Closure]:
    return list(models.Closure.objects.filter(day__gte=day).order_by("day", "district"))
