"""Where a chain stops being what it was. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from .chain import ZERO, Row, canonical, hash_of


class Wrong(StrEnum):
    """What can be wrong with a chain, or with a seal."""

    CHANGED = "changed"
    """An event does not have the content, or the predecessor, that its hash says."""
    MISSING = "missing"
    """A number is left out."""
    REWRITTEN = "rewritten"
    """Consistent in itself, but not what was sealed."""
    TRUNCATED = "truncated"
    """Shorter than it was when sealed."""
    VANISHED = "vanished"
    """No event is left of a sealed chain."""
    SEAL_MISSING = "seal-missing"
    SEAL_CHANGED = "seal-changed"
    SEAL_BROKEN = "seal-broken"
    """The seal does not follow the one before it."""
    SEAL_UNKNOWN = "seal-unknown"
    """The files hold a seal that the database does not."""


class Break(NamedTuple):
    """The first thing wrong with one chain: event number `seq` of `subject`. For a seal: its number and file."""

    wrong: Wrong
    subject: str
    seq: int


class Sealed(NamedTuple):
    """What a seal remembers of a chain."""

    seq: int
    head: bytes


def first_break(subject: str, rows: Iterable[Row], sealed: Iterable[Sealed]) -> Break | None:
    """The first fault of one chain against its own hashes and all its seals (by `seq`); None when it is whole."""
    seq, prev = 0, ZERO
    marks = iter(sealed)
    mark = next(marks, None)
    for row in rows:
        if row.seq != seq + 1:
            return Break(Wrong.MISSING, subject, seq + 1)
        if row.prev != prev or row.hash != _hash_by_content(row):
            return Break(Wrong.CHANGED, subject, row.seq)
        seq, prev = row.seq, row.hash
        while mark and mark.seq == seq:
            if mark.head != prev:
                return Break(Wrong.REWRITTEN, subject, seq)
            mark = next(marks, None)
    if mark:
        return Break(Wrong.TRUNCATED if seq else Wrong.VANISHED, subject, seq + 1)
    return None


def _hash_by_content(row: Row) -> bytes | None:
    """The hash the row should have; None when its content is none the program could have written."""
    try:
        # What the database hands back is its own spelling of the JSON.
        return hash_of(*row._replace(data=canonical(json.loads(row.data)))[:-1])
    except (ValueError, RecursionError):
        return None
