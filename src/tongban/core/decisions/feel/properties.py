"""What a value has behind a dot, besides the members of contexts (DMN 1.5, 10.3.2.4, tables 65 to 68)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tongban.core.decisions.feel.temporal.days import Day, near
from tongban.core.decisions.feel.temporal.durations import NANOS, DaysDuration, MonthsDuration
from tongban.core.decisions.feel.temporal.moments import Moment, TimeOfDay
from tongban.core.decisions.feel.values import Range, kind

MISSING = object()
"""There is no such property (which is not the same as one that is null)."""

_Properties = Mapping[str, Callable[[Any], object]]


def property_of(value: object, name: str) -> object:
    """The property `name` of `value`, or `MISSING`."""
    get = _OF.get(kind(value), {}).get(name)
    return MISSING if get is None else get(value)


def _second(time: TimeOfDay) -> Decimal:
    return Decimal(time.seconds % 60) + Decimal(time.nanos % NANOS) / NANOS


def _time_offset(time: TimeOfDay) -> DaysDuration | None:
    return DaysDuration(time.zone * NANOS) if isinstance(time.zone, int) else None


def _moment_offset(moment: Moment) -> DaysDuration | None:
    return None if moment.offset is None else DaysDuration(moment.offset * NANOS)


def _timezone(time: TimeOfDay) -> str | None:
    return time.zone if isinstance(time.zone, str) else None


def _days_part(size: int, below: int | None = None) -> Callable[[DaysDuration], Decimal]:
    """Whole units of `size` seconds, `below` so many; negative in a negative duration."""

    def part(duration: DaysDuration) -> Decimal:
        units = abs(duration.seconds) // size
        units = units if below is None else units % below
        return Decimal(-units if duration.nanos < 0 else units)

    return part


def _seconds_part(duration: DaysDuration) -> Decimal:
    nanos = abs(duration.nanos) % (60 * NANOS)
    seconds = Decimal(nanos // NANOS) + Decimal(nanos % NANOS) / NANOS
    return -seconds if duration.nanos < 0 and seconds else seconds


def _years(duration: MonthsDuration) -> Decimal:
    years = abs(duration.months) // 12
    return Decimal(-years if duration.months < 0 else years)


def _months(duration: MonthsDuration) -> Decimal:
    return Decimal(duration.months) - 12 * _years(duration)


def _start_included(range_: Range) -> bool:
    return range_.operator != "!=" and range_.low is not None and range_.low_included


def _end_included(range_: Range) -> bool:
    return range_.operator != "!=" and range_.high is not None and range_.high_included


_DAY: Mapping[str, Callable[[Day], object]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(near(day).isoweekday()),
}
_TIME: Mapping[str, Callable[[TimeOfDay], object]] = {
    "hour": lambda time: Decimal(time.seconds // 3600),
    "minute": lambda time: Decimal(time.seconds // 60 % 60),
    "second": _second,
    "time offset": _time_offset,
    "timezone": _timezone,
}


def _of_part(get: Callable[[Any], object], part: str) -> Callable[[Moment], object]:
    return lambda moment: get(getattr(moment, part))


_OF: Mapping[str, _Properties] = {
    "date": _DAY,
    "time": _TIME,
    "date and time": {
        **{name: _of_part(get, "day") for name, get in _DAY.items()},
        **{name: _of_part(get, "time") for name, get in _TIME.items()},
        "time offset": _moment_offset,
    },
    "days and time duration": {
        "days": _days_part(86_400),
        "hours": _days_part(3_600, 24),
        "minutes": _days_part(60, 60),
        "seconds": _seconds_part,
    },
    "years and months duration": {"years": _years, "months": _months},
    "range": {
        "start": lambda range_: None if range_.operator == "!=" else range_.low,
        "end": lambda range_: None if range_.operator == "!=" else range_.high,
        "start included": _start_included,
        "end included": _end_included,
    },
}
