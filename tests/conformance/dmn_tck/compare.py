"""Whether an answer is the one expected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tongban.core.decisions import parse

PRECISION = Decimal("0.00000001")
"""Expected numbers are written with few digits: the kit's own runners compare up to 1e-8."""

_SAME = parse("a = b")


def same(expected: object, got: object) -> bool:
    """Equal in kind and value. Moments count as equal when FEEL says so and they are written at the same offset."""
    if isinstance(expected, bool) or isinstance(got, bool) or expected is None or got is None:
        return expected is got
    if isinstance(expected, Decimal):
        return isinstance(got, Decimal) and abs(expected - got) < PRECISION
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(same, expected, got))
    if isinstance(expected, Mapping):
        alike = isinstance(got, Mapping) and got.keys() == expected.keys()
        return alike and all(same(expected[name], got[name]) for name in expected)  # type: ignore[index]
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    return _SAME.evaluate({"a": expected, "b": got}) is True
