"""How long cases of a kind really take: for citizens who wonder, so in calendar days and with the waiting included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .models import KindDuration

FEWEST = 20
"""Fewer cases say nothing about the next one, and may say something about somebody."""


@dataclass(frozen=True, slots=True)
class Duration:
    """Half of `n` cases closed in the quarter took at most `median` days, nine of ten at most `p90`."""

    quarter: date
    n: int
    median: int
    p90: int

    @property
    def roc_year(self) -> int:
        return self.quarter.year - 1911

    @property
    def of_year(self) -> int:
        return (self.quarter.month + 2) // 3


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` falls in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_before(day: date) -> date:
    """The first day of the last whole quarter before `day`."""
    return quarter_of(quarter_of(day) - timedelta(days=1))


def usual_duration(kind: str, on: date) -> Duration | None:
    """What the last whole quarter shows; None when there were fewer than `FEWEST` cases. One query by key."""
    found = KindDuration.objects.filter(kind=kind, quarter=quarter_before(on), n__gte=FEWEST)
    return next((Duration(*row) for row in found.values_list("quarter", "n", "median", "p90")[:1]), None)
