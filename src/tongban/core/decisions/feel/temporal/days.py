"""Days of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999 (with a year 0, as ISO 8601)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

_FURTHEST_YEAR = 999_999_999
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
"""The calendar repeats, weekdays and all, every 400 years."""


@dataclass(frozen=True, slots=True)
class FarDay:
    """A day that Python's `date` cannot hold."""

    year: int
    month: int
    day: int


Day = date | FarDay


def day_of(year: int, month: int, day: int) -> Day | None:
    """The day, or None when there is no such day."""
    try:
        if MINYEAR <= year <= MAXYEAR:
            return date(year, month, day)
        _near(year, month, day)
    except (ValueError, OverflowError):
        return None
    return FarDay(year, month, day) if abs(year) <= _FURTHEST_YEAR else None


def near(day: Day) -> date:
    """A day of the years 400 to 799 (the day itself if it is near) that has the same weekday and number in its year."""
    return day if isinstance(day, date) else _near(day.year, day.month, day.day)


def _near(year: int, month: int, day: int) -> date:
    return date(_CYCLE_YEARS + year % _CYCLE_YEARS, month, day)


def number_of(day: Day) -> int:
    """Days since the day before 0001-01-01, which is 0."""
    if isinstance(day, date):
        return day.toordinal()
    return _near(day.year, day.month, day.day).toordinal() + (day.year // _CYCLE_YEARS - 1) * _CYCLE_DAYS


def day_numbered(number: int) -> Day | None:
    """The day with this number; None beyond the years there are."""
    if 1 <= number <= date.max.toordinal():
        return date.fromordinal(number)
    cycles, rest = divmod(number - 1, _CYCLE_DAYS)
    found = date.fromordinal(rest + 1)
    return day_of(found.year + cycles * _CYCLE_YEARS, found.month, found.day)


def plus_months(day: Day, months: int) -> Day | None:
    """The same day of the month so many months later, or the last day of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    return next((found for back in range(4) if (found := day_of(day.year + years, month + 1, day.day - back))), None)


def months_between(start: Day, end: Day) -> int:
    """Whole months from `start` to `end`, negative backwards."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        return months - 1
    return months + 1 if months < 0 and end.day > start.day else months
