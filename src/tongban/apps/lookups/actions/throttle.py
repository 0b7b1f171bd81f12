"""Slowing down who guesses, without ever locking out who knows.

A query password has 40 random bits, so one guess in 2^40 (a million million) is right, whichever case it is tried on.
Tries are counted in leaky buckets before the password is looked at, so that a hundred at once are no shortcut:

* *pair*, one address on one case: 5 tries at once (one more every 12 minutes), then a wait of 10 s that doubles with
  every wrong try up to 10 minutes: at most 144 tries a day;
* *address*, on whatever cases: 20 at once (one more every 3 minutes), then a wait of 2 s that doubles up to 60 s: at
  most 1,440 a day. The 60 s keep a library or a mobile network, where many share an address, usable;
* *case*, from all addresses: it never makes anybody wait by itself. While 50 wrong tries an hour come in on one case,
  each address has one try at once on it instead of 5.

One address thus makes half a million guesses a year, its chance of a hit being 1 in 2,000,000. On one case a million
addresses together make 144 million guesses a day and would need 10 years to come to an even chance, at 1,700
requests a second that nobody could overlook.

Nobody is locked out: the longest wait is 10 minutes, it concerns the address that guessed wrongly, what is tried
during the wait does not prolong it, and from any other address the first try is always looked at. A right password
empties the pair's bucket and takes its own try back out of the other two, so that holding the password of one's own
case buys no guesses on others.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from math import ceil

from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` tries at once, one more every `drain` seconds; then a wait of `first` seconds that doubles to `longest`."""

    free: int
    drain: int
    first: int
    longest: int

    @property
    def highest(self) -> int:
        """Where the level stops: enough for the longest wait, so that whoever stops guessing is soon free again."""
        return self.free + (self.longest // self.first).bit_length() + 1


PAIR = Pace(free=5, drain=720, first=10, longest=600)
ADDRESS = Pace(free=20, drain=180, first=2, longest=60)
CASE_FREE, CASE_DRAIN = 50, 72
FORGOTTEN = timedelta(hours=4)
"""After this long without a try every bucket is empty."""
MOST_BUCKETS = 1_000_000
"""Some 100 MB; above it the oldest are given up."""


class TooManyTries(Exception):
    """Nothing was looked at: the next try is, in `wait_seconds`."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True)
class Keys:
    address: bytes
    pair: bytes
    case: bytes

    @classmethod
    def of(cls, number: str, address: str | None) -> Keys:
        place = _network(address)
        return cls(_key("address", place), _key("pair", f"{number}\n{place}"), _key("case", number))

    def as_parameters(self) -> dict[str, bytes]:
        return {"address": self.address, "pair": self.pair, "case": self.case}


def _network(address: str | None) -> str:
    """A customer's IPv6 network counts as one address: it holds as many as its owner cares to use."""
    return str(ip_network(f"{address}/64", strict=False)) if address and ":" in address else address or "unknown"


def _key(kind: str, value: str) -> bytes:
    return hmac.digest(bytes.fromhex(settings.KEYS.index), f"lookup {kind}:{value}".encode(), "sha256")[:16]


def _level(pace_drain: int) -> str:
    """SQL: what is in bucket `b` at `%(at)s`."""
    elapsed = "greatest(0, extract(epoch FROM %(at)s::timestamptz - b.at))"
    return f"greatest(0, b.level - {elapsed} / {pace_drain})"


def _pour(pace: Pace, free: str) -> str:
    """SQL of the conflict clause: one more try, unless the bucket makes it wait. `free` is a number or an expression."""
    level = f"least({_level(pace.drain)} + 1, {pace.highest})"
    wait = f"CASE WHEN {level} >= {free} THEN least({pace.first} * 2 ^ ({level} - {free}), {pace.longest}) ELSE 0 END"
    return (
        f"ON CONFLICT (key) DO UPDATE SET level = {level}, at = excluded.at,"
        f" until = excluded.at + ({wait}) * interval '1 second' WHERE b.until <= excluded.at RETURNING 1"
    )


# One statement, always locking in the order address, pair, case. A part runs only if the one before it let it pass,
# so a try that has to wait is counted nowhere.
_COUNT = f"""
WITH free AS (
    SELECT CASE WHEN coalesce((SELECT {_level(CASE_DRAIN)} FROM lookups_bucket b WHERE b.key = %(case)s), 0)
                     >= {CASE_FREE} THEN 1 ELSE {PAIR.free} END AS pair),
address AS (
    INSERT INTO lookups_bucket AS b (key, level, at, until) VALUES (%(address)s, 1, %(at)s, %(at)s)
    {_pour(ADDRESS, str(ADDRESS.free))}),
pair AS (
    INSERT INTO lookups_bucket AS b (key, level, at, until)
    SELECT %(pair)s, 1, %(at)s, CASE WHEN free.pair = 1 THEN %(at)s + interval '{PAIR.first} seconds' ELSE %(at)s END
      FROM address, free
    {_pour(PAIR, "(SELECT free.pair FROM free)")}),
whole AS (
    INSERT INTO lookups_bucket AS b (key, level, at, until) SELECT %(case)s, 1, %(at)s, %(at)s FROM pair
    ON CONFLICT (key) DO UPDATE SET level = {_level(CASE_DRAIN)} + 1, at = excluded.at RETURNING 1)
SELECT EXISTS (SELECT FROM whole),
       (SELECT max(until) FROM lookups_bucket WHERE key IN (%(address)s, %(pair)s))
"""  # noqa: S608 (our own numbers)

_TAKE_BACK = """
WITH address AS (
    UPDATE lookups_bucket SET level = greatest(0, level - 1), until = %(at)s WHERE key = %(address)s RETURNING 1),
pair AS (
    DELETE FROM lookups_bucket WHERE key = %(pair)s AND (SELECT count(*) FROM address) >= 0 RETURNING 1)
UPDATE lookups_bucket SET level = greatest(0, level - 1)
 WHERE key = %(case)s AND (SELECT count(*) FROM pair) >= 0
"""


def count_try(keys: Keys, at: datetime) -> None:
    """Count one try, or raise TooManyTries with nothing counted."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {**keys.as_parameters(), "at": at})
        allowed, until = cursor.fetchone()
    if not allowed:
        # Lost to another try of the same moment: the row that says how long to wait was not visible yet.
        wait = (until - at).total_seconds() if until and until > at else PAIR.first
        raise TooManyTries(max(1, ceil(wait)))


def take_back(keys: Keys, at: datetime) -> None:
    """The password was right: this try was no guess."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {**keys.as_parameters(), "at": at})


def forget_tries(*, at: datetime) -> int:
    """Delete buckets that are empty by now, and the oldest if there are too many; how many went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lookups_bucket WHERE at < %s", [at - FORGOTTEN])
        gone = cursor.rowcount
        cursor.execute(
            "DELETE FROM lookups_bucket WHERE at <= (SELECT at FROM lookups_bucket ORDER BY at DESC OFFSET %s LIMIT 1)",
            [MOST_BUCKETS],
        )
        return int(gone + cursor.rowcount)
