"""The lines of `counting` as arrays: a calendar's places stacked, so that one look-up serves all rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tongban.core.calendar.counting import MINUTES
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.hours import OfficeHours

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_BEYOND = -1
"""In a table: no such day in this calendar."""


class CalendarDayTables:
    """Marks are days, and so are positions. `place` is an index into `places` everywhere."""

    scale = MINUTES

    def __init__(self, calendar: Calendar, places: Sequence[str | None]) -> None:
        self.calendar = calendar
        self.keys = list(dict.fromkeys(calendar.place_key(place) for place in places))
        self.key = np.array([self.keys.index(calendar.place_key(place)) for place in places], np.int64)
        self.first = calendar.first.toordinal()
        self.length = calendar.last.toordinal() - self.first + 1
        worked = [np.array(calendar.working_ordinals(key), np.int64) for key in self.keys]
        self.next = np.stack([self._next(days) for days in worked])

    def position(self, mark: Ints, place: Ints) -> Ints:
        return mark

    def reached(self, position: Ints, place: Ints) -> Ints:
        return position

    def settle(self, mark: Ints, place: Ints, adverse: Bools) -> Ints:
        settled = mark.copy()
        rolled = ~adverse
        settled[rolled] = self._found(self.next[self.key[place[rolled]], self.index(mark[rolled])])
        return settled

    def index(self, day: Ints) -> Ints:
        """Where `day` (an ordinal) stands in the tables."""
        index = day - self.first
        if index.size and not (index.min() >= 0 and index.max() < self.length):
            raise self.calendar.outside()
        return index

    def _found(self, days: Ints) -> Ints:
        if (days == _BEYOND).any():
            raise self.calendar.outside()
        return days

    def _next(self, worked: Ints) -> Ints:
        """For each day the first working day from it on."""
        days = np.arange(self.first, self.first + self.length)
        return np.append(worked, _BEYOND)[np.searchsorted(worked, days)]


class WorkingDayTables(CalendarDayTables):
    """Marks are days, positions count working days."""

    def __init__(self, calendar: Calendar, places: Sequence[str | None]) -> None:
        super().__init__(calendar, places)
        days = np.arange(self.first, self.first + self.length)
        worked = [np.array(calendar.working_ordinals(key), np.int64) for key in self.keys]
        self.count = np.stack([np.searchsorted(row, days, side="right") for row in worked])
        self.nth = np.full((len(self.keys), self.length + 1), _BEYOND)
        for table, row in zip(self.nth, worked, strict=True):
            table[: len(row) + 1] = np.append(self.first - 1, row)

    def position(self, mark: Ints, place: Ints) -> Ints:
        # An adverse limit that starts on the calendar's first day begins its count on the day before.
        before = mark == self.first - 1
        return np.where(before, 0, self.count[self.key[place], self.index(np.where(before, self.first, mark))])

    def reached(self, position: Ints, place: Ints) -> Ints:
        if position.size and position.max() > self.length:
            raise self.calendar.outside()
        return self._found(self.nth[self.key[place], position])


class OfficeMinuteTables(CalendarDayTables):
    """Marks are minutes (`ordinal * 1440 + minute`), positions count office minutes."""

    scale = 1

    def __init__(self, calendar: Calendar, places: Sequence[str | None]) -> None:
        super().__init__(calendar, places)
        self.passed = np.stack([np.array(calendar.office_minutes(key), np.int64) for key in self.keys])
        self.stride = self.passed.max() + 1
        self.ascending = (self.passed + np.arange(len(self.keys))[:, None] * self.stride).ravel()
        kinds = [OfficeHours(()), calendar.hours]
        self.kind = np.stack([self._kinds(key, kinds) for key in self.keys])
        self.before = np.array([[kind.before(minute) for minute in range(MINUTES)] for kind in kinds])
        self.minute = np.stack([_minutes_reached(kind) for kind in kinds])
        self.opens = np.array([kind.spans[0][0] if kind.spans else 0 for kind in kinds])

    def position(self, mark: Ints, place: Ints) -> Ints:
        key, index = self.key[place], self.index(mark // MINUTES)
        passed: Ints = self.passed[key, index] + self.before[self.kind[key, index], mark % MINUTES]
        return passed

    def reached(self, position: Ints, place: Ints) -> Ints:
        key = self.key[place]
        if (position > self.passed[key, -1]).any():
            raise self.calendar.outside()
        index = np.searchsorted(self.ascending, position + key * self.stride) - key * (self.length + 1) - 1
        started = index >= 0
        index = np.maximum(index, 0)
        rest = np.maximum(position - self.passed[key, index], 0)
        minute = np.where(started, self.minute[self.kind[key, index], rest], 0)
        reached: Ints = (self.first + index) * MINUTES + minute
        return reached

    def settle(self, mark: Ints, place: Ints, adverse: Bools) -> Ints:
        key, day = self.key[place], mark // MINUTES
        working = self._found(self.next[key, self.index(day)])
        opens = self.opens[self.kind[key, self.index(working)]]
        return np.where(working == day, mark, working * MINUTES + opens)

    def _kinds(self, key: str | None, kinds: list[OfficeHours]) -> Ints:
        """Each day's index into `kinds` (0 closed, 1 the whole day), to which shortened days' hours are added."""
        kind = np.zeros(self.length, np.int64)
        kind[np.array(self.calendar.working_ordinals(key), np.int64) - self.first] = 1
        for closure in self.calendar.closures:
            if closure.half:
                hours = self.calendar.hours_on(closure.day, key)
                kinds += [] if hours in kinds else [hours]
                kind[closure.day.toordinal() - self.first] = kinds.index(hours)
        return kind


def _minutes_reached(hours: OfficeHours) -> Ints:
    reached = [hours.reached(passed) for passed in range(1, hours.minutes + 1)]
    return np.array([0, *reached, *[0] * (MINUTES - len(reached))], np.int64)
