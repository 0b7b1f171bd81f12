"""A value before, between and after others of its kind; None where there is none to be found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from tongban.core.decisions.feel.values import CONTEXT, less

_ONE = Decimal(1)
_DAY = timedelta(days=1)


def below(value: object) -> object:
    return _really(None, _moved(value, -1), value)


def above(value: object) -> object:
    return _really(value, _moved(value, 1), None)


def between(low: object, high: object, *, whole: bool = False) -> object:
    """A value strictly between; of numbers a whole one if there is one, and only such when `whole`."""
    return _really(low, _middle(low, high, whole), high)


def _moved(value: Any, steps: int) -> object:
    try:
        if isinstance(value, Decimal):
            return CONTEXT.add(value.to_integral_value(ROUND_FLOOR), _ONE * steps)
        if isinstance(value, date):
            return value + _DAY * steps
    except OverflowError:
        return None
    if isinstance(value, str):
        return value + " " if steps > 0 else ""
    return None


def _middle(low: Any, high: Any, whole: bool) -> object:
    if isinstance(low, Decimal):
        next_whole = CONTEXT.add(low.to_integral_value(ROUND_FLOOR), _ONE)
        if whole or next_whole < high:
            return next_whole
        return CONTEXT.divide(CONTEXT.add(low, high), 2).normalize(CONTEXT)
    if isinstance(low, str):
        return low + " "
    if isinstance(low, datetime):
        return low + (high - low) / 2
    if isinstance(low, date):
        return low + _DAY * ((high - low).days // 2)
    return None


def _really(low: object, value: object, high: object) -> object:
    """`value` if it does lie there."""
    inside = value is not None and (low is None or less(low, value)) and (high is None or less(value, high))
    return value if inside else None
