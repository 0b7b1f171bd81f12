"""會辦 and 平行派案 as values: what was asked of which unit, and where each round of asking stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tongban.core.forms import Answer


class Mode(StrEnum):
    CO_PROCESSING = "co-processing"
    """會辦: others give their opinion, the asker keeps the matter."""
    PARALLEL_DISPATCH = "parallel-dispatch"
    """平行派案: each does its part and reports; the lead makes one consolidated reply."""


class Standing(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    PASSED_BACK = "passed-back"
    """非本機關權責: the unit says that it is not in charge."""
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Passed back, and another unit was asked instead."""
    LAPSED = "lapsed"
    """Nobody needs it any more: the step went on, or the case ended."""


class Opinion(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    NO_OPINION = "no-opinion"
    OTHER = "other"
    DONE = "done"
    CANNOT = "cannot"


OPINIONS: Mapping[Mode, tuple[Opinion, ...]] = {
    Mode.CO_PROCESSING: (Opinion.AGREE, Opinion.DISAGREE, Opinion.NO_OPINION, Opinion.OTHER),
    Mode.PARALLEL_DISPATCH: (Opinion.DONE, Opinion.CANNOT),
}
WITHOUT_WORDS = frozenset((Opinion.AGREE, Opinion.NO_OPINION))
"""These say all by themselves; any other needs a sentence."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One unit asked. `task` is the asker's, `work` the asked unit's; `enough` how many answers its round waits for.

    `remind`: working days before `due_on` at which the unit is reminded, 0 for not before. Actors are names as the
    journal keeps them, units are codes.
    """

    number: int
    round: int
    mode: Mode
    task: int
    activity: str
    work: int
    unit: str
    question: str
    asked_by: str
    asked_on: date
    due_on: date
    enough: int
    remind: int
    standing: Standing = Standing.ASKED
    opinion: str = ""
    answer: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Of the pack's form for it, where there is one."""
    reason: str = ""
    """Why it was passed back or withdrawn."""
    suggested: str = ""
    wanted_until: date | None = None
    """The unit asks for more time, and the asker has not decided yet."""
    wanted_because: str = ""
    nudges: int = 0
    nudged_on: date | None = None
    ended_on: date | None = None
    ended_by: str = ""

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.ASKED

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today


@dataclass(frozen=True, slots=True)
class Round:
    """What was asked at once, and what was asked instead of a part of it."""

    number: int
    requests: tuple[Consultation, ...]

    @property
    def mode(self) -> Mode:
        return self.requests[0].mode

    @property
    def enough(self) -> int:
        return self.requests[0].enough

    @property
    def answered(self) -> int:
        return sum(one.standing is Standing.ANSWERED for one in self.requests)

    @property
    def missing(self) -> int:
        """How many more answers it takes to go on. Nobody waits for an opinion that nobody can give any more; a part
        of a parallel dispatch that was passed back is missing until it is withdrawn or given to another unit."""
        still = sum(one.is_open for one in self.requests)
        if self.mode is Mode.PARALLEL_DISPATCH:
            return still + sum(one.standing is Standing.PASSED_BACK for one in self.requests)
        return max(0, min(self.enough - self.answered, still))


def rounds(requests: Iterable[Consultation]) -> tuple[Round, ...]:
    """In the order in which they were asked."""
    found: dict[int, list[Consultation]] = {}
    for one in requests:
        found.setdefault(one.round, []).append(one)
    return tuple(Round(number, tuple(members)) for number, members in sorted(found.items()))
