"""FEEL values (DMN 1.5, 10.3.2): what they are, when they are equal, which comes first.

Numbers are `Decimal` with 34 digits, rounded half even, as IEEE 754-2008 Decimal128 has them. `None` is null.
A comparison that makes no sense is null, not an exception and not false.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from tongban.core.decisions.feel.temporal import DaysDuration, FarDay, Moment, MonthsDuration, TimeOfDay, from_python
from tongban.core.decisions.feel.temporal.durations import NANOS

CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; a bound that is None is open to infinity.

    `(= x)` and `(!= x)` are ranges too (`operator`), with `x` as both bounds, and equal only their own like.
    """

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True
    operator: str = ""

    def holds(self, value: object) -> bool | None:
        if self.operator:
            same = equal(value, self.low)
            return same if self.operator == "=" else not_(same)
        above = True if self.low is None else _beyond(self.low, value, self.low_included)
        if above is False:
            return False
        below = True if self.high is None else _beyond(value, self.high, self.high_included)
        return below if above else (False if below is False else None)


def _beyond(low: object, high: object, same_is_enough: bool) -> bool | None:
    return not_(less(high, low)) if same_is_enough else less(low, high)


@dataclass(frozen=True, slots=True)
class Function:
    """`call` takes FEEL values in the order of `parameters` and gives one; bad values give None, never an exception."""

    parameters: tuple[str, ...]
    call: Callable[..., object]
    name: str = ""


_PLAIN = frozenset(
    (str, bool, type(None), date, FarDay, Moment, TimeOfDay, DaysDuration, MonthsDuration, Range, Function)
)


def feel(value: object) -> object:
    """The FEEL value of a Python value; what FEEL has no kind for, and what is no finite number, is null."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [feel(item) for item in value]
    if isinstance(value, int):
        return _finite(CONTEXT.create_decimal(value))
    if isinstance(value, float):
        return _finite(CONTEXT.create_decimal(repr(value)))
    if isinstance(value, date | time | timedelta):
        return from_python(value)
    return value if isinstance(value, str | Mapping) else None


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    FarDay: "date",
    TimeOfDay: "time",
    Moment: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    datetime: "date and time",
    time: "time",
}


def kind(value: object) -> str:
    """Name of the kind of a FEEL value, as the standard calls it."""
    if known := _KINDS.get(type(value)):
        return known
    if isinstance(value, Mapping):
        return "context"
    return next((name for type_, name in _KINDS.items() if isinstance(value, type_)), "null")


_ORDERED: Mapping[str, Callable[[Any], tuple[object, int] | int]] = {
    "date": lambda day: (day.year * 12 + day.month) * 31 + day.day,
    "time": lambda time_: (time_.zone is None, time_.value // NANOS),
    "date and time": lambda moment: (moment.time.zone is None, moment.value // NANOS),
    "days and time duration": lambda duration: duration.nanos,
    "years and months duration": lambda duration: duration.months,
}
"""What decides the order of times. Fractions of a second do not count (DMN 1.5, 10.3.2.3.4), and whether there is
a zone does: a time with one and a time without cannot be compared."""


def not_(value: object) -> bool | None:
    return None if not isinstance(value, bool) else not value


def equal(a: object, b: object) -> bool | None:
    """Null equals only null; values of different kinds cannot be compared and give null."""
    if a is None or b is None:
        return a is b
    of = kind(a)
    if of != kind(b):
        return None
    if of in _ORDERED:
        return _at_same_time(_ORDERED[of](a), _ORDERED[of](b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all_of(equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all_of(equal(feel(a[key]), feel(b[key])) for key in a)
    if isinstance(a, Range) and isinstance(b, Range):
        return _same_range(a, b)
    return bool(a == b)


def _at_same_time(a: object, b: object) -> bool | None:
    if isinstance(a, tuple) and isinstance(b, tuple) and a[0] != b[0]:
        return None
    return a == b


def same(a: object, b: object) -> bool:
    """Whether the two are the same value: other than `equal`, in the same zone and to the fraction of a second."""
    if kind(a) != kind(b):
        return False
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(feel(a[key]), feel(b[key])) for key in a)
    return a == b


def key_of(value: object) -> Hashable:
    """A stand-in that is the same for values that are equal."""
    of = kind(value)
    if of in _ORDERED:
        return of, _ORDERED[of](value)
    if isinstance(value, list):
        return of, tuple(key_of(item) for item in value)
    if isinstance(value, Mapping):
        return of, frozenset((name, key_of(feel(item))) for name, item in value.items())
    if isinstance(value, Range):
        return of, value.operator, key_of(value.low), key_of(value.high), value.low_included, value.high_included
    return of, id(value) if isinstance(value, Function) else value


def _same_range(a: Range, b: Range) -> bool | None:
    if (a.operator, a.low_included, a.high_included) != (b.operator, b.low_included, b.high_included):
        return False
    return all_of((equal(a.low, b.low), equal(a.high, b.high)))


def less(a: Any, b: Any) -> bool | None:
    """Whether `a` comes before `b`: numbers, strings by code point, days, times and durations; else null."""
    of = kind(a)
    if of != kind(b):
        return None
    if of in ("number", "string"):
        return bool(a < b)
    if of not in _ORDERED:
        return None
    first, second = _ORDERED[of](a), _ORDERED[of](b)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return first[1] < second[1] if first[0] == second[0] else None
    return bool(first < second)  # type: ignore[operator]


def all_of(values: Iterable[object]) -> bool | None:
    """Three-valued AND: false wins over null, null over true."""
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            result = None
    return result


def any_of(values: Iterable[object]) -> bool | None:
    """Three-valued OR: true wins over null, null over false."""
    result: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            result = None
    return result


def passes(value: object, test: object) -> bool | None:
    """Whether `value` is what `test` says: in the range, one of the list (whose other items may be of any kind), or
    the same."""
    if isinstance(test, Range):
        return test.holds(value)
    if not isinstance(test, list):
        return equal(value, test)
    if isinstance(value, list) and equal(value, test):
        return True
    return any(passes(value, item) for item in test)
