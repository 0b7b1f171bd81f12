"""`string(value)`: values as text that FEEL reads back (DMN 1.5, table 75)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tongban.core.decisions.feel.bounds import LONGEST_TEXT, check_parts
from tongban.core.decisions.feel.temporal.days import Day
from tongban.core.decisions.feel.temporal.durations import NANOS, DaysDuration, MonthsDuration
from tongban.core.decisions.feel.temporal.moments import Moment, TimeOfDay
from tongban.core.decisions.feel.temporal.zones import write_zone
from tongban.core.decisions.feel.values import Range, kind

_TEMPORAL = ("date", "time", "date and time", "days and time duration", "years and months duration")
_SIMPLE_NAME = re.compile(r"[^\W\d][\w ]*(?<! )")


def text_of(value: object) -> str | None:
    """The text of a value; null has none, nor has what is too long. A string is its own text."""
    if value is None or isinstance(value, str):
        return value
    check_parts(value)
    text = _written(value)
    return text if len(text) <= LONGEST_TEXT else None


def literal_of(value: object) -> str:
    """The text that, read as FEEL, is the value."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return f'@"{_written(value)}"' if kind(value) in _TEMPORAL else _written(value)


def _written(value: object) -> str:
    return _WRITERS[kind(value)](value)


def _context(context: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{_key(name)}: {literal_of(value)}" for name, value in context.items()) + "}"


def _moment(moment: Moment) -> str:
    return f"{_day(moment.day)}T{_time(moment.time)}"


def _number(number: Decimal) -> str:
    return f"{number if number else abs(number):f}"


def _key(key: object) -> str:
    name = str(key)
    return name if _SIMPLE_NAME.fullmatch(name) else literal_of(name)


def _day(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def _time(time: TimeOfDay) -> str:
    minutes, second = divmod(time.seconds, 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    return f"{clock}{_fraction(time.nanos)}{write_zone(time.zone)}"


def _fraction(nanos: int) -> str:
    digits = f"{nanos % NANOS:09}".rstrip("0")
    return f".{digits}" if digits else ""


def _days(duration: DaysDuration) -> str:
    nanos = abs(duration.nanos)
    minutes, second = divmod(nanos // NANOS, 60)
    days, minute = divmod(minutes, 24 * 60)
    seconds = f"{second}{_fraction(nanos)}S" if second or nanos % NANOS else ""
    hours = f"{minute // 60}H" if minute >= 60 else ""
    clock = f"{hours}{minute % 60}M{seconds}" if minute % 60 else f"{hours}{seconds}"
    if not nanos:
        return "PT0S"
    return f"{'-' if duration.nanos < 0 else ''}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def _months(duration: MonthsDuration) -> str:
    years, months = divmod(abs(duration.months), 12)
    text = f"{f'{years}Y' if years else ''}{f'{months}M' if months or not years else ''}"
    return f"{'-' if duration.months < 0 else ''}P{text}"


def _range(range_: Range) -> str:
    if range_.operator:
        return f"({range_.operator}{literal_of(range_.low)})"
    low, high = ("" if bound is None else literal_of(bound) for bound in (range_.low, range_.high))
    return f"{'[' if low and range_.low_included else '('}{low}..{high}{']' if high and range_.high_included else ')'}"


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "null": lambda _: "null",
    "boolean": lambda truth: "true" if truth else "false",
    "number": _number,
    "string": str,
    "date": _day,
    "time": _time,
    "date and time": _moment,
    "days and time duration": _days,
    "years and months duration": _months,
    "list": lambda items: f"[{', '.join(map(literal_of, items))}]",
    "context": _context,
    "range": _range,
    "function": lambda function: f"function({', '.join(function.parameters)})",
}
