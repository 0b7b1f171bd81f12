"""The working-day calendar: which days are worked, for the whole city and for each place in it.

Whether a day is off is a fact written down per date and place; nothing here concludes it from the weekday.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tongban.core.calendar.dates import weekday, written
from tongban.core.calendar.errors import OutsideCalendarError
from tongban.core.calendar.hours import Half, OfficeHours
from tongban.core.calendar.names import in_english
from tongban.core.text import Text

_THIS_PERIOD = Text("這個期限", "This period")
_OUTSIDE = Text(
    "{what}超出行事曆範圍（{first} 至 {last}），請先匯入該年度的辦公日曆表。",
    "{what} lies outside the calendar ({first} to {last}); load the office calendar of that year.",
)


class Closure(NamedTuple):
    """A day on which offices stay closed that no yearly calendar foresaw, such as a typhoon day.

    `places` are the codes of the districts concerned, None the whole city. A closed `half` leaves the
    day a working day (assumption, to be confirmed by a jurist) and only takes its hours away.
    """

    day: date
    places: frozenset[str] | None
    reason: Text
    half: Half | None = None

    def covers(self, place: str | None) -> bool:
        return self.places is None or place in self.places


class OfficeDay(NamedTuple):
    """One row of the government's yearly office calendar."""

    day: date
    is_off: bool
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """Every day from `first` to `last`: off for the reason in `off`, closed by a closure, or worked.

    Immutable: an edit gives a new calendar. A day outside raises OutsideCalendarError: guessing would
    give people wrong dates. The indexes per place are computed once and live as long as the calendar.
    """

    first: date
    last: date
    off: Mapping[date, Text] = field(repr=False)
    closures: tuple[Closure, ...] = ()
    hours: OfficeHours = field(default_factory=OfficeHours)

    # -- edits

    def with_closures(self, closures: Iterable[Closure]) -> Calendar:
        """This calendar with these closures as well; adding the same one twice changes nothing."""
        added = tuple(dict.fromkeys((*self.closures, *closures)))
        for closure in added:
            self.check(closure.day)
        return replace(self, closures=added)

    def with_office_days(self, days: Iterable[OfficeDay]) -> Calendar:
        """This calendar with the given days overridden, the last word on a day being the last row."""
        off = dict(self.off)
        for row in days:
            self.check(row.day)
            if row.is_off:
                off[row.day] = in_english(row.note) if row.note else self._plain_reason(row.day)
            else:
                off.pop(row.day, None)
        return replace(self, off=off)

    def with_hours(self, hours: OfficeHours) -> Calendar:
        return replace(self, hours=hours)

    # -- questions

    def is_working(self, day: date, place: str | None = None) -> bool:
        return self.reason(day, place) is None

    def reason(self, day: date, place: str | None = None) -> Text | None:
        """Why nobody works on `day` at `place`, None on a working day."""
        self.check(day)
        if day in self.off:
            return self.off[day]
        return next((c.reason for c in self._closed(day, place) if c.half is None), None)

    def next_working(self, day: date, place: str | None = None) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        self.check(day)
        before = bisect_left(self.working_ordinals(place), day.toordinal())
        return date.fromordinal(self.working_ordinal(before + 1, place))

    def add_working_days(self, day: date, n: int, place: str | None = None) -> date:
        """The n-th working day after `day` (n ≥ 1); for n = 0, `next_working(day)`."""
        if n == 0:
            return self.next_working(day, place)
        self.check(day)
        until = bisect_right(self.working_ordinals(place), day.toordinal())
        return date.fromordinal(self.working_ordinal(until + n, place))

    def working_days_between(self, after: date, until: date, place: str | None = None) -> int:
        """Working days after `after` up to and including `until`; negative when `until` is earlier."""
        self.check(after)
        self.check(until)
        days = self.working_ordinals(place)
        return bisect_right(days, until.toordinal()) - bisect_right(days, after.toordinal())

    def hours_on(self, day: date, place: str | None = None) -> OfficeHours:
        """The hours worked on `day` at `place`; no spans on a day off."""
        if not self.is_working(day, place):
            return OfficeHours(())
        hours = self.hours
        for closure in self._closed(day, place):
            hours = hours.without(closure.half)
        return hours

    # -- indexes, also for bulk

    def working_ordinals(self, place: str | None = None) -> tuple[int, ...]:
        """All working days at `place` as ascending `date.toordinal()` numbers."""
        return self._kept("days", place, self._working_ordinals)

    def working_ordinal(self, n: int, place: str | None = None) -> int:
        """The n-th working day of the calendar (from 1), as an ordinal; 0 is the day before its first."""
        if n == 0:
            return self.first.toordinal() - 1
        days = self.working_ordinals(place)
        if not 0 < n <= len(days):
            raise self.outside()
        return days[n - 1]

    def office_minutes(self, place: str | None = None) -> tuple[int, ...]:
        """Office minutes at `place` before each day: entry i holds those of the first i days."""
        return self._kept("minutes", place, self._office_minutes)

    def place_key(self, place: str | None) -> str | None:
        """`place` if a closure names it, else None: such places all share the city's calendar."""
        return place if place in self._named_places else None

    def outside(self, what: Text = _THIS_PERIOD) -> OutsideCalendarError:
        """The error that says `what` is not covered, and what to do."""
        return OutsideCalendarError(_OUTSIDE.fill(what=what, first=written(self.first), last=written(self.last)))

    # -- inside

    def _working_ordinals(self, place: str | None) -> tuple[int, ...]:
        rest = {day.toordinal() for day in self.off}
        rest |= {c.day.toordinal() for c in self.closures if c.half is None and c.covers(place)}
        return tuple(n for n in range(self.first.toordinal(), self.last.toordinal() + 1) if n not in rest)

    def _office_minutes(self, place: str | None) -> tuple[int, ...]:
        worked = set(self.working_ordinals(place))
        shortened = {c.day.toordinal() for c in self.closures if c.half and c.covers(place)}
        total, passed = 0, [0]
        for n in range(self.first.toordinal(), self.last.toordinal() + 1):
            if n in worked:
                short = n in shortened
                total += self.hours_on(date.fromordinal(n), place).minutes if short else self.hours.minutes
            passed.append(total)
        return tuple(passed)

    def _kept(self, what: str, place: str | None, compute: Callable[[str | None], tuple[int, ...]]) -> tuple[int, ...]:
        key = (what, self.place_key(place))
        if key not in self._indexes:
            self._indexes[key] = compute(key[1])
        return self._indexes[key]

    @cached_property
    def _indexes(self) -> dict[tuple[str, str | None], tuple[int, ...]]:
        return {}

    @cached_property
    def _named_places(self) -> frozenset[str]:
        return frozenset(place for closure in self.closures for place in closure.places or ())

    @cached_property
    def _closures_by_day(self) -> dict[date, list[Closure]]:
        by_day: dict[date, list[Closure]] = {}
        for closure in self.closures:
            by_day.setdefault(closure.day, []).append(closure)
        return by_day

    def _closed(self, day: date, place: str | None) -> Iterable[Closure]:
        return (c for c in self._closures_by_day.get(day, ()) if c.covers(place))

    def _plain_reason(self, day: date) -> Text:
        """For a day off without a name: one that was off before keeps its reason."""
        return self.off.get(day) or (weekday(day) if day.weekday() >= 5 else Text("放假日", "Day off"))

    def check(self, day: date) -> None:
        """Raises OutsideCalendarError when `day` is not covered."""
        if not self.first <= day <= self.last:
            raise self.outside(written(day))
