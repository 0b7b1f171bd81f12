"""The nightly seal: reads only the chains that grew, signs one root over all, keeps it inside and outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tongban.apps.journal import merkle, queries, seal_files
from tongban.apps.journal.chain import ZERO
from tongban.apps.journal.models import JournalSeal
from tongban.apps.journal.seals import Leaf, Seal

from .tree import replant


def seal(at: datetime, *, patience: float = 30.0) -> Seal:
    """Seal all chains for the night of `at` (a date in Taipei); the seal, which is an earlier one if it is there.

    Commits on its own, so not inside a transaction. The files follow the commit: whatever an interrupted run left
    out is written by the next. Raises seal_files.SealsDisagree when the files know more than the database.
    `patience`: seconds to wait for writers under way; past it the next night looks at the same events again.
    """
    night = timezone.localdate(at, timezone.get_default_timezone())
    with one_at_a_time():
        done = queries.seal_of(night)
        if done is None:
            last = queries.latest_seal()
            seal_files.refuse_set_back(last)
            with transaction.atomic(durable=True):
                done = _seal(at, night, last, patience)
        with transaction.atomic():
            seal_files.complete(queries.all_seals(), queries.leaves_of)
    return done


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Held while a seal and its files are made: two at once take turns, and the second finds the work done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('journal_seal', 0))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('journal_seal', 0))")


def _seal(at: datetime, night: date, last: Seal | None, patience: float) -> Seal:
    number, chains = (last.number + 1, last.chains) if last else (1, 0)
    through = _horizon(last.through if last else 0, patience)
    changed, fresh = _store_leaves(number, last.through if last else 0, chains)
    digest = sha256()

    def planted() -> Iterator[tuple[int, bytes]]:
        for leaf in queries.leaves_of(number):
            digest.update(leaf.line())
            yield leaf.position, leaf.hash()

    result = Seal(
        number=number,
        night=night,
        at=at,
        through=through,
        chains=chains + fresh,
        changed=changed,
        root=replant(planted()) or (last.root if last else merkle.EMPTY),
        leaves=digest.digest(),
        previous=last.hash() if last else ZERO,
    ).signed(bytes.fromhex(settings.KEYS.seal))
    JournalSeal.objects.create(**asdict(result))
    return result


def _horizon(previous: int, patience: float) -> int:
    """The highest event id below which nothing can appear any more.

    Ids are given before their transaction commits, so a lower one may come to light later. Whoever holds such an id
    locked the table before he took it: once those who hold the lock now are gone, all up to today's id is visible.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_event")
        newest = int(cursor.fetchone()[0])
        until = time.monotonic() + patience
        writers = _writers()
        while writers and time.monotonic() < until:
            time.sleep(0.02)
            writers &= _writers()
    return previous if writers else newest


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE relation = 'journal_event'::regclass AND datname = current_database()"
            " AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in cursor.fetchall()}


# A chain that shrank or changed below its sealed length keeps its leaf: verifying it names it.
_GROWN = """
    SELECT grown.subject, grown.seq, event.hash, leaf.position
    FROM (SELECT subject, max(seq) AS seq FROM journal_event WHERE id > %s GROUP BY subject) AS grown
    JOIN journal_event AS event ON event.subject = grown.subject AND event.seq = grown.seq
    LEFT JOIN LATERAL (
        SELECT position, seq FROM journal_leaf WHERE subject = grown.subject ORDER BY seal DESC LIMIT 1
    ) AS leaf ON true
    WHERE leaf.seq IS NULL OR grown.seq > leaf.seq
    ORDER BY grown.subject
"""


def _store_leaves(number: int, through: int, chains: int) -> tuple[int, int]:
    """Store a leaf for every chain with events past id `through`; how many, and how many of them are new."""
    changed = fresh = 0
    for batch in queries.batches(_GROWN, [through]):
        leaves = []
        for subject, seq, head, position in batch:
            if position is None:
                position, fresh = chains + fresh, fresh + 1
            leaves.append(Leaf(position=position, subject=subject, seq=seq, head=bytes(head)))
        changed += len(leaves)
        _copy(number, leaves)
    return changed, fresh


def _copy(number: int, leaves: list[Leaf]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY journal_leaf (seal, position, subject, seq, head) FROM STDIN") as rows,
    ):
        for leaf in leaves:
            rows.write_row((number, leaf.position, leaf.subject, leaf.seq, leaf.head))
