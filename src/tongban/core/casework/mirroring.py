"""Mirrored cases: another system runs the process and reports public steps; we show them and watch the period."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.text import Text

from .commands import PushStep
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .progress import finish
from .situation import Situation, need_open, need_outcome
from .state import CaseState, Phase, StepDone


def push(state: CaseState, command: PushStep, here: Situation) -> Outcome:
    need_open(state)
    if here.definition.process is not None:
        raise Refusal(
            "own-process",
            Text("本類案件由本系統辦理，不接受外部推送步驟", "This kind runs here; steps cannot be pushed"),
        )
    step = here.definition.step_on(command.activity)
    if step is None:
        known = "、".join(s.on for s in here.definition.public_steps)
        text = Text(f"無此關鍵流程；可用：{known}", f"No such public step; known: {known}")
        raise Refusal("step", text, (FieldRefusal("step", text),))
    if command.outcome:
        need_outcome(command.outcome, here)
    done = StepDone(command.activity, here.on, command.text.strip())
    # A step that is reported meanwhile ends neither a correction nor a standstill.
    phase = Phase.IN_PROGRESS if state.phase is Phase.RECEIVED else state.phase
    state = replace(state, phase=phase, steps=(*state.steps, done))
    told = (MessageIntent("step", step.text, text=done.text),) if step.notify or done.text else ()
    outcome = Outcome(state, (Event("StepReached", {"step": command.activity}, here.on),), told)
    return finish(outcome, here, command.outcome) if command.outcome else outcome
