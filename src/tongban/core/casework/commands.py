"""What can be asked of a case. Each is a value; who may ask it is the policy's matter, not this room's.

`effective_on` is the day it took effect where that is not the day it is keyed in (post that came on Friday, a
postmark); None means the day of `at`. More than three days back needs `late_reason`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.core.calendar import Limit

from .consultation import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """What is missing, why it is needed, by when, and what follows if it does not come."""

    missing: str
    reason: str
    due_on: date
    consequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    effective_on: date | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Command):
    """Take in an application. `place` is the district whose closures count; None: that of the unit that handles it.

    `district` and `taken_in` (a unit's code) are for the dispatch table. `units` are those that may be given the case,
    code → district; None: any code will do. `handled_by`: the unit that has it where no table says otherwise.
    """

    answers: Mapping[str, object] = field(default_factory=dict)
    channel: str = "counter"
    place: str | None = None
    district: str = ""
    taken_in: str = ""
    handled_by: str = ""
    units: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask(Command):
    """Complete a waiting task. `text` rewords its public step; `correction` is needed where the outcome leads there.

    `amount` is the penalty as its officer saw it proposed, where the step imposes one; any other is refused.
    """

    task: int
    outcome: str = ""
    amount: int | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    correction: CorrectionRequest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Command):
    """退回: the task goes back to `activity`, which comes before it; what that takes away beside it, the case says."""

    task: int
    activity: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(Command):
    """The task is passed over on somebody's authority, without its form: with `outcome` where its ways need one."""

    task: int
    reason: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FireTimer(Command):
    """A timer of the drawing is due."""

    wait: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverMessage(Command):
    """A message came that the drawing waits for by this name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeviation(Command):
    """Ask for another amount than the penalty standard's: a second person decides, and only then is the task done."""

    task: int
    amount: int
    reason: str
    by: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveDeviation(Command):
    """The second person's signature: the amount takes effect and the task is done. `by` is not who asked."""

    task: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseDeviation(Command):
    """The task goes back to those whose it is."""

    task: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Command):
    request: CorrectionRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrection(Command):
    """The citizen supplied what was missing; `answers` may amend what was filled in at intake."""

    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireCorrection(Command):
    """The correction's own due date has passed without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Command):
    """展期: lengthen the period by `by`, with the reason the applicant is told (行政程序法 §51 III, IV)."""

    by: Limit
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Command):
    """The period stands still for a cause that is not the agency's (行政程序法 §51 V)."""

    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """The cause is over; the remainder runs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """Close outside the drawn process, with an outcome the pack knows and the reason."""

    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Take a closed case up again at `activity` (default: the last task that was done)."""

    reason: str
    activity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushStep(Command):
    """A mirrored case: the system that runs it reports a public step, and closure with an outcome."""

    activity: str
    text: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRequest:
    """What one unit is asked. `remind`: working days before `due_on` at which it is reminded; 0: not before."""

    unit: str
    question: str
    due_on: date
    remind: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnits(Command):
    """會辦 or 平行派案 at a waiting task. `enough`: how many answers let the task go on; all of a parallel dispatch.

    `units`: codes of those that may be asked. `instead_of`: the request that was passed back and now goes to another.
    """

    task: int
    mode: Mode
    requests: tuple[UnitRequest, ...]
    enough: int
    by: str
    units: frozenset[str]
    instead_of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAnswer(Command):
    """What the asked unit says; `answers` of the pack's form for it, where there is one."""

    request: int
    opinion: str
    by: str
    text: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassBack(Command):
    """非本機關權責. `suggested`: code of the unit to ask instead, one of `units`; or empty."""

    request: int
    reason: str
    by: str
    suggested: str = ""
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMoreTime(Command):
    request: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTime(Command):
    """The asker gives a unit time until a later day; None refuses what it asked for, with the reason."""

    request: int
    until: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeUnit(Command):
    """催辦."""

    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRequest(Command):
    request: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTransfer(Command):
    """移轉: ask `unit` to take the case over from `source`; 改分 (`at_once`) where the actor leads both units.

    `units`: codes of those there are; `staffed`: whether somebody at `unit` can do what waits.
    """

    unit: str
    source: str
    reason: str
    by: str
    units: frozenset[str]
    staffed: bool
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer(Command):
    """`source`: the unit that has the case now; `units` and `staffed` as they are now."""

    transfer: int
    source: str
    by: str
    units: frozenset[str]
    staffed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseTransfer(Command):
    """`suggested`: code of the unit that is in charge, one of `units`; or empty."""

    transfer: int
    reason: str
    by: str
    suggested: str = ""
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTransfer(Command):
    transfer: int
    by: str
