"""Where a case stands, as one immutable value. Stored as rows, never as a blob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tongban.core.calendar import Calendar, Clock
from tongban.core.forms import Answer
from tongban.core.process import ProcessState


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


@dataclass(frozen=True, slots=True)
class CaseState:
    phase: Phase
    clock: Clock
    process: ProcessState | None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    steps: tuple[StepDone, ...] = ()
    controls: tuple[ControlDue, ...] = ()
    outcome: str = ""
    closed_on: date | None = None

    @property
    def correction(self) -> Correction | None:
        """The correction that is being waited for, if any."""
        return next((c for c in self.corrections if c.ended_on is None), None)

    def due_on(self, calendar: Calendar) -> date | None:
        """The day the period ends; None while it stands still."""
        return self.clock.due_on(calendar)
