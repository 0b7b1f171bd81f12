"""A column of a table, indexed: which rules a value passes, all at once.

A set of rules is an integer with one bit for each. The cells that only compare with constants are answered by
looking up: texts and truth values in a dictionary; numbers and days by their place among the constants, which cut
the line into pieces (piece 2i+1 is the constant i itself, piece 2i what lies before it). The other cells are
tested one by one, and only for rules the other columns have left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import xor
from typing import Any

from tongban.core.decisions.feel.compiler import compiled
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import UnaryTests
from tongban.core.decisions.feel.scope import Scope
from tongban.core.decisions.feel.tree import Interval, Literal, Negative, Node, walk
from tongban.core.decisions.feel.values import Range

_LISTED: frozenset[type] = frozenset((str, bool, type(None)))
_ORDERED: frozenset[type] = frozenset((Decimal, date))
_CONSTANT = (Literal, Interval, Negative)


class Column:
    """The tests of one column, top to bottom; None stands for a cell that cannot be read and passes nothing."""

    __slots__ = ("_any", "_lines", "_listed", "_plain", "_rest", "_tests")

    def __init__(self, cells: Sequence[UnaryTests | None]) -> None:
        self._tests = cells
        self._any = 0
        self._plain = 0
        self._listed: dict[type, dict[object, int]] = {type_: {} for type_ in _LISTED}
        constants: dict[type, list[tuple[int, object]]] = {type_: [] for type_ in _ORDERED}
        for number, cell in enumerate(cells):
            self._sort(1 << number, cell, constants)
        self._lines = {type_: _Line(found) for type_, found in constants.items()}
        self._rest = sum(1 << n for n, cell in enumerate(cells) if cell is not None) & ~(self._any | self._plain)

    def _sort(self, bit: int, cell: UnaryTests | None, constants: dict[type, list[tuple[int, object]]]) -> None:
        if cell is None:
            return
        if not cell.tests:
            self._any |= bit
            return
        values = None if cell.negated else _constants(cell)
        if values is None:
            return
        self._plain |= bit
        for value in values:
            of = type(value.high if value.low is None else value.low) if isinstance(value, Range) else type(value)
            if of in _ORDERED:
                constants[of].append((bit, value))
            else:
                self._listed[of][value] = self._listed[of].get(value, 0) | bit

    def passing(self, value: object, wanted: int, scope: Scope) -> int:
        """Those of the `wanted` rules whose cell in this column `value` passes."""
        of = type(value)
        if of in _LISTED:
            passed = self._any | self._listed[of].get(value, 0)
            untold = self._rest
        elif of in _ORDERED:
            passed = self._any | self._lines[of].at(value)
            untold = self._rest
        else:
            passed, untold = self._any, self._rest | self._plain
        untold &= wanted
        return passed & wanted | self._tested(value, untold, scope) if untold else passed & wanted

    def _tested(self, value: object, untold: int, scope: Scope) -> int:
        passed = 0
        for number in bits(untold):
            cell = self._tests[number]
            if cell is not None and cell.passes(value, scope) is True:
                passed |= 1 << number
        return passed


class _Line:
    """The pieces of a line, and for each the rules that take it."""

    __slots__ = ("_marks", "_rules")

    def __init__(self, constants: Sequence[tuple[int, object]]) -> None:
        self._marks: list[Any] = sorted({mark for _, value in constants for mark in _marks(value)})
        changes = [0] * (2 * len(self._marks) + 2)
        taken: dict[int, int] = {}
        for bit, value in constants:
            taken[bit] = taken.get(bit, 0) | self._pieces(value)
        for bit, pieces in taken.items():
            for edge in bits(pieces ^ (pieces << 1)):
                changes[edge] ^= bit
        self._rules: list[int] = list(accumulate(changes, xor))

    def at(self, value: Any) -> int:
        place = bisect_left(self._marks, value)
        on_mark = bool(place < len(self._marks) and self._marks[place] == value)
        return self._rules[2 * place + on_mark]

    def _pieces(self, value: object) -> int:
        """The pieces a constant takes, one bit each."""
        if not isinstance(value, Range):
            return 1 << (2 * bisect_left(self._marks, value) + 1)
        low: Any = value.low
        high: Any = value.high
        first = 0 if low is None else 2 * bisect_left(self._marks, low) + (1 if value.low_included else 2)
        last = 2 * len(self._marks) if high is None else 2 * bisect_left(self._marks, high) + value.high_included
        return (1 << (last + 1)) - (1 << first) if first <= last else 0


def bits(of: int) -> Iterator[int]:
    """The numbers of the bits that are set, from the lowest."""
    while of:
        lowest = of & -of
        yield lowest.bit_length() - 1
        of ^= lowest


def _constants(cell: UnaryTests) -> list[object] | None:
    """The values and ranges the cell names, when it does nothing else and an index can tell them."""
    if not all(isinstance(node, _CONSTANT) for test in cell.tests for node, _ in walk(test)):
        return None
    values = [_value(test) for test in cell.tests]
    return values if all(map(_can_be_told, values)) else None


def _value(node: Node) -> object:
    """What a constant is; `...` for one that can only be told by testing."""
    try:
        value = compiled(node)(Scope({}))
    except FeelError:
        return ...
    return ... if value is None and not isinstance(node, Literal) else value


def _can_be_told(value: object) -> bool:
    if isinstance(value, Range):
        return {type(mark) for mark in _marks(value)} in ({Decimal}, {date})
    return type(value) in _LISTED or type(value) in _ORDERED


def _marks(value: object) -> Iterator[object]:
    if isinstance(value, Range):
        yield from (bound for bound in (value.low, value.high) if bound is not None)
    else:
        yield value
