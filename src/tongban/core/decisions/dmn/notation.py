"""Sets of values, written as the cell that takes them."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.decisions.dmn.axis import Axis, pieces
from tongban.core.decisions.feel.text import literal_of


def written_tests(axis: Axis, of: int) -> str:
    """The cell that takes the values of these pieces, null only if it alone is asked for: `< 18, [65..70)`."""
    if of == axis.null:
        return "null"
    of &= ~axis.null
    if of == axis.whole & ~axis.null:
        return "-"
    if not axis.ordered and of >> (2 * len(axis.marks)) & 1:
        missing = [literal_of(mark) for n, mark in enumerate(axis.marks) if not of >> (2 * n + 1) & 1]
        return f"not({', '.join(missing)})"
    return ", ".join(_written_run(axis, first, last) for first, last in _runs(axis, of))


def _runs(axis: Axis, of: int) -> Iterator[tuple[int, int]]:
    """Pieces that follow one another, by their first and last; what is no order has no runs."""
    first = last = -1
    for piece in pieces(axis.whole & ~axis.null):
        if of >> piece & 1:
            if first >= 0 and not axis.ordered:
                yield first, last
                first = -1
            first, last = (piece if first < 0 else first), piece
        elif first >= 0:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def _written_run(axis: Axis, first: int, last: int) -> str:
    if first == last and first % 2:
        return literal_of(axis.marks[first // 2])
    low = literal_of(axis.marks[(first - 1) // 2]) if first else ""
    high = literal_of(axis.marks[last // 2]) if last // 2 < len(axis.marks) else ""
    if not low:
        return f"<{'=' if last % 2 else ''} {high}"
    if not high:
        return f">{'=' if first % 2 else ''} {low}"
    return f"{'[' if first % 2 else '('}{low}..{high}{']' if last % 2 else ')'}"
