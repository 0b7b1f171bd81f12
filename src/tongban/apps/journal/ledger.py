"""All that the sealed files say, checked against itself and against the database's seals, ordered on disk."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from django.conf import settings

from . import merkle, seal_files
from .breaks import Break, Wrong
from .chain import ZERO
from .seals import Leaf, Seal

UNREADABLE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, sqlite3.IntegrityError)


class Ledger:
    """Sealed leaves by chain, in a scratch file that is gone when closed; use as a context manager."""

    def __init__(self) -> None:
        self.breaks: list[Break] = []
        self.seals = 0
        self.sealed_at: datetime | None = None
        # An empty name makes SQLite keep a private file that it deletes itself.
        self._scratch = sqlite3.connect("", isolation_level=None)
        self._scratch.executescript(
            "PRAGMA synchronous = off; PRAGMA temp_store = file;"
            "CREATE TABLE leaf (subject TEXT, seq INTEGER, head BLOB, position INTEGER,"
            " PRIMARY KEY (subject, seq)) WITHOUT ROWID;"
        )

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    def chains(self) -> int:
        return int(self._scratch.execute("SELECT count(DISTINCT subject) FROM leaf").fetchone()[0])

    def by_subject(self) -> Iterator[tuple[str, int, bytes]]:
        yield from self._scratch.execute("SELECT subject, seq, head FROM leaf ORDER BY subject, seq")

    def take(self, file: Path, seal: Seal) -> None:
        """Take in the leaves beside `file`; none of them, and ValueError, if they are not those the seal signed."""
        digest = sha256()
        self._scratch.execute("BEGIN")
        try:
            self._scratch.executemany("INSERT INTO leaf VALUES (?, ?, ?, ?)", _digested(file, digest.update))
            if digest.digest() != seal.leaves:
                raise ValueError("these leaves were not signed")
        except BaseException:
            self._scratch.execute("ROLLBACK")
            raise
        self._scratch.execute("COMMIT")

    def root(self) -> bytes:
        """The Merkle root over each chain's newest leaf."""
        newest = "SELECT position, subject, max(seq), head FROM leaf GROUP BY subject ORDER BY position"
        return merkle.root(
            Leaf(position=position, subject=subject, seq=seq, head=head).hash()
            for position, subject, seq, head in self._scratch.execute(newest)
        )


def _digested(file: Path, update: Callable[[bytes], object]) -> Iterator[tuple[str, int, bytes, int]]:
    for leaf in seal_files.read_leaves(file):
        update(leaf.line())
        yield leaf.subject, leaf.seq, leaf.head, leaf.position


def read_ledger(known: list[Seal]) -> Ledger:
    """Read the files of all seals; `known` are the database's. What is wrong with either stands in `breaks`."""
    ledger = Ledger()
    in_files = {file.name: file for file in seal_files.all_files()}
    in_database = {seal_files.path_of(seal).name: seal for seal in known}
    before: Seal | None = None
    for name in sorted(in_files.keys() | in_database.keys()):
        wrong, seal = _read(ledger, in_files.get(name), in_database.get(name), before)
        if wrong:
            ledger.breaks.append(Break(wrong, name, seal.number if seal else _number(name)))
        before = seal or before
    if before:
        ledger.seals, ledger.sealed_at = before.number, before.at
        if not ledger.breaks and (ledger.root(), ledger.chains()) != (before.root, before.chains):
            ledger.breaks.append(Break(Wrong.SEAL_CHANGED, seal_files.path_of(before).name, before.number))
    return ledger


def _read(
    ledger: Ledger, file: Path | None, known: Seal | None, before: Seal | None
) -> tuple[Wrong | None, Seal | None]:
    """Take in one seal; what is wrong with it, and the seal as far as it could be read."""
    if file is None:
        return Wrong.SEAL_MISSING, known
    try:
        seal = seal_files.read_seal(file)
        if not seal.is_signed(bytes.fromhex(settings.KEYS.seal)) or seal_files.path_of(seal).name != file.name:
            return Wrong.SEAL_CHANGED, known
        ledger.take(file, seal)
    except UNREADABLE:
        return Wrong.SEAL_CHANGED, known
    if (seal.number, seal.previous) != ((before.number + 1, before.hash()) if before else (1, ZERO)):
        return Wrong.SEAL_BROKEN, seal
    if known is None:
        return Wrong.SEAL_UNKNOWN, seal
    return (None if known == seal else Wrong.SEAL_CHANGED), seal


def _number(name: str) -> int:
    return int(name.partition("-")[0]) if name[:8].isdecimal() else 0
