"""The hash chain of one subject: every event carries the hash of the one before it.

hash = SHA-256(prev ‖ canonical JSON of {actor, at, data, effective_on, kind, on_behalf_of, seq, subject}), where
canonical JSON is RFC 8785, `at` is ISO 8601 in UTC with microseconds and a `Z`, `effective_on` a date or null, and the
first `prev` is 32 zero bytes. Pure: nothing here reads a database or the time.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, NamedTuple

ZERO = bytes(32)
DEEPEST = 32
LARGEST = 2**53 - 1
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False).encode


class NotCanonical(ValueError):
    """A value that an event must not hold, because it has no one canonical form; says where and what instead."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place or 'value'}: {reason}")
        self.reason, self.place = reason, place

    def inside(self, key: object) -> NotCanonical:
        return NotCanonical(self.reason, f"{key}.{self.place}" if self.place else str(key))


class Head(NamedTuple):
    """The last event of a chain: its number (0: there is none yet) and its hash."""

    seq: int = 0
    hash: bytes = ZERO


class Entry(NamedTuple):
    """What happened, before it is numbered: `kind` in the past tense; `data` ids and hashes, never content."""

    kind: str
    data: dict[str, Any]
    effective_on: date | None = None


class Row(NamedTuple):
    """One row of `journal_event`, in the order of its columns; `data` is canonical JSON text, ready for jsonb."""

    subject: str
    seq: int
    kind: str
    at: datetime
    effective_on: date | None
    actor: str
    on_behalf_of: str
    data: str
    prev: bytes
    hash: bytes


def link(
    subject: str, seq: int, prev: bytes, entries: Iterable[Entry], *, at: datetime, actor: str, on_behalf_of: str = ""
) -> list[Row]:
    """The rows that lengthen a chain whose last event is number `seq` with hash `prev` (0 and ZERO when new).

    Raises NotCanonical for data that has no canonical form, ValueError for a moment without a time zone.
    """
    rows: list[Row] = []
    at = at.astimezone(UTC) if at.tzinfo else _refuse_naive(at)
    for entry in entries:
        seq += 1
        data = canonical(entry.data)
        digest = hash_of(subject, seq, entry.kind, at, entry.effective_on, actor, on_behalf_of, data, prev)
        rows.append(Row(subject, seq, entry.kind, at, entry.effective_on, actor, on_behalf_of, data, prev, digest))
        prev = digest
    return rows


def hash_of(
    subject: str,
    seq: int,
    kind: str,
    at: datetime,
    effective_on: date | None,
    actor: str,
    on_behalf_of: str,
    data: str,
    prev: bytes,
) -> bytes:
    """The hash of one event; the arguments are a `Row`'s columns, `data` already canonical and `at` in UTC."""
    # Put together by hand, keys in their sorted order: this runs thousands of times a second.
    text = (
        f'{{"actor":{encode_basestring(actor)},"at":"{moment(at)}","data":{data},'
        f'"effective_on":{_day(effective_on)},"kind":{encode_basestring(kind)},'
        f'"on_behalf_of":{encode_basestring(on_behalf_of)},"seq":{seq},"subject":{encode_basestring(subject)}}}'
    )
    return sha256(prev + text.encode()).digest()


def moment(at: datetime) -> str:
    """A UTC moment as hashes have it: 2026-02-13T01:02:03.000004Z."""
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def _day(day: date | None) -> str:
    if day is None:
        return "null"
    if isinstance(day, datetime):
        raise NotCanonical("is a date, not a moment", "effective_on")
    return f'"{day.isoformat()}"'


def _refuse_naive(at: datetime) -> datetime:
    raise ValueError(f"{at.isoformat()} has no time zone; an event needs an aware moment")


def head(rows: Sequence[Row], before: Head = Head()) -> Head:  # noqa: B008 (a Head never changes)
    """The head after `rows`; `before` when there are none."""
    return Head(rows[-1].seq, rows[-1].hash) if rows else before


def canonical(value: object) -> str:
    """RFC 8785 text of a value made of text, whole numbers, booleans, None, lists and dicts; else NotCanonical.

    Fractions are refused rather than formatted: an amount of money is cents or text.
    """
    _check(value, 0)
    text = _dump(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as broken:
            raise NotCanonical("holds half a character (a lone surrogate)") from broken
    return text


def _check(value: object, depth: int) -> None:
    if value is None or value is True or value is False:
        return
    if isinstance(value, str):
        if "\0" in value:
            raise NotCanonical("holds a NUL character, which the database cannot store")
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise NotCanonical("is beyond 2^53; pass it as text")
    elif depth >= DEEPEST:
        raise NotCanonical(f"is nested deeper than {DEEPEST}")
    elif isinstance(value, dict):
        _check_items(value.items(), depth, keyed=True)
    elif isinstance(value, list | tuple):
        _check_items(enumerate(value), depth, keyed=False)
    else:
        raise NotCanonical(f"is a {type(value).__name__}; pass text, a whole number, true, false, null, list or dict")


def _check_items(items: Iterable[tuple[Any, object]], depth: int, *, keyed: bool) -> None:
    for key, value in items:
        try:
            if keyed:
                _check_key(key)
            _check(value, depth + 1)
        except NotCanonical as refused:
            raise refused.inside(key) from None


def _check_key(key: object) -> None:
    if not isinstance(key, str) or "\0" in key:
        raise NotCanonical("is not a usable key; keys are text without NUL")
    # RFC 8785 sorts keys by UTF-16 units, Python by code points; up to here the two agree.
    if not key.isascii() and max(key) > "\ud7ff":
        raise NotCanonical("has a rare character in its key; use plain letters")


def digest_of(content: str | bytes, salt: bytes) -> str:
    """What an event may hold in place of content: hexadecimal HMAC-SHA256 under the salt stored beside the content.

    Once retention has deleted content and salt, nobody can confirm a guess of the content by its digest.
    """
    if len(salt) < 16:
        raise ValueError("a salt has at least 16 random bytes")
    return hmac.digest(salt, content.encode() if isinstance(content, str) else content, "sha256").hex()
