"""What a step waits for while other units are asked, and what becomes of their requests when it waits no longer."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.text import Text

from .commands import ApproveDeviation, AskDeviation, Command, CompleteTask, Skip
from .consultation import Consultation, Mode, Standing, rounds
from .consulting import tell
from .outcome import Event, Outcome, Refusal
from .situation import Situation
from .state import CaseState


def asked_at(state: CaseState, task: int) -> tuple[Consultation, ...]:
    """The requests that this task waits for: its own, and those of a task of the same step that is no more."""
    if not state.consultations or state.process is None:
        return ()
    waiting = {one.number: one.activity for one in state.process.tasks}
    return tuple(
        one
        for one in state.consultations
        if one.task == task or (one.task not in waiting and one.activity == waiting.get(task))
    )


def need_enough(state: CaseState, command: Command) -> None:
    """The step is not done before enough have answered."""
    if not isinstance(command, CompleteTask | Skip | AskDeviation | ApproveDeviation):
        return
    held = [one for one in rounds(asked_at(state, command.task)) if one.missing]
    if not held:
        return
    missing = sum(one.missing for one in held)
    if held[0].mode is Mode.PARALLEL_DISPATCH:
        text = Text(
            f"平行派案尚有 {missing} 個單位未回報，全部回報後才能彙整回復；可催辦，不需要的請先撤回或改派",
            f"{missing} parts of the parallel dispatch are missing, and the consolidated reply needs all of them: "
            "nudge the units, or withdraw a part or give it to another unit",
        )
    else:
        text = Text(
            f"會辦中：還須 {missing} 個單位回復才能續辦；可催辦，不需要的請先撤回",
            f"Other units are asked, and {missing} more must answer before this step can be done: "
            "nudge them, or withdraw what is not needed",
        )
    raise Refusal("consultation-open", text)


def settle(before: CaseState, result: Outcome, command: Command, here: Situation) -> Outcome:
    """Nobody needs an answer any more once the step is done, or the case is over: the units are told."""
    state = result.state
    if not any(one.is_open for one in state.consultations):
        return result
    if state.phase.is_over:
        idle = {one.number for one in state.consultations if one.is_open}
    elif isinstance(command, CompleteTask | Skip | ApproveDeviation):
        idle = {one.number for one in asked_at(before, command.task) if one.is_open}
    else:
        return result
    if not idle:
        return result
    lapsed = tuple(
        replace(one, standing=Standing.LAPSED, ended_on=here.on, wanted_until=None, wanted_because="")
        if one.number in idle
        else one
        for one in state.consultations
    )
    told = tuple(tell("consultation-lapsed", one, one.unit) for one in lapsed if one.number in idle)
    event = Event("ConsultationsLapsed", {"requests": sorted(idle)}, here.on)
    return replace(
        result,
        state=replace(state, consultations=lapsed),
        events=(*result.events, event),
        messages=(*result.messages, *told),
    )
