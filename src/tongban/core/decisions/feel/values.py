"""FEEL values (DMN 1.5, 10.3.2): what they are, when they are equal, which comes first.

Numbers are `Decimal` with 34 digits, rounded half even, as IEEE 754-2008 Decimal128 has them. `None` is null.
A comparison that makes no sense is null, not an exception and not false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
_PLAIN = (str, bool, type(None), date, datetime, time)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; a bound that is None is open to infinity."""

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True

    def holds(self, value: object) -> bool | None:
        above = True if self.low is None else _beyond(self.low, value, self.low_included)
        if above is False:
            return False
        below = True if self.high is None else _beyond(value, self.high, self.high_included)
        return below if above else (False if below is False else None)


def _beyond(low: object, high: object, same_is_enough: bool) -> bool | None:
    if kind(low) != kind(high):
        return None
    return not_(less(high, low)) if same_is_enough else less(low, high)


def feel(value: object) -> object:
    """The FEEL value of a Python value; what FEEL has no kind for, and what is no finite number, is null."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, int):
        return _finite(CONTEXT.create_decimal(value))
    if isinstance(value, float):
        return _finite(CONTEXT.create_decimal(repr(value)))
    if isinstance(value, list | tuple | set | frozenset):
        return [feel(item) for item in value]
    return value if isinstance(value, str | date | time | Mapping | Range) else None


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    list: "list",
    Range: "range",
}


def kind(value: object) -> str:
    """Name of the kind of a FEEL value, as the standard calls it."""
    if known := _KINDS.get(type(value)):
        return known
    if isinstance(value, Mapping):
        return "context"
    return next((name for type_, name in _KINDS.items() if isinstance(value, type_)), "null")


def not_(value: object) -> bool | None:
    return None if not isinstance(value, bool) else not value


def equal(a: object, b: object) -> bool | None:
    """Null equals only null; values of different kinds cannot be compared and give null."""
    if a is None or b is None:
        return a is b
    of = kind(a)
    if of != kind(b):
        return None
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all_of(equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all_of(equal(feel(a[key]), feel(b[key])) for key in a)
    return bool(a == b)


def less(a: Any, b: Any) -> bool | None:
    """Whether `a` comes before `b`: numbers, strings by code point, dates and times; else null."""
    of = kind(a)
    if of != kind(b) or of in ("null", "boolean", "list", "context", "range"):
        return None
    try:
        return bool(a < b)
    except TypeError:  # a moment with a zone and one without
        return None


def all_of(values: Any) -> bool | None:
    """Three-valued AND: false wins over null, null over true."""
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            result = None
    return result


def any_of(values: Any) -> bool | None:
    """Three-valued OR: true wins over null, null over false."""
    result: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            result = None
    return result


def passes(value: object, test: object) -> bool | None:
    """Whether `value` is what `test` says: in the range, one of the list, or the same."""
    if isinstance(test, Range):
        return test.holds(value)
    if isinstance(test, list) and not isinstance(value, list):
        return any_of(passes(value, item) for item in test)
    return equal(value, test)


@dataclass(frozen=True, slots=True)
class Function:
    """Something to call; `call` takes FEEL values in the order of `parameters` and gives one."""

    parameters: tuple[str, ...]
    call: Callable[..., object]
    name: str = ""
