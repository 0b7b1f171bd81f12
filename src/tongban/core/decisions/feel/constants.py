"""Tests against values that are written out: most cells of most tables, so they take a short way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from tongban.core.decisions.feel.scope import Scope, Test
from tongban.core.decisions.feel.values import Range, passes


def constant_test(wanted: object) -> Test:
    """The test whether a value is, or is in, `wanted`."""
    if isinstance(wanted, Range):
        return _numbers(wanted) if _is_of_numbers(wanted) else lambda scope, value: wanted.holds(value)
    if isinstance(wanted, str | Decimal):
        return _alike(wanted, type(wanted))
    return lambda scope, value: passes(value, wanted)


def _alike(wanted: object, type_: type) -> Test:
    def test(scope: Scope, value: object) -> bool | None:
        return value == wanted if type(value) is type_ else passes(value, wanted)

    return test


def texts_test(wanted: frozenset[str], otherwise: Test) -> Test:
    """The test whether a text is one of these; other values go the long way."""

    def test(scope: Scope, value: object) -> bool | None:
        return value in wanted if type(value) is str else otherwise(scope, value)

    return test


def _is_of_numbers(range_: Range) -> bool:
    bounds = (range_.low, range_.high)
    return not range_.operator and all(bound is None or isinstance(bound, Decimal) for bound in bounds)


def _numbers(range_: Range) -> Test:
    low, high, holds = range_.low, range_.high, range_.holds
    above: Callable[[Any, Any], bool] = ge if range_.low_included else gt
    below: Callable[[Any, Any], bool] = le if range_.high_included else lt

    def between(scope: Scope, value: object) -> bool | None:
        return above(value, low) and below(value, high) if type(value) is Decimal else holds(value)

    if low is None:
        return _bounded(below, high, holds)
    return _bounded(above, low, holds) if high is None else between


def _bounded(compare: Callable[[object, object], bool], bound: object, holds: Callable[[object], bool | None]) -> Test:
    def test(scope: Scope, value: object) -> bool | None:
        return compare(value, bound) if type(value) is Decimal else holds(value)

    return test
