"""One step of a process: state and command in, state out. No clock, no chance, no side effect.

Tokens keep their number while they move; a fork gives new numbers to all branches but the first, a join goes
on with the lowest. Everything is done or nothing: a refusal leaves the state as it was.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tongban.core.calendar import Calendar
from tongban.core.process.engine import events
from tongban.core.process.engine.arriving import arrive
from tongban.core.process.engine.deciding import Decider, DecisionMade
from tongban.core.process.engine.doing import do
from tongban.core.process.engine.joins import open_inclusive
from tongban.core.process.engine.step import Step, Thrown, label
from tongban.core.process.engine.suspending import resumed, suspended
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Process
from tongban.core.process.state import (
    Cancel,
    Command,
    ProcessFault,
    ProcessRefusal,
    ProcessState,
    Reenter,
    Resume,
    Start,
    Suspend,
    Task,
    Token,
    Wait,
)
from tongban.core.text import Text


class Advance(NamedTuple):
    """The state after the step; the activities that tokens came to, went on from, and were taken away at; the
    decisions that were made and the events that were thrown on the way: each in the order in which it happened."""

    state: ProcessState
    entered: tuple[str, ...]
    left: tuple[str, ...]
    decisions: tuple[DecisionMade, ...] = ()
    cancelled: tuple[str, ...] = ()
    thrown: tuple[Thrown, ...] = ()


def advance(
    process: Process,
    state: ProcessState,
    command: Command,
    at: datetime,
    decide: Decider | None = None,
    calendar: Calendar | None = None,
    place: str | None = None,
) -> Advance:
    """Do `command` and move every token until it waits for somebody or something, or has ended.

    `at` is the aware moment of the step; `decide` answers the business rule tasks; `calendar`, with the closures of the
    district `place`, is asked by timers in working time. Raises ProcessRefusal when the command does not fit the
    state; ProcessFault, which is one, when a gateway finds no way on or cannot decide, or the case would stand still
    with nothing to wait for; DecisionFailed, which is a fault, when a business rule task gets no answer.
    """
    if state.ended is not isinstance(command, Reenter):
        if not state.ended:
            raise ProcessRefusal(Text("流程還沒有結束。", "The process has not ended yet."))
        raise ProcessRefusal(Text("流程已經結束。", "The process has already ended."))
    if isinstance(command, Start) != (state.next_number == 1):
        raise ProcessRefusal(
            Text("流程已經開始。", "The process has already started.")
            if isinstance(command, Start)
            else Text("流程還沒有開始。", "The process has not started yet.")
        )
    step = Step.of(process, state, at, decide, calendar, place)
    match command:
        case Cancel():
            after = ProcessState((), (), state.next_number, state.variables, ended=True)
            return Advance(after, (), tuple(task.activity for task in state.tasks))
        case Suspend():
            return Advance(suspended(state, at), (), ())
        case Resume():
            return Advance(resumed(step, state), (), ())
    do(step, command)
    _settle(step)
    return _result(step, state)


def _settle(step: Step) -> None:
    """Move all that moves, in the order in which the moves came up; then what waits for all the rest to be still."""
    while True:
        while step.moving:
            arrive(step, step.moving.popleft())
        if not open_inclusive(step) and not events.ask_conditions(step):
            return


def _result(step: Step, before: ProcessState) -> Advance:
    if not step.tokens:
        step.waits.clear()
    elif not step.tasks and not _something_may_come(step):
        raise _stands_still(step)
    state = ProcessState(
        tuple(sorted(step.tokens.values(), key=_number)),
        tuple(sorted(step.tasks.values(), key=_number)),
        step.next_number,
        step.variables,
        ended=not step.tokens,
        waits=tuple(sorted(step.waits.values(), key=_number)),
        suspended_at=before.suspended_at,
    )
    return Advance(
        state,
        tuple(step.entered),
        tuple(step.left),
        tuple(step.decisions),
        tuple(step.cancelled),
        tuple(step.thrown),
    )


def _something_may_come(step: Step) -> bool:
    return bool(step.waits) or any(
        step.process.activities[token.activity].kind is Kind.AD_HOC for token in step.tokens.values()
    )


def _stands_still(step: Step) -> ProcessFault:
    tokens = sorted(step.tokens.values(), key=_number)
    names = "、".join(dict.fromkeys(label(step.process, token.activity) for token in tokens))
    return ProcessFault(
        Text(
            f"這樣案件會停在「{names}」，沒有人能再接手：請修正流程圖。",
            f"The case would stand still at {names} with no task open; the process needs mending.",
        ),
        tokens[0].activity,
    )


def _number(one: Token | Task | Wait) -> int:
    return one.number
