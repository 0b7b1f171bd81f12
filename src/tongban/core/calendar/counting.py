"""Counting along a line: working days, calendar days and office minutes obey one algorithm.

A *mark* is a moment as a whole number: a day's ordinal, or for office minutes `ordinal * 1440 + minute`.
A *position* is how much of what is counted lies behind a mark. `due_mark` and `used_until` know marks
and positions only; `bulk` does the same with arrays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from tongban.core.calendar.dates import TAIPEI, Moment, day_of, in_taipei
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.limit import Counting

MINUTES = 24 * 60

Gap = tuple[int, int | None]
"""Marks (from, until) between which nothing counts: what follows `from`, up to and including `until`.
None: still going on."""


def minute_mark(moment: Moment) -> int:
    """`ordinal * 1440 + minute` in Taipei. A bare day is taken as its first minute, wherever it stands."""
    day = day_of(moment).toordinal() * MINUTES
    if not isinstance(moment, datetime):
        return day
    local = in_taipei(moment)
    return day + local.hour * 60 + local.minute


class Line(Protocol):
    def mark(self, moment: Moment) -> int: ...

    def moment(self, mark: int) -> Moment: ...

    def position(self, mark: int) -> int: ...

    def reached(self, position: int) -> int:
        """The earliest mark with that position."""

    def settle(self, mark: int) -> int:
        """Where a period ends that would end at `mark` (行政程序法 §48 IV)."""


def line_for(counting: Counting, calendar: Calendar, place: str | None, *, adverse: bool) -> Line:
    if counting is Counting.OFFICE_MINUTES:
        return OfficeMinutes(calendar, place)
    line = WorkingDays if counting is Counting.WORKING_DAYS else CalendarDays
    return line(calendar, place, adverse)


def due_mark(line: Line, origin: int, budget: int, gaps: Iterable[Gap]) -> int | None:
    """Where `budget` is used up, counting after `origin` and leaving out the gaps (ascending by start).

    None while a gap is open that began in time. A gap that begins when the period is over changes
    nothing. One that begins on the last day leaves nothing over, yet a clock that stood still cannot
    be late before it moves again: it is due where the gap ends.
    """
    left, counted, floor = budget, line.position(origin), origin
    for start, end in gaps:
        due = line.settle(max(floor, line.reached(counted + left)))
        start = max(start, floor)
        if due < start:
            return due
        if end is None:
            return None
        left -= min(left, line.position(start) - counted)
        floor = max(start, end)
        counted = line.position(floor)
    return line.settle(max(floor, line.reached(counted + left)))


def used_until(line: Line, origin: int, gaps: Iterable[Gap], until: int) -> int:
    """How much has been counted after `origin` when `until` is reached, the gaps left out."""
    used, counted, floor = 0, line.position(origin), origin
    for start, end in gaps:
        if start >= until:
            break
        start = max(start, floor)
        used += line.position(start) - counted
        floor = max(start, until if end is None else min(end, until))
        counted = line.position(floor)
    return used + line.position(max(until, floor)) - counted


@dataclass(frozen=True)
class CalendarDays:
    calendar: Calendar
    place: str | None
    adverse: bool = False

    def mark(self, moment: Moment) -> int:
        return day_of(moment).toordinal()

    def moment(self, mark: int) -> date:
        return date.fromordinal(mark)

    def position(self, mark: int) -> int:
        return mark

    def reached(self, position: int) -> int:
        return position

    def settle(self, mark: int) -> int:
        if self.adverse:
            return mark
        return self.calendar.next_working(date.fromordinal(mark), self.place).toordinal()


class WorkingDays(CalendarDays):
    def position(self, mark: int) -> int:
        if mark != self.calendar.first.toordinal() - 1:  # where the count of its first day begins
            self.calendar.check(date.fromordinal(mark))
        return bisect_right(self.calendar.working_ordinals(self.place), mark)

    def reached(self, position: int) -> int:
        return self.calendar.working_ordinal(position, self.place)


@dataclass(frozen=True)
class OfficeMinutes:
    calendar: Calendar
    place: str | None

    def mark(self, moment: Moment) -> int:
        return minute_mark(moment)

    def moment(self, mark: int) -> datetime:
        day, minute = divmod(mark, MINUTES)
        return datetime.combine(date.fromordinal(day), time(*divmod(minute, 60)), TAIPEI)

    def position(self, mark: int) -> int:
        day, minute = divmod(mark, MINUTES)
        index = day - self.calendar.first.toordinal()
        hours = self.calendar.hours_on(date.fromordinal(day), self.place)
        return self.calendar.office_minutes(self.place)[index] + hours.before(minute)

    def reached(self, position: int) -> int:
        passed = self.calendar.office_minutes(self.place)
        index = bisect_left(passed, position) - 1
        first = self.calendar.first.toordinal()
        if index < 0:  # nothing has been counted yet
            return first * MINUTES
        if position > passed[-1]:
            raise self.calendar.outside()
        day = date.fromordinal(first + index)
        minute = self.calendar.hours_on(day, self.place).reached(position - passed[index])
        return day.toordinal() * MINUTES + minute

    def settle(self, mark: int) -> int:
        """A moment on a day off moves to when the next working day opens; others are office time already."""
        day = date.fromordinal(mark // MINUTES)
        working = self.calendar.next_working(day, self.place)
        if working == day:
            return mark
        hours = self.calendar.hours_on(working, self.place)
        return working.toordinal() * MINUTES + (hours.spans[0][0] if hours.spans else 0)
