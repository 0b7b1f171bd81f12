"""Where a case stands, as one immutable value. Stored as rows, never as a blob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tongban.core.calendar import Calendar, Clock
from tongban.core.forms import Answer
from tongban.core.process import ProcessState

from .consultation import Consultation
from .transfer import Transfer


class Phase(StrEnum):
    """階段: coarse state for people."""

    RECEIVED = "received"
    IN_PROGRESS = "in-progress"
    AWAITING_CORRECTION = "awaiting-correction"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        return self in (Phase.CLOSED, Phase.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Correction:
    """通知補正: what the citizen must supply, by when, and what follows if not.

    `task` is the process's own waiting task where the pack draws the correction as an activity, else None.
    """

    number: int
    missing: str
    reason: str
    consequence: str
    asked_on: date
    due_on: date
    code: str
    """Of the clock's pause: the activity, or `correction`."""
    task: int | None = None
    ended_on: date | None = None
    ended_by: str = ""
    """answered or expired; closed or withdrawn with the case"""

    @property
    def values(self) -> Mapping[str, str]:
        """What fills the ((placeholders)) of messages about it."""
        return {
            "missing": self.missing,
            "reason": self.reason,
            "reply_by": self.due_on.isoformat(),
            "consequence": self.consequence,
        }


@dataclass(frozen=True, slots=True)
class StepDone:
    """A public step that was completed; a loop may complete it again."""

    activity: str
    on: date
    text: str = ""
    """The wording chosen for this case; empty means the prepared one."""


@dataclass(frozen=True, slots=True)
class ControlDue:
    """A control that is on: `due_on` for a watched date, None for a unit that was told."""

    key: str
    due_on: date | None


class PenaltyStanding(StrEnum):
    AWAITING = "awaiting"
    """Another amount than the standard's, which a second person has yet to approve."""
    IN_FORCE = "in-force"
    REPLACED = "replaced"
    """The step was done again."""
    REFUSED = "refused"
    LAPSED = "lapsed"
    """The case ended before anybody approved it."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """裁罰: the amount that the standard proposed and the one that was asked for or imposed; NT dollars.

    `task` is the one that waits for the approval while it is awaited, else the one that brought it about. Actors are
    names as the journal keeps them.
    """

    number: int
    activity: str
    task: int
    outcome: str
    proposed: int
    amount: int
    standing: PenaltyStanding
    reason: str = ""
    asked_by: str = ""
    decided_by: str = ""

    @property
    def is_deviation(self) -> bool:
        return self.amount != self.proposed


@dataclass(frozen=True, slots=True)
class CaseState:
    phase: Phase
    clock: Clock
    process: ProcessState | None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    steps: tuple[StepDone, ...] = ()
    controls: tuple[ControlDue, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    outcome: str = ""
    closed_on: date | None = None

    @property
    def correction(self) -> Correction | None:
        """The correction that is being waited for, if any."""
        return next((c for c in self.corrections if c.ended_on is None), None)

    @property
    def transfer(self) -> Transfer | None:
        """The one that a unit is being asked for, if any."""
        return next((one for one in self.transfers if one.is_open), None)

    @property
    def times_transferred(self) -> int:
        return max((one.times for one in self.transfers), default=0)

    def deviation_at(self, task: int) -> Penalty | None:
        """The deviation that a second person decides at this task, if any."""
        awaiting = (p for p in self.penalties if p.standing is PenaltyStanding.AWAITING)
        return next((penalty for penalty in awaiting if penalty.task == task), None)

    @property
    def penalty(self) -> Penalty | None:
        """The latest that is in force."""
        return next((p for p in reversed(self.penalties) if p.standing is PenaltyStanding.IN_FORCE), None)

    def due_on(self, calendar: Calendar) -> date | None:
        """The day the period ends; None while it stands still."""
        return self.clock.due_on(calendar)
