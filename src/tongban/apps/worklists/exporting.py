"""All that a view shows, row by row, for a file: the same columns, filters and order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .columns import Value
from .matching import Match
from .rows import rows

MOST = 100_000
CHUNK = 1_000


def export_size(match: Match) -> int:
    """How many rows there will be, counted up to one more than `MOST`."""
    return match.cases.order_by()[: MOST + 1].count()


def export_rows(match: Match) -> Iterator[list[Value]]:
    """The cells of every case in the view's order. The order is fixed at the start: nobody appears twice or never."""
    ids = iter(match.cases.order_by(*match.order()).values_list("pk", flat=True)[:MOST].iterator(chunk_size=10_000))
    with_changes = any(column.name == "unread" for column in match.columns)
    while chunk := list(islice(ids, CHUNK)):
        for row in rows(chunk, match.asking, changes=with_changes):
            yield [row.cell(column) for column in match.columns]
