"""What is asked of the statistics, as a value, and as conditions that tallies and cases answer alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.apps.insight.months import Period
from tongban.apps.org.policy import Grounds


class By(StrEnum):
    """What a line of figures stands for."""

    ALL = "all"
    OWNER = "owner"
    """機關: the agency whose matter it is."""
    UNIT = "unit"
    """The unit that handles it."""
    KIND = "kind"
    OFFICER = "officer"
    MONTH = "month"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Question:
    """`reach`: grounds for `Deed.STATISTICS`. None leaves a filter out; `units` holds the chosen unit and all below."""

    reach: Grounds
    period: Period
    today: date
    owner: int | None = None
    units: frozenset[int] | None = None
    kind: str | None = None
    channel: str | None = None

    def condition(self, table: str) -> str:
        """SQL on the columns that cases and tallies share; its parameters are `self.parameters`."""
        parts = [self._reach(table)]
        parts += [f"{table}.owner_id = %(owner)s"] if self.owner is not None else []
        parts += [f"{table}.unit_id = ANY(%(units)s)"] if self.units is not None else []
        parts += [f"{table}.kind = %(kind)s"] if self.kind is not None else []
        parts += [f"{table}.channel = %(channel)s"] if self.channel is not None else []
        return " AND ".join(parts)

    def _reach(self, table: str) -> str:
        if self.reach.everything:
            return "TRUE"
        return f"({table}.owner_id = ANY(%(reach_owners)s) OR {table}.unit_id = ANY(%(reach_units)s))"

    @property
    def parameters(self) -> dict[str, object]:
        return {
            "reach_owners": sorted(self.reach.owner_units),
            "reach_units": sorted(self.reach.units),
            "owner": self.owner,
            "units": None if self.units is None else sorted(self.units),
            "kind": self.kind,
            "channel": self.channel,
            "first": self.period.first,
            "last": self.period.last,
            "until": self.period.until,
            "today": self.today,
        }
