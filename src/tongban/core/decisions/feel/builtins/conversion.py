"""Functions that make a value of others (DMN 1.5, 10.3.4.1), and those of truth and sameness."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from tongban.core.decisions.feel.builtins.builtin import Builtin, exact, single
from tongban.core.decisions.feel.builtins.ranges import range_from
from tongban.core.decisions.feel.sameness import same
from tongban.core.decisions.feel.temporal import (
    Day,
    DaysDuration,
    Moment,
    MonthsDuration,
    TimeOfDay,
    day_of,
    read_day,
    read_duration,
    read_moment,
    read_time,
)
from tongban.core.decisions.feel.temporal.days import months_between
from tongban.core.decisions.feel.temporal.durations import NANOS
from tongban.core.decisions.feel.temporal.moments import midnight
from tongban.core.decisions.feel.temporal.zones import is_offset
from tongban.core.decisions.feel.text import text_of
from tongban.core.decisions.feel.values import CONTEXT, feel, not_

_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]{1,6})?", re.ASCII)
_LONGEST_NUMBER = 10_000
_GROUPING = (" ", ",", ".", None)
_POINTS = (",", ".", None)


def day_in(value: object) -> Day | None:
    """A day, or the day of a moment."""
    value = single(value)
    if isinstance(value, Moment):
        return value.day
    return value if isinstance(value, Day) else None


def _date(*arguments: object) -> object:
    if len(arguments) == 3:
        year, month, day = map(exact, arguments)
        return None if year is None or month is None or day is None else day_of(year, month, day)
    source = single(arguments[0])
    return read_day(source) if isinstance(source, str) else day_in(source)


def _time(*arguments: object) -> object:
    """From a text, from a moment, from a day (its midnight in UTC), or from hour, minute, second and offset."""
    if len(arguments) > 1:
        return _clock(*arguments)
    source = single(arguments[0])
    if isinstance(source, str):
        return read_time(source)
    if isinstance(source, Day):
        return midnight(source).time
    if isinstance(source, Moment):
        return source.time
    return source if isinstance(source, TimeOfDay) else None


def _clock(hour: object, minute: object, second: object, offset: object = None) -> TimeOfDay | None:
    hours, minutes, second, offset = exact(hour), exact(minute), single(second), single(offset)
    if hours is None or minutes is None or not isinstance(second, Decimal):
        return None
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= second < 60):
        return None
    nanos = (hours * 60 + minutes) * 60 * NANOS + int(second * NANOS)
    if offset is None:
        return TimeOfDay(nanos)
    known = isinstance(offset, DaysDuration) and is_offset(offset.seconds)
    return TimeOfDay(nanos, offset.seconds) if known and isinstance(offset, DaysDuration) else None


def _date_and_time(*arguments: object) -> object:
    if len(arguments) == 2:
        day, time = day_in(arguments[0]), single(arguments[1])
        return Moment(day, time) if day is not None and isinstance(time, TimeOfDay) else None
    source = single(arguments[0])
    if isinstance(source, str):
        return read_moment(source)
    if isinstance(source, Day):
        return midnight(source)
    return source if isinstance(source, Moment) else None


def _duration(source: object) -> object:
    source = single(source)
    if isinstance(source, str):
        return read_duration(source)
    return source if isinstance(source, DaysDuration | MonthsDuration) else None


def _years_and_months(start: object, end: object) -> object:
    first, last = day_in(start), day_in(end)
    return None if first is None or last is None else MonthsDuration.lasting(months_between(first, last))


def _not(negand: object) -> object:
    return not_(single(negand))


def _number(text: object, grouping: object = None, point: object = None) -> object:
    text, grouping, point = single(text), single(grouping), single(point)
    if not isinstance(text, str) or grouping not in _GROUPING or point not in _POINTS or len(text) > _LONGEST_NUMBER:
        return None
    if grouping is not None and grouping == (point or "."):
        return None
    digits = text.replace(str(grouping), "") if grouping else text
    if point == ",":
        digits = digits.replace(".", "?").replace(",", ".")
    return feel(CONTEXT.create_decimal(digits)) if _NUMBER.fullmatch(digits) else None


CONVERSION: Mapping[str, Builtin] = {
    "date": Builtin(_date, (("from",), ("year", "month", "day"))),
    "time": Builtin(_time, (("from",), ("hour", "minute", "second"), ("hour", "minute", "second", "offset"))),
    "date and time": Builtin(_date_and_time, (("from",), ("date", "time"))),
    "duration": Builtin(_duration, (("from",),)),
    "years and months duration": Builtin(_years_and_months, (("from", "to"),)),
    "number": Builtin(_number, (("from",), ("from", "grouping separator", "decimal separator"))),
    "string": Builtin(text_of, (("from",),)),
    "range": Builtin(range_from, (("from",),)),
    "not": Builtin(_not, (("negand",),)),
    "is": Builtin(same, (("value1", "value2"),)),
}
