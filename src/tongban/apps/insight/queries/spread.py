"""How durations are spread, from how many cases took how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """`times`: duration in calendar days → how many cases took that long. Spreads of parts add up to that of the whole."""

    times: Mapping[int, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.times.values())

    def within(self, share: float) -> int | None:
        """The fewest days in which at least `share` of the cases were done (percentile_disc); None without cases."""
        wanted, reached = share * self.n, 0
        for days in sorted(self.times):
            reached += self.times[days]
            if reached >= wanted:
                return days
        return None

    @property
    def median(self) -> int | None:
        return self.within(0.5)

    @property
    def p90(self) -> int | None:
        return self.within(0.9)

    def __add__(self, other: Spread) -> Spread:
        days = self.times.keys() | other.times.keys()
        return Spread({day: self.times.get(day, 0) + other.times.get(day, 0) for day in days})
