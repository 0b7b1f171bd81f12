"""FEEL values (DMN 1.5, 10.3.2): what they are, when they are equal, which comes first.

Numbers are `Decimal` with 34 digits, rounded half even, as IEEE 754-2008 Decimal128 has them. `None` is null.
A comparison that makes no sense is null, not an exception and not false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from tongban.core.decisions.feel.bounds import MOST_PARTS, check_parts, too_many_parts
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
    """`call` takes FEEL values in the order of `parameters` and gives one; bad values give None, never an exception.

    Functions of the language may take `others` as well, and `variadic` ones any number of arguments.
    """

    parameters: tuple[str, ...]
    call: Callable[..., object]
    name: str = ""
    others: tuple[tuple[str, ...], ...] = ()
    variadic: bool = False

    def takes(self, count: int) -> bool:
        """Whether it can be called with `count` arguments without names."""
        return (self.variadic and count > 0) or any(len(one) == count for one in (self.parameters, *self.others))


_PLAIN = frozenset(
    (str, bool, type(None), date, FarDay, Moment, TimeOfDay, DaysDuration, MonthsDuration, Range, Function)
)


_CONTAINERS = (list, dict, tuple, set, frozenset, Mapping)


def feel(value: object) -> object:
    """The FEEL value of a Python value, all through; what FEEL has no kind for, and what is no finite number, is null.
    Raises TooMuch when it has too many parts."""
    if type(value) in _PLAIN:
        return value
    return _Conversion().of(value) if isinstance(value, _CONTAINERS) else _scalar(value)


class _Conversion:
    """Of one value, with what it may still cost."""

    def __init__(self) -> None:
        self._left = MOST_PARTS

    def of(self, value: object) -> object:
        if type(value) in _PLAIN:
            return value
        if isinstance(value, list | tuple | set | frozenset):
            self._take(len(value))
            return [self.of(item) for item in value]
        if isinstance(value, Mapping):
            self._take(len(value))
            return {str(name): self.of(item) for name, item in value.items()}
        return _scalar(value)

    def _take(self, parts: int) -> None:
        self._left -= parts
        if self._left < 0:
            raise too_many_parts()


def _scalar(value: object) -> object:
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, int):
        return _finite(CONTEXT.create_decimal(value))
    if isinstance(value, float):
        return _finite(CONTEXT.create_decimal(repr(value)))
    if isinstance(value, date | time | timedelta):
        return from_python(value)
    return str(value) if isinstance(value, str) else None


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


ORDER: Mapping[str, Callable[[Any], tuple[object, int] | int]] = {
    "date": lambda day: (day.year * 12 + day.month) * 31 + day.day,
    "time": lambda time_: (time_.zone is None, time_.value // NANOS),
    "date and time": lambda moment: (moment.time.zone is None, moment.value // NANOS),
    "days and time duration": lambda duration: duration.nanos,
    "years and months duration": lambda duration: duration.months,
}
"""What decides the order of times. Fractions of a second do not count (DMN 1.5, 10.3.2.3.4), and whether there is
a zone does: a time with one and a time without cannot be compared."""


_LINEAR = frozenset((Decimal, str))
_SIMPLE = _LINEAR | {bool}


def not_(value: object) -> bool | None:
    return None if not isinstance(value, bool) else not value


def equal(a: object, b: object) -> bool | None:
    """Null equals only null; values of different kinds cannot be compared and give null."""
    if type(a) in _SIMPLE and type(a) is type(b):
        return bool(a == b)
    check_parts(a)
    return _equal(a, b)


def _equal(a: object, b: object) -> bool | None:
    if a is None or b is None:
        return a is b
    of = kind(a)
    if of != kind(b):
        return None
    if of in ORDER:
        return _at_same_time(ORDER[of](a), ORDER[of](b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all_of(_equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all_of(_equal(a[name], b[name]) for name in a)
    if isinstance(a, Range) and isinstance(b, Range):
        return _same_range(a, b)
    return bool(a == b)


def _at_same_time(a: object, b: object) -> bool | None:
    if isinstance(a, tuple) and isinstance(b, tuple) and a[0] != b[0]:
        return None
    return a == b


def _same_range(a: Range, b: Range) -> bool | None:
    if (a.operator, a.low_included, a.high_included) != (b.operator, b.low_included, b.high_included):
        return False
    return all_of((equal(a.low, b.low), equal(a.high, b.high)))


def less(a: Any, b: Any) -> bool | None:
    """Whether `a` comes before `b`: numbers, strings by code point, days, times and durations; else null."""
    if type(a) is type(b) and type(a) in _LINEAR:
        return bool(a < b)
    of = kind(a)
    if of != kind(b) or of not in ORDER:
        return None
    first, second = ORDER[of](a), ORDER[of](b)
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
