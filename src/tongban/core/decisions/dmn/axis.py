"""One input, cut into pieces within which its tests cannot tell two values apart.

The constants of the tests, in order, are the marks m₀ … mₙ₋₁. Piece 2i+1 is the mark mᵢ itself, piece 2i what lies
before it and after the mark before; piece 2n is what lies after the last, piece 2n+1 is null. A set of pieces is an
integer with one bit for each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, cmp_to_key
from itertools import pairwise
from typing import Any, NamedTuple

from tongban.core.decisions.dmn.asked import Asked
from tongban.core.decisions.dmn.samples import above, below, between, first
from tongban.core.decisions.feel.values import Range, equal, kind, less

WHOLE_NUMBERS = frozenset({"integer", "long", "int", "short"})
"""Names other tools give to numbers without a fraction; the standard has none."""
_DURATIONS = ("days and time duration", "years and months duration")
_KINDS = {
    **{name: name for name in ("string", "number", "boolean", "date", "time", "date and time", *_DURATIONS)},
    **dict.fromkeys((*WHOLE_NUMBERS, "double", "float", "decimal"), "number"),
    **dict.fromkeys(("dateTime", "date_and_time"), "date and time"),
    **dict.fromkeys(("dayTimeDuration", "days_and_time_duration"), _DURATIONS[0]),
    **dict.fromkeys(("yearMonthDuration", "years_and_months_duration"), _DURATIONS[1]),
}


def kind_of_type(type_: str) -> str:
    """The kind of values a column of this type has; "" when it is none of the plain ones."""
    return _KINDS.get(type_.rpartition(":")[2].strip(), "")


class Cell(NamedTuple):
    """Sets of pieces. `hits`, `maybe`: whose sample the cell takes, or may take. `covers`, `touches`: of which it
    takes every value, or may take some."""

    hits: int
    maybe: int
    covers: int
    touches: int


@dataclass(frozen=True)
class Axis:
    kind: str
    marks: tuple[object, ...]
    samples: tuple[object, ...]
    """One value of each piece; None where none was found, and for the last, which is null."""
    ordered: bool = True
    """False for values that are only told apart: all that are no mark are one piece, 2n."""

    @cached_property
    def null(self) -> int:
        """The set of null alone."""
        return 1 << (2 * len(self.marks) + 1)

    @cached_property
    def whole(self) -> int:
        """All pieces with a sample, null among them."""
        return sum(1 << n for n, sample in enumerate(self.samples) if sample is not None) | self.null

    @cached_property
    def _places(self) -> dict[object, int]:
        return {mark: 2 * n + 1 for n, mark in enumerate(self.marks)}

    @cached_property
    def _keys(self) -> list[Any]:
        return [_BY_LESS(mark) for mark in self.marks]

    def piece(self, value: object) -> int | None:
        """The number of the piece a value is in; None for one of another kind."""
        if value is None:
            return 2 * len(self.marks) + 1
        if kind(value) != self.kind:
            return None
        if not self.ordered:
            return self._places.get(value, 2 * len(self.marks))
        at = bisect_left(self._keys, _BY_LESS(value))
        return 2 * at + (at < len(self.marks) and equal(self.marks[at], value) is True)

    def cell(self, asked: Asked | None) -> Cell:
        """What a cell takes; None is a cell that cannot be read."""
        if asked is None or asked.names:
            return Cell(0, self.whole, 0, self.whole)
        taken = self.taken(asked)
        return Cell(taken, taken, taken, taken) if asked.uniform else Cell(taken, taken, 0, self.whole)

    def taken(self, asked: Asked) -> int:
        """The pieces whose sample passes tests that need no names."""
        if asked.anything:
            return self.whole
        if asked.plain and not asked.tests.negated:
            return self._any(asked.values) & self.whole
        accept = asked.tests.accept
        return sum(1 << n for n in pieces(self.whole) if accept(self.samples[n], {}) is True)

    def _any(self, values: Iterable[object]) -> int:
        taken = 0
        for value in values:
            if isinstance(value, Range):
                taken |= self._between(value)
            elif isinstance(value, list):
                taken |= self._any(value)
            elif (at := self.piece(value)) is not None:
                taken |= 1 << at
        return taken

    def _between(self, asked: Range) -> int:
        low = 0 if asked.low is None else self.piece(asked.low)
        high = 2 * len(self.marks) if asked.high is None else self.piece(asked.high)
        if low is None or high is None:
            return 0
        first = low + (asked.low is not None and not asked.low_included)
        last = high - (asked.high is not None and not asked.high_included)
        return (1 << (last + 1)) - (1 << first) if first <= last else 0


def axis_of(type_: str, cells: Iterable[Asked]) -> Axis | None:
    """The axis of a column of this type (or, without one, of the kind its constants have) with these cells; None
    when the values have no pieces that could be told: lists, contexts, constants that cannot be compared."""
    cells = list(cells)
    of = kind_of_type(type_) or _only_kind(cells)
    marks = _sorted([mark for cell in cells for mark in cell.marks if kind(mark) == of]) if of else None
    if marks is None:
        return None
    if of == "boolean":
        return Axis(of, (False, True), (None, False, None, True, None, None), ordered=False)
    if of == "string" and all(cell.plain and not _has_range(cell.values) for cell in cells):
        return Axis(of, tuple(marks), _with_between(marks, [None] * len(marks), _stranger(marks)), ordered=False)
    return Axis(of, tuple(marks), _ordered(marks, of, whole=type_.rpartition(":")[2] in WHOLE_NUMBERS))


def _only_kind(cells: Iterable[Asked]) -> str:
    """The kind that the cells compare with, if it is one; functions of the value say nothing about it."""
    kinds = {kind(mark) for cell in cells if cell.plain for mark in cell.marks if mark is not None}
    only = kinds.pop() if len(kinds) == 1 else ""
    return only if only in _KINDS.values() else ""


def pieces(of: int) -> Iterator[int]:
    """The numbers of the pieces in a set."""
    while of:
        lowest = of & -of
        yield lowest.bit_length() - 1
        of ^= lowest


_BY_LESS = cmp_to_key(lambda a, b: -1 if less(a, b) else 1 if less(b, a) else 0)


def _sorted(values: Sequence[object]) -> list[object] | None:
    """In their order, each once; None when some of them cannot be compared."""
    if any(less(a, b) is None for a, b in pairwise(values) if kind(a) != "boolean"):
        return None
    ordered = sorted(values, key=_BY_LESS)
    return [value for n, value in enumerate(ordered) if n == 0 or less(ordered[n - 1], value)]


def _has_range(values: Iterable[object]) -> bool:
    return any(isinstance(v, Range) or (isinstance(v, list) and _has_range(v)) for v in values)


def _ordered(marks: list[object], of: str, *, whole: bool) -> tuple[object, ...]:
    if not marks:
        return _with_between([], [], first(of))
    gaps = [below(marks[0]), *(between(a, b, whole=whole) for a, b in pairwise(marks))]
    return _with_between(marks, gaps, above(marks[-1]))


def _with_between(marks: list[object], gaps: list[object], last: object) -> tuple[object, ...]:
    return (*(sample for pair in zip(gaps, marks, strict=True) for sample in pair), last, None)


def _stranger(known: list[object]) -> str:
    """A text that is none of these."""
    name, number = "其他", 1
    while name in known:
        number += 1
        name = f"其他{number}"
    return name
