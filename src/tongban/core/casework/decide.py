"""The one place where clock, process, form and decision meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tongban.core.calendar import Calendar, ClockError, OutsideCalendarError
from tongban.core.process import DecisionFailed, ProcessFault, ProcessRefusal
from tongban.core.text import Text

from . import (
    asking_units,
    clockwork,
    closing,
    consulting,
    correcting,
    deviating,
    going_back,
    mirroring,
    registering,
    transferring,
    waiting,
    working,
)
from .commands import (
    AcceptTransfer,
    AnswerCorrection,
    ApproveDeviation,
    AskCorrection,
    AskDeviation,
    AskMoreTime,
    AskTransfer,
    AskUnits,
    Close,
    Command,
    CompleteTask,
    DecideTime,
    DeliverMessage,
    ExpireCorrection,
    Extend,
    FireTimer,
    GiveAnswer,
    NudgeUnit,
    PassBack,
    PushStep,
    RefuseDeviation,
    RefuseTransfer,
    Register,
    Reopen,
    Resume,
    SendBack,
    Skip,
    Suspend,
    Withdraw,
    WithdrawRequest,
    WithdrawTransfer,
)
from .controls import watch
from .definition import Definition
from .faults import DefinitionFault
from .holding import need_enough, settle
from .outcome import Outcome, Refusal
from .situation import Situation, need_after_start
from .state import CaseState

_ACTS: dict[type[Command], Callable[[CaseState, Any, Situation], Outcome]] = {
    CompleteTask: working.complete,
    SendBack: going_back.send_back,
    Skip: going_back.skip,
    FireTimer: waiting.fire,
    DeliverMessage: waiting.deliver,
    AskDeviation: deviating.ask,
    ApproveDeviation: deviating.approve,
    RefuseDeviation: deviating.refuse,
    AskUnits: asking_units.ask,
    GiveAnswer: consulting.answer,
    PassBack: consulting.pass_back,
    AskMoreTime: consulting.ask_time,
    DecideTime: consulting.decide_time,
    NudgeUnit: consulting.nudge,
    WithdrawRequest: consulting.withdraw,
    AskTransfer: transferring.ask,
    AcceptTransfer: transferring.accept,
    RefuseTransfer: transferring.refuse,
    WithdrawTransfer: transferring.withdraw,
    AskCorrection: correcting.ask,
    AnswerCorrection: correcting.answer,
    ExpireCorrection: correcting.expire,
    Extend: clockwork.extend,
    Suspend: clockwork.suspend,
    Resume: clockwork.resume,
    Withdraw: closing.withdraw,
    Close: closing.close,
    Reopen: closing.reopen,
    PushStep: mirroring.push,
}


def decide(
    definition: Definition, state: CaseState | None, command: Command, *, at: datetime, calendar: Calendar
) -> Outcome:
    """What `command` brings about at the instant `at` (aware), or `Refusal`. Pure: same input, same outcome.

    `state` is None for `Register` alone. A refusal that is the pack's doing, not the command's, is a DefinitionFault.
    """
    here = Situation.of(definition, command, at, calendar)
    try:
        if isinstance(command, Register):
            return watch(registering.register(command, here), here)
        if state is None:
            raise Refusal("no-case", Text("查無此案", "There is no such case"))
        need_after_start(state, here)
        need_enough(state, command)
        outcome = watch(_ACTS[type(command)](state, command, here), here)
        return transferring.settle(settle(state, outcome, command, here), here)
    except ClockError as refused:
        raise Refusal("clock", refused.text) from refused
    except OutsideCalendarError as refused:
        raise Refusal("calendar", refused.text) from refused
    except DecisionFailed as failed:
        raise DefinitionFault("decision", failed.text, failed.activity or "") from failed
    except ProcessFault as failed:
        raise DefinitionFault("process", failed.text, failed.activity or "") from failed
    except ProcessRefusal as refused:
        raise Refusal("process", refused.text) from refused
