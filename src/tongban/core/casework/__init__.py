"""Clock, process, form and decision together: what a command brings about.

`decide(definition, state, command, at=…, calendar=…)` is the public face; everything else here is a value it takes
or gives.
"""

from .commands import (
    AnswerCorrection,
    AskCorrection,
    Close,
    Command,
    CompleteTask,
    CorrectionRequest,
    ExpireCorrection,
    Extend,
    PushStep,
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
    Message,
    Offset,
    PublicStep,
    Reminder,
)
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .state import CaseState, ControlDue, Correction, Phase, StepDone

__all__ = [
    "AUTOMATIC",
    "CORRECTION",
    "MAIN_FORM",
    "AnswerCorrection",
    "AskCorrection",
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
    "Event",
    "ExpireCorrection",
    "Extend",
    "FieldRefusal",
    "Message",
    "MessageIntent",
    "Offset",
    "Outcome",
    "Phase",
    "PublicStep",
    "PushStep",
    "Refusal",
    "Register",
    "Reminder",
    "Reopen",
    "Resume",
    "StepDone",
    "Suspend",
    "Withdraw",
    "decide",
]
