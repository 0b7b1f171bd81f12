"""Whether two values are the very same, and which of many are equal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from tongban.core.decisions.feel.bounds import check_parts
from tongban.core.decisions.feel.values import ORDER, Function, Range, kind


def same(a: object, b: object) -> bool:
    """Other than `equal`: in the same zone, to the fraction of a second, and false for different kinds (`is`)."""
    check_parts(a)
    return _same(a, b)


def _same(a: object, b: object) -> bool:
    if kind(a) != kind(b):
        return False
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(_same(a[name], b[name]) for name in a)
    return a == b


def key_of(value: object) -> Hashable:
    """A stand-in that is the same for values that are equal."""
    check_parts(value)
    return _key(value)


def _key(value: object) -> Hashable:
    of = kind(value)
    if of in ORDER:
        return of, ORDER[of](value)
    if isinstance(value, list):
        return of, tuple(_key(item) for item in value)
    if isinstance(value, Mapping):
        return of, frozenset((name, _key(item)) for name, item in value.items())
    if isinstance(value, Range):
        return of, value.operator, _key(value.low), _key(value.high), value.low_included, value.high_included
    return of, id(value) if isinstance(value, Function) else value
