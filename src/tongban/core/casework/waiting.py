"""What comes by itself: a timer of the drawing, or a message it waits for."""

from __future__ import annotations

from tongban.core import process
from tongban.core.process import Trigger, Wait
from tongban.core.text import Text

from .commands import DeliverMessage, FireTimer
from .deciding import advance
from .outcome import Event, Outcome, Refusal
from .progress import reach
from .situation import Situation, need_open
from .state import CaseState, Phase


def fire(state: CaseState, command: FireTimer, here: Situation) -> Outcome:
    """None comes before its time or while the case stands still; one that is gone has come already."""
    standing = _standing(state)
    wait = next((one for one in standing.waits if one.number == command.wait), None)
    if wait is None or wait.trigger is not Trigger.TIMER or wait.due_at is None:
        raise Refusal("wait-gone", Text("這個計時已經觸發或不再需要", "This timer has come already or is not needed"))
    if wait.due_at > here.exact:
        raise Refusal("not-yet", Text("計時尚未屆至", "The timer is not due yet"))
    fired = Event("TimerFired", {"activity": wait.activity}, here.on)
    advanced = advance(standing, process.Fire(wait.number), here, state.clock.place)
    return reach(Outcome(state, (fired,)), advanced, here)


def deliver(state: CaseState, command: DeliverMessage, here: Situation) -> Outcome:
    standing = _standing(state)
    received = Event("MessageReceived", {"name": command.name}, here.on)
    advanced = advance(standing, process.Deliver(command.name), here, state.clock.place)
    return reach(Outcome(state, (received,)), advanced, here)


def awaited(state: CaseState) -> tuple[Wait, ...]:
    """The messages that are waited for now."""
    waits = state.process.waits if state.process else ()
    return tuple(wait for wait in waits if wait.trigger is Trigger.MESSAGE)


def _standing(state: CaseState) -> process.ProcessState:
    need_open(state)
    if state.phase is Phase.SUSPENDED:
        raise Refusal("suspended", Text("本案已停止計算，請先恢復", "This case stands still; resume it first"))
    if state.process is None:
        raise Refusal("no-process", Text("本案流程由其他系統辦理", "Another system runs the process of this case"))
    return state.process
