"""What is read from the journal: chains, looks, seals and the proof of one chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from . import merkle, seals
from .chain import Head
from .models import JournalEvent, JournalLook, JournalSeal
from .seals import Leaf, Seal

WIDTH_BITS, LEVELS = 10, 3
"""The tree is kept in pages of 2^10 hashes on three levels: room for a thousand million chains."""


def events_of(subject: str) -> QuerySet[JournalEvent]:
    """A chain, oldest event first."""
    return JournalEvent.objects.filter(subject=subject).order_by("seq")


def head_of(subject: str) -> Head:
    last = JournalEvent.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash").first()
    return Head(last[0], bytes(last[1])) if last else Head()


def looks_at(subject: str) -> QuerySet[JournalLook]:
    """Who looked at one subject, newest first."""
    return JournalLook.objects.filter(subject=subject).order_by("-at", "-id")


def looks_by(actor: str) -> QuerySet[JournalLook]:
    """What one actor looked at, newest first."""
    return JournalLook.objects.filter(actor=actor).order_by("-at", "-id")


def all_seals() -> Iterator[Seal]:
    return map(_seal, JournalSeal.objects.order_by("number").iterator())


def latest_seal() -> Seal | None:
    row = JournalSeal.objects.order_by("-number").first()
    return _seal(row) if row else None


def seal_of(night: date) -> Seal | None:
    row = JournalSeal.objects.filter(night=night).first()
    return _seal(row) if row else None


def _seal(row: JournalSeal) -> Seal:
    return Seal(
        number=row.number,
        night=row.night,
        at=row.at,
        through=row.through,
        chains=row.chains,
        changed=row.changed,
        leaves=bytes(row.leaves),
        root=bytes(row.root),
        previous=bytes(row.previous),
        mac=bytes(row.mac),
    )


def leaves_of(number: int) -> Iterator[Leaf]:
    """The leaves that seal `number` changed, by position; inside a transaction."""
    query = "SELECT position, subject, seq, head FROM journal_leaf WHERE seal = %s ORDER BY position"
    for batch in batches(query, [number]):
        for position, subject, seq, head in batch:
            yield Leaf(position=position, subject=subject, seq=seq, head=bytes(head))


def batches(query: str, values: list[Any], size: int = 5_000) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in bounded memory, by a cursor on the server; inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(size):
            yield rows


_PROOF = f"""
    SELECT leaf.position, leaf.seq, leaf.head, seal.number, p0.hashes, p1.hashes, p2.hashes
    FROM (SELECT * FROM journal_leaf WHERE subject = %s ORDER BY seal DESC LIMIT 1) AS leaf
    CROSS JOIN (SELECT number FROM journal_seal ORDER BY number DESC LIMIT 1) AS seal
    JOIN journal_page AS p0 ON p0.level = 0 AND p0.number = leaf.position >> {WIDTH_BITS}
    JOIN journal_page AS p1 ON p1.level = 1 AND p1.number = leaf.position >> {2 * WIDTH_BITS}
    JOIN journal_page AS p2 ON p2.level = 2 AND p2.number = leaf.position >> {3 * WIDTH_BITS}
"""  # noqa: S608 (our own number)


def proof_for(subject: str) -> dict[str, Any] | None:
    """Proof that the newest seal holds the chain of `subject`, as JSON for `seals.verify_proof`.

    None as long as no seal knows the chain, or when the kept tree does not lead to the seal's root: a proof that
    proves nothing is worse than none. Such a tree is a fault that `verify` reports.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PROOF, [subject])  # one statement: leaf, seal and tree of the same moment
        found = cursor.fetchone()
    if found is None:
        return None
    position, seq, head, number, *pages = found
    path: list[bytes] = []
    for level, page in enumerate(pages):
        place = position >> (WIDTH_BITS * level)
        path += merkle.path(hashes_in(page), place % (1 << WIDTH_BITS))
    leaf = Leaf(position=position, subject=subject, seq=seq, head=bytes(head))
    proof = seals.proof(_seal(JournalSeal.objects.get(number=number)), leaf, path)
    return proof if seals.verify_proof(proof) else None


def hashes_in(page: bytes) -> list[bytes]:
    page = bytes(page)
    return [page[at : at + 32] for at in range(0, len(page), 32)]
