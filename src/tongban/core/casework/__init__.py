"""Clock, process, form and decision together: what a command brings about.

`decide(definition, state, command, at=…, calendar=…)` is the public face; everything else here is a value it takes
or gives.
"""

from .commands import (
    AnswerCorrection,
    ApproveDeviation,
    AskCorrection,
    AskDeviation,
    Close,
    Command,
    CompleteTask,
    CorrectionRequest,
    ExpireCorrection,
    Extend,
    PushStep,
    RefuseDeviation,
    Register,
    Reopen,
    Resume,
    Suspend,
    Withdraw,
)
from .decide import decide
from .definition import (
    AUTOMATIC,
    CORRECTION,
    MAIN_FORM,
    ClockRules,
    Control,
    Definition,
    DispatchRule,
    Message,
    Offset,
    PenaltyRule,
    PublicStep,
    Reminder,
)
from .dispatching import DISPATCH_NAMES
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .penalties import Proposal, proposal
from .state import CaseState, ControlDue, Correction, Penalty, PenaltyStanding, Phase, StepDone
from .why import RowHit, rows_hit

__all__ = [
    "AUTOMATIC",
    "CORRECTION",
    "DISPATCH_NAMES",
    "MAIN_FORM",
    "AnswerCorrection",
    "ApproveDeviation",
    "AskCorrection",
    "AskDeviation",
    "CaseState",
    "ClockRules",
    "Close",
    "Command",
    "CompleteTask",
    "Control",
    "ControlDue",
    "Correction",
    "CorrectionRequest",
    "Definition",
    "DispatchRule",
    "Event",
    "ExpireCorrection",
    "Extend",
    "FieldRefusal",
    "Message",
    "MessageIntent",
    "Offset",
    "Outcome",
    "Penalty",
    "PenaltyRule",
    "PenaltyStanding",
    "Phase",
    "Proposal",
    "PublicStep",
    "PushStep",
    "Refusal",
    "RefuseDeviation",
    "Register",
    "Reminder",
    "Reopen",
    "Resume",
    "RowHit",
    "StepDone",
    "Suspend",
    "Withdraw",
    "decide",
    "proposal",
    "rows_hit",
]
