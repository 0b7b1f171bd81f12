"""The newest seal's Merkle tree, kept in pages so that a night touches only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import connection

from tongban.apps.journal import merkle
from tongban.apps.journal.queries import LEVELS, WIDTH_BITS, hashes_in

Placed = tuple[int, bytes]


def replant(leaves: Iterable[Placed]) -> bytes | None:
    """Put leaf hashes into the tree, ordered by position and without a gap at its end; the new root, None if no leaf
    was given."""
    changed = iter(leaves)
    for level in range(LEVELS):
        changed = iter(list(_write(level, changed)))
    return next((root for _, root in changed), None)


def _write(level: int, hashes: Iterable[Placed]) -> Iterator[Placed]:
    """Write one level's pages; yields the number and the root of each, which is a hash on the level above."""
    for number, inside in groupby(hashes, lambda placed: placed[0] >> WIDTH_BITS):
        page = _read(level, number)
        for position, value in inside:
            place = position % (1 << WIDTH_BITS)
            page[place : place + 1] = [value]
        _save(level, number, page)
        yield number, merkle.root(page)


def _read(level: int, number: int) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hashes FROM journal_page WHERE level = %s AND number = %s", [level, number])
        found = cursor.fetchone()
    return hashes_in(found[0]) if found else []


def _save(level: int, number: int, page: list[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_page (level, number, hashes) VALUES (%s, %s, %s)"
            " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
            [level, number, b"".join(page)],
        )
