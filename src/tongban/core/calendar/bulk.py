"""Due days of very many clocks at once: what `Clock.due_on` says, on columns.

A typhoon day changes the due days of the open clocks of its districts; this recomputes a million of
them in about a second. Columns are filled from the database, or from clocks by `Columns.of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tongban.core.calendar.clock import Clock
from tongban.core.calendar.counting import MINUTES, minute_mark
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.limit import Counting, LimitUnit
from tongban.core.calendar.tables import (
    Bools,
    CalendarDayTables,
    Ints,
    OfficeMinuteTables,
    WorkingDayTables,
)

STILL_OPEN = 2**62
"""`Columns.pause_until` of a pause that goes on."""

UNKNOWN = 0
"""The due day of a clock that stands still: no day has the ordinal 0."""

COUNTINGS = (Counting.WORKING_DAYS, Counting.CALENDAR_DAYS, Counting.OFFICE_MINUTES)
"""`Columns.counting` holds indexes into this."""

_TABLES = (WorkingDayTables, CalendarDayTables, OfficeMinuteTables)
_EPOCH = 719_163
"""Ordinal of 1970-01-01, where numpy's days begin."""

_RUNNING = -1


@dataclass(frozen=True)
class Columns:
    """One row per clock, and one row per pause (also closed-until-reopened) of any clock.

    `start`, `pause_from`, `pause_until` are minutes: `ordinal * 1440 + minute of the day` in Taipei,
    midnight where only the day is known. `months` and `amount` are the limit with all its extensions:
    months, and beside them single units of `counting` (a week is seven, a working hour sixty). `place`
    holds indexes into `places`; `pause_clock` is the row of the pause's clock. All int64, `adverse` bool.
    """

    start: Ints
    counting: Ints
    months: Ints
    amount: Ints
    adverse: Bools
    place: Ints
    places: Sequence[str | None]
    pause_clock: Ints
    pause_from: Ints
    pause_until: Ints

    @classmethod
    def of(cls, clocks: Iterable[Clock]) -> Columns:
        clocks = list(clocks)
        places = {place: n for n, place in enumerate(dict.fromkeys(clock.place for clock in clocks))}
        limits = [[clock.limit, *(extension.limit for extension in clock.extensions)] for clock in clocks]
        pauses = [(row, *pause) for row, clock in enumerate(clocks) for pause in clock.standstills]
        return cls(
            start=_ints(minute_mark(clock.started) for clock in clocks),
            counting=_ints(COUNTINGS.index(clock.counting) for clock in clocks),
            months=_ints(sum(x.amount for x in row if x.unit is LimitUnit.MONTHS) for row in limits),
            amount=_ints(sum(x.singles for x in row) for row in limits),
            adverse=np.fromiter((clock.limit.adverse for clock in clocks), np.bool_),
            place=_ints(places[clock.place] for clock in clocks),
            places=list(places),
            pause_clock=_ints(row for row, _, _ in pauses),
            pause_from=_ints(minute_mark(on) for _, on, _ in pauses),
            pause_until=_ints(minute_mark(until) if until else STILL_OPEN for _, _, until in pauses),
        )


def due_days(columns: Columns, calendar: Calendar) -> Ints:
    """The ordinal of each clock's due day, UNKNOWN where `Clock.due_on` says None.

    Raises OutsideCalendarError when any of them lies outside the calendar.
    """
    due = np.zeros(len(columns.start), np.int64)
    for code, tables in enumerate(_TABLES):
        rows = np.flatnonzero(columns.counting == code)
        if rows.size:
            due[rows] = _due_days(columns, rows, tables(calendar, columns.places))
    return due


def _due_days(columns: Columns, rows: Ints, tables: CalendarDayTables) -> Ints:
    """Those of `rows`, which all count the same thing."""
    floor = columns.start[rows] // tables.scale
    if tables.scale == MINUTES:
        floor -= columns.adverse[rows]
    left = columns.amount[rows] + _months_in_days(floor, columns.months[rows])
    count = _Count(tables, columns.place[rows], columns.adverse[rows], floor, left)
    for at, start, until in _rounds(columns, rows, tables.scale):
        count.leave_out(at, start, until)
    return count.finish() // (MINUTES // tables.scale)


class _Count:
    """`counting.due_mark` under way on many rows: what is left to count after `floor`."""

    def __init__(self, tables: CalendarDayTables, place: Ints, adverse: Bools, floor: Ints, left: Ints) -> None:
        self.tables, self.place, self.adverse, self.floor, self.left = tables, place, adverse, floor, left
        self.counted = tables.position(floor, place)
        self.due = np.full(len(floor), _RUNNING, np.int64)

    def leave_out(self, at: Ints, start: Ints, until: Ints) -> None:
        """The next gap of the rows `at`; of those whose due mark is known already nothing changes."""
        running = self.due[at] == _RUNNING
        at, until = at[running], until[running]
        start = np.maximum(start[running], self.floor[at])
        candidate = self._candidate(at)
        self.due[at] = np.where(candidate < start, candidate, np.where(until == STILL_OPEN, UNKNOWN, _RUNNING))
        on = self.due[at] == _RUNNING
        at, start, until = at[on], start[on], until[on]
        used = self.tables.position(start, self.place[at]) - self.counted[at]
        self.left[at] -= np.minimum(self.left[at], used)
        self.floor[at] = np.maximum(start, until)
        self.counted[at] = self.tables.position(self.floor[at], self.place[at])

    def finish(self) -> Ints:
        running = np.flatnonzero(self.due == _RUNNING)
        self.due[running] = self._candidate(running)
        return self.due

    def _candidate(self, at: Ints) -> Ints:
        place = self.place[at]
        reached = self.tables.reached(self.counted[at] + self.left[at], place)
        return self.tables.settle(np.maximum(self.floor[at], reached), place, self.adverse[at])


def _rounds(columns: Columns, rows: Ints, scale: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """First each clock's first gap, then each one's second …: (index into `rows`, from, until) as marks."""
    index = np.full(len(columns.start), -1, np.int64)
    index[rows] = np.arange(len(rows))
    order = np.lexsort((columns.pause_from, columns.pause_clock))
    order = order[index[columns.pause_clock[order]] >= 0]
    clock, start, until = (c[order] for c in (columns.pause_clock, columns.pause_from, columns.pause_until))
    until = np.where(until == STILL_OPEN, until, until // scale)
    rank = np.arange(len(clock)) - np.searchsorted(clock, clock)
    for number in range(rank.max(initial=-1) + 1):
        now = rank == number
        yield index[clock[now]], start[now] // scale, until[now]


def _months_in_days(origin: Ints, months: Ints) -> Ints:
    """`limit.months_in_days` for arrays; `origin` as ordinals wherever `months` is not 0."""
    days = np.zeros(len(origin), np.int64)
    some = np.flatnonzero(months)
    first = (origin[some] + 1 - _EPOCH).astype("datetime64[D]")
    month = first.astype("datetime64[M]")
    target = month + months[some]
    start, length = target.astype("datetime64[D]"), _days(target + 1) - _days(target)
    day = (first - month.astype("datetime64[D]")).astype(np.int64)
    days[some] = start.astype(np.int64) + np.minimum(day, length) - 1 + _EPOCH - origin[some]
    return days


def _days(months: np.ndarray) -> Ints:
    return months.astype("datetime64[D]").astype(np.int64)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
