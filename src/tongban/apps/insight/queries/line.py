"""A line of figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from tongban.apps.insight.facts import COUNTS

from .spread import Spread

Key = Any
"""What a line stands for: a unit's or person's id, a kind, a channel, a month; None for the whole and for nobody."""


@dataclass(slots=True)
class Open:
    """Cases that are open now, whatever the period. `waiting`: for the citizen's correction."""

    n: int = 0
    late: int = 0
    this_week: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Line:
    """What happened in the period. Finished are decided and withdrawn ones; on time or not, only decided ones are."""

    key: Key = None
    received: int = 0
    n: int = 0
    """All that were finished."""
    on_time: int = 0
    overdue: int = 0
    withdrawn: int = 0
    corrections: int = 0
    """Asked for in the cases that were finished."""
    extensions: int = 0
    working_days: int = 0
    """Of all decided cases together."""
    spread: Spread = field(default_factory=Spread)
    open: Open = field(default_factory=Open)

    @property
    def decided(self) -> int:
        return self.n - self.withdrawn

    @property
    def on_time_rate(self) -> float | None:
        """Share of the decided ones, 0 to 1."""
        return self.on_time / judged if (judged := self.on_time + self.overdue) else None

    @property
    def mean_working_days(self) -> float | None:
        return self.working_days / self.decided if self.decided else None

    def count(self, counts: Iterable[int]) -> None:
        """Add `COUNTS`, in their order."""
        for name, count in zip(COUNTS, counts, strict=True):
            setattr(self, name, getattr(self, name) + count)

    def add(self, other: Line) -> None:
        self.count(getattr(other, name) for name in COUNTS)
        self.received += other.received
        self.spread += other.spread
        for part in fields(Open):
            setattr(self.open, part.name, getattr(self.open, part.name) + getattr(other.open, part.name))


def total(of: Iterable[Line]) -> Line:
    whole = Line()
    for line in of:
        whole.add(line)
    return whole
