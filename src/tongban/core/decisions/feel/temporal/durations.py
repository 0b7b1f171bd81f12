"""The two durations, which never mix: of days and time (exact) and of years and months."""

from __future__ import annotations

from dataclasses import dataclass

NANOS = 1_000_000_000
DAY = 86_400
_MOST_SECONDS = 10**17
_MOST_MONTHS = 10**11
"""Longer than from the first day there is to the last."""


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """Days and time, in nanoseconds."""

    nanos: int

    @classmethod
    def lasting(cls, nanos: int) -> DaysDuration | None:
        """None when it is longer than any two moments can be apart."""
        return cls(nanos) if abs(nanos) <= _MOST_SECONDS * NANOS else None

    @property
    def seconds(self) -> int:
        """Whole seconds, towards zero."""
        return self.nanos // NANOS if self.nanos >= 0 else -(-self.nanos // NANOS)


@dataclass(frozen=True, slots=True, order=True)
class MonthsDuration:
    """Years and months, in months."""

    months: int

    @classmethod
    def lasting(cls, months: int) -> MonthsDuration | None:
        return cls(months) if abs(months) <= _MOST_MONTHS else None
