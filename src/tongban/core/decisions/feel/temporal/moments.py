"""Times of day and moments, and what time passing makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tongban.core.decisions.feel.temporal.days import Day, day_numbered, number_of, plus_months
from tongban.core.decisions.feel.temporal.durations import DAY, NANOS
from tongban.core.decisions.feel.temporal.zones import Zone, offset_at, offset_at_utc, standard_offset

_DAY_NANOS = DAY * NANOS


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """Nanoseconds since midnight (below 24 hours), and where."""

    nanos: int
    zone: Zone = None

    @property
    def seconds(self) -> int:
        return self.nanos // NANOS

    @property
    def value(self) -> int:
        """Nanoseconds since midnight in UTC, or where it is when it has no zone; may be outside the day."""
        return self.nanos - (0 if self.zone is None else standard_offset(self.zone) * NANOS)

    def plus(self, nanos: int) -> TimeOfDay:
        """Round the clock."""
        return replace(self, nanos=(self.nanos + nanos) % _DAY_NANOS)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time."""

    day: Day
    time: TimeOfDay

    @property
    def offset(self) -> int | None:
        """Seconds from UTC."""
        return None if self.time.zone is None else offset_at(self.time.zone, self.day, self.time.seconds)

    @property
    def value(self) -> int:
        """Nanoseconds in UTC, or where it is when it has no zone."""
        return number_of(self.day) * _DAY_NANOS + self.time.nanos - (self.offset or 0) * NANOS

    def plus(self, nanos: int) -> Moment | None:
        """So much later on the clock of the world: a day may have 23 or 25 hours in its zone."""
        zone = self.time.zone
        moved = self.value + nanos
        if zone is not None:
            day, rest = divmod(moved, _DAY_NANOS)
            found = day_numbered(day)
            if found is None:
                return None
            moved += offset_at_utc(zone, found, rest // NANOS) * NANOS
        return at_value(moved, zone)

    def plus_months(self, months: int) -> Moment | None:
        """The same time on the same day of another month."""
        day = plus_months(self.day, months)
        return None if day is None else replace(self, day=day)


def at_value(nanos: int, zone: Zone) -> Moment | None:
    """The moment whose local clock has run for so many nanoseconds."""
    number, rest = divmod(nanos, _DAY_NANOS)
    day = day_numbered(number)
    return None if day is None else Moment(day, TimeOfDay(rest, zone))


def midnight(day: Day) -> Moment:
    """A day among moments: it begins at midnight UTC (DMN 1.5, 10.3.2.3.5)."""
    return Moment(day, TimeOfDay(0, 0))
