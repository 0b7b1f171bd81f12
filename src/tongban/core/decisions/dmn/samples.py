"""A value of a kind: any, one before, between and after others; None where there is none to be found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from tongban.core.decisions.feel.expression import parse
from tongban.core.decisions.feel.operations import add, divide, negate, subtract
from tongban.core.decisions.feel.values import CONTEXT, kind, less

_TWO = Decimal(2)
_FIRST: Mapping[str, object] = {
    "number": Decimal(0),
    "string": "其他",
    "date": date(2000, 1, 1),
    "date and time": '@"2000-01-01T00:00:00"',
    "time": '@"12:00:00"',
    "days and time duration": '@"P1D"',
    "years and months duration": '@"P1Y"',
}
_STEPS: Mapping[str, str] = {
    "date": "P1D",
    "date and time": "P1D",
    "time": "PT1H",
    "days and time duration": "P1D",
    "years and months duration": "P1M",
}


def first(kind: str) -> object:
    """Some value of the kind."""
    value = _FIRST.get(kind)
    return parse(value).evaluate({}) if isinstance(value, str) and value.startswith("@") else value


def below(value: object) -> object:
    return _really(None, _moved(value, up=False), value)


def above(value: object) -> object:
    return _really(value, _moved(value, up=True), None)


def between(low: object, high: object, *, whole: bool = False) -> object:
    """A value strictly between; of numbers a whole one if there is one, and only such when `whole`."""
    return _really(low, _middle(low, high, whole), high)


def _moved(value: object, *, up: bool) -> object:
    if isinstance(value, str):
        return value + " " if up else ""
    if isinstance(value, Decimal):
        return CONTEXT.add(value.to_integral_value(ROUND_FLOOR), Decimal(1 if up else -1))
    step = parse(f'@"{_STEPS[kind(value)]}"').evaluate({})
    return add(value, step if up else negate(step))


def _middle(low: Any, high: Any, whole: bool) -> object:
    if isinstance(low, str):
        return low + " "
    if isinstance(low, Decimal):
        next_whole = CONTEXT.add(low.to_integral_value(ROUND_FLOOR), Decimal(1))
        if whole or next_whole < high:
            return next_whole
        return CONTEXT.divide(CONTEXT.add(low, high), _TWO).normalize(CONTEXT)
    return add(low, divide(subtract(high, low), _TWO))


def _really(low: object, value: object, high: object) -> object:
    """`value` if it does lie there."""
    inside = value is not None and (low is None or less(low, value)) and (high is None or less(value, high))
    return value if inside else None
