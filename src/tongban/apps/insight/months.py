"""Months as their first days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


def month_of(day: date) -> date:
    """The first day of the month that `day` falls in."""
    return day.replace(day=1)


def months_later(month: date, count: int) -> date:
    """The first day of the month `count` months later, or earlier where it is negative."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both included, as their first days."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.last.day != 1 or self.first > self.last:
            raise ValueError("a period runs from the first day of a month to that of the same or a later one")

    def __iter__(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = months_later(month, 1)

    @property
    def until(self) -> date:
        """The last day of all."""
        return months_later(self.last, 1) - timedelta(days=1)
