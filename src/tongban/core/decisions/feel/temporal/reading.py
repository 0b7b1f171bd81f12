"""Texts to values, by the lexical forms of XML Schema and with `@` zones. What is not one of them is None."""

from __future__ import annotations

import re

from tongban.core.decisions.feel.temporal.days import Day, day_numbered, day_of, number_of
from tongban.core.decisions.feel.temporal.durations import DAY, NANOS, DaysDuration, MonthsDuration
from tongban.core.decisions.feel.temporal.moments import Moment, TimeOfDay
from tongban.core.decisions.feel.temporal.zones import read_zone

_LONGEST = 200
_DATE = r"(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?([Zz]|[+-][0-9:]+|@.+)?"
_WHOLE_DAY = DAY * NANOS
_AS_DATE = re.compile(_DATE, re.ASCII)
_AS_TIME = re.compile(_TIME, re.ASCII)
_AS_MOMENT = re.compile(rf"({_DATE})(?:T({_TIME}))?", re.ASCII)
_AS_DAYS = re.compile(r"(-)?P(?:([0-9]+)D)?(?:(T)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?", re.ASCII)
_AS_MONTHS = re.compile(r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?", re.ASCII)

Temporal = Day | TimeOfDay | Moment | DaysDuration | MonthsDuration


def read_day(text: str) -> Day | None:
    """`2026-02-28`"""
    found = _AS_DATE.fullmatch(text) if len(text) <= _LONGEST else None
    return day_of(*map(int, found.groups())) if found else None


def read_time(text: str) -> TimeOfDay | None:
    """`23:59:00`, `23:59:00.5Z`, `23:59:00+08:00`, `23:59:00@Asia/Taipei`; 24:00:00 is midnight."""
    time = _time(text)
    return time.plus(0) if time else None


def read_moment(text: str) -> Moment | None:
    """A date, `T` and a time; a date alone is its midnight, and 24:00:00 the midnight after it."""
    found = _AS_MOMENT.fullmatch(text) if len(text) <= _LONGEST else None
    day = read_day(found[1]) if found else None
    if found is None or day is None:
        return None
    time = _time(found[5]) if found[5] else TimeOfDay(0)
    if time and time.nanos == _WHOLE_DAY:
        next_day = day_numbered(number_of(day) + 1)
        return Moment(next_day, time.plus(0)) if next_day else None
    return Moment(day, time) if time else None


def read_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """`P1DT2H3M4.5S` or `P1Y2M`, either with a minus before it."""
    if len(text) > _LONGEST or text.endswith(("P", "T")):
        return None
    if found := _AS_MONTHS.fullmatch(text):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return MonthsDuration.lasting(-months if found[1] else months)
    found = _AS_DAYS.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 4, 5, 6))
    nanos = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS + _fraction(found[7])
    return DaysDuration.lasting(-nanos if found[1] else nanos)


def read_temporal(text: str) -> Temporal | None:
    """The value of `@"text"`."""
    for read in (read_day, read_moment, read_time, read_duration):
        if (value := read(text)) is not None:
            return value
    return None


def _time(text: str) -> TimeOfDay | None:
    """As read: 24:00:00 is a whole day."""
    found = _AS_TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        return None
    hour, minute, second = (int(found[group]) for group in (1, 2, 3))
    nanos = ((hour * 60 + minute) * 60 + second) * NANOS + _fraction(found[4])
    known, zone = read_zone(found[5] or "")
    exists = minute < 60 and second < 60 and nanos <= _WHOLE_DAY
    return TimeOfDay(nanos, zone) if known and exists else None


def _fraction(digits: str | None) -> int:
    """Nanoseconds; what is finer is cut off."""
    return int((digits or "0")[:9].ljust(9, "0"))
