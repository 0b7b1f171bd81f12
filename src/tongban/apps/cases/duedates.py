"""Due dates of open cases brought up to the calendar in force, many at once.

A due date is derived: the clock on the case says what happened, the calendar which days count. After the calendar
has changed (a typhoon day, the government's yearly file) the column is computed anew, vectorised.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from tongban.apps.officedays.queries import calendar
from tongban.core.calendar import Calendar, Clock, LimitUnit
from tongban.core.calendar.bulk import COUNTINGS, UNKNOWN, Columns, due_days

BATCH = 50_000
"""Cases per transaction: locks are held for about a second."""
MINUTES = 1_440
_UNITS = list(LimitUnit)
_READ = """
SELECT id, version, coalesce(due_on - DATE '0001-01-01' + 1, 0), place,
       CASE WHEN clock->'pauses' = '[]' AND clock->'extensions' = '[]' AND clock->'closings' = '[]'
                 AND length(clock->>'started') = 10
            THEN NULL ELSE clock::text END,
       (clock->>'started')::timestamptz::date - DATE '0001-01-01' + 1,
       array_position(%(units)s::text[], clock->'limit'->>'unit') - 1,
       (clock->'limit'->>'amount')::int, (clock->'limit'->>'adverse')::bool, clock->>'place'
  FROM cases_case
 WHERE closed_on IS NULL AND id > %(after)s AND (%(since)s::date IS NULL OR due_on IS NULL OR due_on >= %(since)s)
 ORDER BY id LIMIT %(batch)s
"""
_WRITE = """
UPDATE cases_case c SET due_on = CASE WHEN x.due = 0 THEN NULL ELSE DATE '0001-01-01' + (x.due - 1) END
  FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS x (id, version, due)
 WHERE c.id = x.id AND c.version = x.version AND c.closed_on IS NULL
"""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many open cases were looked at, and how many got another due date."""

    looked_at: int
    changed: int


def recompute(since: date | None = None) -> Recomputed:
    """Compute the due dates of open cases anew; with `since`, of those that are due on that day or later.

    A case that somebody is changing at the same moment is left to that act, or to the next run.
    """
    in_force = calendar()
    looked_at = changed = 0
    for rows in _batches(since):
        fresh = _fresh(rows, in_force)
        before = np.fromiter((row[2] for row in rows), np.int64, len(rows))
        differing = np.flatnonzero(fresh != before)
        looked_at += len(rows)
        if differing.size:
            changed += _write([rows[i] for i in differing], fresh[differing])
    return Recomputed(looked_at, changed)


def _batches(since: date | None) -> Iterator[list[Sequence[Any]]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            values = {"units": [str(u) for u in _UNITS], "after": after, "since": since, "batch": BATCH}
            cursor.execute(_READ, values)
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _fresh(rows: list[Sequence[Any]], in_force: Calendar) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The due days as ordinals, UNKNOWN where the period stands still."""
    fresh = np.zeros(len(rows), np.int64)
    plain = [i for i, row in enumerate(rows) if row[4] is None]
    eventful = [i for i, row in enumerate(rows) if row[4] is not None]
    if plain:
        fresh[plain] = due_days(_columns([rows[i] for i in plain]), in_force)
    if eventful:
        clocks = [Clock.from_json(json.loads(rows[i][4])) for i in eventful]
        fresh[eventful] = due_days(Columns.of(clocks), in_force)
    return np.where(fresh == UNKNOWN, 0, fresh)


def _columns(rows: list[Sequence[Any]]) -> Columns:
    """Clocks that nothing has happened to, straight from the database's columns."""
    started, units, amounts, adverse, names = zip(*(row[5:10] for row in rows), strict=True)
    unit = np.array(units, np.int64)
    amount = np.array(amounts, np.int64)
    places = {name: n for n, name in enumerate(dict.fromkeys(names))}
    counting = np.array([COUNTINGS.index(u.counting) for u in _UNITS], np.int64)
    factor = np.array(
        [{LimitUnit.WEEKS: 7, LimitUnit.WORKING_HOURS: 60, LimitUnit.MONTHS: 0}.get(u, 1) for u in _UNITS]
    )
    none = np.zeros(0, np.int64)
    return Columns(
        start=np.array(started, np.int64) * MINUTES,
        counting=counting[unit],
        months=np.where(unit == _UNITS.index(LimitUnit.MONTHS), amount, 0),
        amount=amount * factor[unit],
        adverse=np.array(adverse, np.bool_),
        place=np.array([places[name] for name in names], np.int64),
        places=list(places),
        pause_clock=none,
        pause_from=none,
        pause_until=none,
    )


def _write(rows: list[Sequence[Any]], fresh: np.ndarray[Any, np.dtype[np.int64]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in rows], [row[1] for row in rows], fresh.tolist()])
        return cursor.rowcount
