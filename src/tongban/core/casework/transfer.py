"""移轉 and 改分 as a value: a case goes from the unit that has it to another one, which was asked first or was not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TransferStanding(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Not in charge, says the unit that was asked; the case has stayed where it was."""
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The case ended before anybody answered."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """`source` and `target` are codes of units. `work`: the receiving unit's task while it is asked; 0 for 改分, where
    somebody who leads both units decides. Actors are names as the journal keeps them."""

    number: int
    source: str
    target: str
    work: int
    reason: str
    asked_by: str
    asked_on: date
    standing: TransferStanding = TransferStanding.ASKED
    times: int = 0
    """How often the case has gone from unit to unit, this time included; 0 unless it went."""
    answer: str = ""
    """Why it was refused."""
    suggested: str = ""
    """The unit to ask instead, if the one that refused knows it."""
    ended_on: date | None = None
    ended_by: str = ""

    @property
    def is_open(self) -> bool:
        return self.standing is TransferStanding.ASKED

    @property
    def is_at_once(self) -> bool:
        return self.work == 0


def moved(transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """Those by which the case really went to another unit, in order."""
    return tuple(one for one in transfers if one.standing is TransferStanding.ACCEPTED)


def returns(transfers: Iterable[Transfer]) -> int:
    """How often the case came back to a unit that had had it before (踢皮球)."""
    seen: set[str] = set()
    count = 0
    for one in moved(transfers):
        seen.add(one.source)
        count += one.target in seen
    return count
