"""The functions an expression may call (DMN 1.5, 10.3.4), the first of them.

Each takes and returns FEEL values; what makes no sense is null. A function not named here is a fault when
the expression is parsed. There is no `today()`: the moment is a value that is passed in like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from tongban.core.decisions.feel.values import CONTEXT, any_of, equal, less, not_

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


class Builtin(NamedTuple):
    """`most` None: any number of arguments, which stand for a list."""

    call: Callable[..., object]
    least: int
    most: int | None
    by_name: bool = False
    needs_moment: bool = False

    @property
    def variadic(self) -> bool:
        return self.most is None

    @property
    def signatures(self) -> tuple[tuple[str, ...], ...]:
        counts = range(self.least, (self.most or self.least) + 1)
        return tuple(tuple(f"p{i}" for i in range(n)) for n in counts if not (self.call is _date and n == 2))


def _items(arguments: tuple[object, ...]) -> list[object]:
    """`min([1, 2])` and `min(1, 2)` say the same."""
    first = arguments[0]
    return first if len(arguments) == 1 and isinstance(first, list) else list(arguments)


def _count(items: object) -> object:
    if items is None:
        return None
    return Decimal(len(items) if isinstance(items, list) else 1)


def _sum(*arguments: object) -> object:
    total = None
    for item in _items(arguments):
        if not isinstance(item, Decimal):
            return None
        total = item if total is None else CONTEXT.add(total, item)
    return total


def _min(*arguments: object) -> object:
    return _foremost(_items(arguments), less)


def _max(*arguments: object) -> object:
    return _foremost(_items(arguments), lambda a, b: less(b, a))


def _foremost(items: list[object], before: Callable[[object, object], bool | None]) -> object:
    best = items[0] if items else None
    for item in items:
        sooner = before(item, best)
        if sooner is None:
            return None
        best = item if sooner else best
    return best


def _contains(string: object, match: object) -> object:
    return match in string if isinstance(string, str) and isinstance(match, str) else None


def _starts_with(string: object, match: object) -> object:
    return string.startswith(match) if isinstance(string, str) and isinstance(match, str) else None


def _ends_with(string: object, match: object) -> object:
    return string.endswith(match) if isinstance(string, str) and isinstance(match, str) else None


def _string_length(string: object) -> object:
    return Decimal(len(string)) if isinstance(string, str) else None


def _list_contains(items: object, element: object) -> object:
    if not isinstance(items, list):
        return None
    return any_of(equal(item, element) or False for item in items)


def _date(*arguments: object) -> object:
    """From "2026-02-28", from year, month and day, or the day of a moment; a day that does not exist is null."""
    if len(arguments) == 3:
        return _day(*arguments)
    (source,) = arguments
    if isinstance(source, datetime):
        return source.date()
    if isinstance(source, date):
        return source
    found = _DATE.fullmatch(source) if isinstance(source, str) else None
    return _day(*map(Decimal, found.groups())) if found else None


def _day(year: object, month: object, day: object) -> date | None:
    parts = (year, month, day)
    numbers = [int(n) for n in parts if isinstance(n, Decimal) and abs(n) < 10_000 and n == int(n)]
    try:
        return date(*numbers) if len(numbers) == len(parts) else None
    except ValueError:
        return None


BUILTINS: Mapping[str, Builtin] = {
    "not": Builtin(not_, 1, 1),
    "contains": Builtin(_contains, 2, 2),
    "starts with": Builtin(_starts_with, 2, 2),
    "ends with": Builtin(_ends_with, 2, 2),
    "string length": Builtin(_string_length, 1, 1),
    "list contains": Builtin(_list_contains, 2, 2),
    "count": Builtin(_count, 1, 1),
    "sum": Builtin(_sum, 1, None),
    "min": Builtin(_min, 1, None),
    "max": Builtin(_max, 1, None),
    "date": Builtin(_date, 1, 3),
}
