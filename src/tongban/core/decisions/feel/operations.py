"""Arithmetic on whatever goes together (DMN 1.5, 10.3.2.9, tables 53 to 58); what does not is null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from tongban.core.decisions.feel.bounds import LONGEST_TEXT
from tongban.core.decisions.feel.temporal import Day, DaysDuration, FarDay, Moment, MonthsDuration, TimeOfDay
from tongban.core.decisions.feel.temporal.days import plus_months
from tongban.core.decisions.feel.temporal.moments import midnight
from tongban.core.decisions.feel.values import CONTEXT

_Pair = tuple[type, type]
_Table = Mapping[_Pair, Callable[[Any, Any], object]]


def add(a: object, b: object) -> object:
    return _computed(_ADD, a, b)


def subtract(a: object, b: object) -> object:
    return _computed(_SUBTRACT, a, b)


def multiply(a: object, b: object) -> object:
    return _computed(_MULTIPLY, a, b)


def divide(a: object, b: object) -> object:
    return _computed(_DIVIDE, a, b)


def power(a: object, b: object) -> object:
    if not isinstance(a, Decimal) or not isinstance(b, Decimal):
        return None
    return _finite(CONTEXT.power(a, b)) if b else Decimal(1)


def negate(a: object) -> object:
    if isinstance(a, Decimal):
        return CONTEXT.minus(a)
    if isinstance(a, DaysDuration):
        return DaysDuration(-a.nanos)
    return MonthsDuration(-a.months) if isinstance(a, MonthsDuration) else None


def _computed(table: _Table, a: object, b: object) -> object:
    compute = table.get((type(a), type(b)))
    return compute(a, b) if compute else None


def _finite(number: Decimal) -> Decimal | None:
    """None instead of infinity; what is too small to be told from zero is a plain zero."""
    if not number and number.adjusted() < -CONTEXT.prec:
        return Decimal(0)
    return number if number.is_finite() else None


def _joined(a: str, b: str) -> str | None:
    return a + b if len(a) + len(b) <= LONGEST_TEXT else None


def _day_later(day: Day, nanos: int) -> Day | None:
    """The day of the moment that much after its midnight."""
    moment = midnight(day).plus(nanos)
    return moment.day if moment else None


def _between(later: Moment, earlier: Moment) -> DaysDuration | None:
    if (later.time.zone is None) != (earlier.time.zone is None):
        return None
    return DaysDuration.lasting(later.value - earlier.value)


def _between_times(later: TimeOfDay, earlier: TimeOfDay) -> DaysDuration | None:
    if (later.zone is None) != (earlier.zone is None):
        return None
    return DaysDuration(later.value - earlier.value)


def _times(duration: DaysDuration, number: Decimal) -> DaysDuration | None:
    return _days_of(CONTEXT.multiply(Decimal(duration.nanos), number))


def _days_of(nanos: Decimal) -> DaysDuration | None:
    """The nearest nanosecond."""
    if not nanos.is_finite() or nanos.adjusted() > 30:
        return None
    return DaysDuration.lasting(int(nanos.to_integral_value(ROUND_HALF_EVEN)))


def _months_of(months: Decimal) -> MonthsDuration | None:
    """Whole months, towards zero."""
    return MonthsDuration.lasting(int(months)) if months.is_finite() and months.adjusted() < 20 else None


def _times_months(duration: MonthsDuration, number: Decimal) -> MonthsDuration | None:
    return _months_of(CONTEXT.multiply(Decimal(duration.months), number))


def _ratio(a: int, b: int) -> Decimal | None:
    return _finite(CONTEXT.divide(Decimal(a), Decimal(b)))


def _either_way(table: _Table) -> _Table:
    def swapped(compute: Callable[[Any, Any], object]) -> Callable[[Any, Any], object]:
        return lambda a, b: compute(b, a)

    return {**table, **{(b, a): swapped(compute) for (a, b), compute in table.items() if a is not b}}


def _of_days(table: _Table) -> _Table:
    """What holds for a `date` holds for a day beyond its reach."""

    def far(type_: type) -> tuple[type, ...]:
        return (date, FarDay) if type_ is date else (type_,)

    return {(x, y): compute for (a, b), compute in table.items() for x in far(a) for y in far(b)}


_ADD = _either_way(
    _of_days(
        {
            (Decimal, Decimal): lambda a, b: _finite(CONTEXT.add(a, b)),
            (str, str): _joined,
            (DaysDuration, DaysDuration): lambda a, b: DaysDuration.lasting(a.nanos + b.nanos),
            (MonthsDuration, MonthsDuration): lambda a, b: MonthsDuration.lasting(a.months + b.months),
            (date, DaysDuration): lambda a, b: _day_later(a, b.nanos),
            (date, MonthsDuration): lambda a, b: plus_months(a, b.months),
            (Moment, DaysDuration): lambda a, b: a.plus(b.nanos),
            (Moment, MonthsDuration): lambda a, b: a.plus_months(b.months),
            (TimeOfDay, DaysDuration): lambda a, b: a.plus(b.nanos),
        }
    )
)
_SUBTRACT = _of_days(
    {
        (Decimal, Decimal): lambda a, b: _finite(CONTEXT.subtract(a, b)),
        (DaysDuration, DaysDuration): lambda a, b: DaysDuration.lasting(a.nanos - b.nanos),
        (MonthsDuration, MonthsDuration): lambda a, b: MonthsDuration.lasting(a.months - b.months),
        (date, date): lambda a, b: _between(midnight(a), midnight(b)),
        (date, Moment): lambda a, b: _between(midnight(a), b),
        (Moment, date): lambda a, b: _between(a, midnight(b)),
        (Moment, Moment): _between,
        (TimeOfDay, TimeOfDay): _between_times,
        (date, DaysDuration): lambda a, b: _day_later(a, -b.nanos),
        (date, MonthsDuration): lambda a, b: plus_months(a, -b.months),
        (Moment, DaysDuration): lambda a, b: a.plus(-b.nanos),
        (Moment, MonthsDuration): lambda a, b: a.plus_months(-b.months),
        (TimeOfDay, DaysDuration): lambda a, b: a.plus(-b.nanos),
    }
)
_MULTIPLY = _either_way(
    {
        (Decimal, Decimal): lambda a, b: _finite(CONTEXT.multiply(a, b)),
        (DaysDuration, Decimal): _times,
        (MonthsDuration, Decimal): _times_months,
    }
)
_DIVIDE: _Table = {
    (Decimal, Decimal): lambda a, b: _finite(CONTEXT.divide(a, b)),
    (DaysDuration, Decimal): lambda a, b: _days_of(CONTEXT.divide(Decimal(a.nanos), b)),
    (MonthsDuration, Decimal): lambda a, b: _months_of(CONTEXT.divide(Decimal(a.months), b)),
    (DaysDuration, DaysDuration): lambda a, b: _ratio(a.nanos, b.nanos),
    (MonthsDuration, MonthsDuration): lambda a, b: _ratio(a.months, b.months),
}
