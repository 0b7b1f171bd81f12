"""Withdrawing, closing outside the drawn process, and taking a closed case up again."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.process import ProcessState, Task, Token
from tongban.core.text import Text

from .commands import Close, Reopen, Withdraw
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .progress import finish, notify
from .situation import Situation, need, need_open
from .state import CaseState, Phase


def withdraw(state: CaseState, command: Withdraw, here: Situation) -> Outcome:
    need_open(state)
    need(command.reason, "reason", Text("撤回原因", "the reason"))
    state = _stopped(state, here)
    state = replace(state, phase=Phase.WITHDRAWN, outcome="withdrawn")
    return Outcome(state, (Event("CaseWithdrawn", {}, here.on),), notify(here, "withdrawn"))


def close(state: CaseState, command: Close, here: Situation) -> Outcome:
    need_open(state)
    need(command.reason, "reason", Text("結案理由", "the reason"))
    if command.outcome not in here.definition.outcomes:
        text = Text("請選擇結案結果", "Choose the outcome")
        raise Refusal("outcome", text, (FieldRefusal("outcome", text),))
    return finish(Outcome(_stopped(state, here), ()), here, command.outcome)


def _stopped(state: CaseState, here: Situation) -> CaseState:
    """Nothing waits any more: tokens and tasks are taken away, an open correction ends with the case."""
    process = replace(state.process, tokens=(), tasks=(), ended=True) if state.process else None
    corrections = tuple(
        c if c.ended_on is not None else replace(c, ended_on=here.on, ended_by="withdrawn") for c in state.corrections
    )
    return replace(
        state, process=process, corrections=corrections, clock=state.clock.meet(here.moment), closed_on=here.on
    )


def reopen(state: CaseState, command: Reopen, here: Situation) -> Outcome:
    """No date or decision is erased: the journal and the clock keep the earlier closing."""
    if not state.phase.is_over:
        raise Refusal("open", Text("本案尚未結案", "This case is not closed"))
    need(command.reason, "reason", Text("重啟理由", "the reason"))
    process, activity = _token_at(state, command.activity, here)
    state = replace(
        state,
        phase=Phase.IN_PROGRESS,
        clock=state.clock.reopen(here.moment),
        process=process,
        outcome="",
        closed_on=None,
    )
    return Outcome(state, (Event("CaseReopened", {"activity": activity}, here.on),))


def _token_at(state: CaseState, activity: str, here: Situation) -> tuple[ProcessState | None, str]:
    drawn = here.definition.process
    if drawn is None or state.process is None:
        return state.process, ""
    tasks = [a.id for a in drawn.user_tasks if a.id not in here.definition.clock.pauses]
    chosen = activity or tasks[-1]
    if chosen not in tasks:
        text = Text("請選擇重啟後的處理步驟", "Choose the step to go on with")
        raise Refusal("activity", text, (FieldRefusal("activity", text),))
    number = state.process.next_number
    token = Token(number, chosen)
    task = Task(number + 1, chosen, drawn.activities[chosen].groups)
    return replace(state.process, tokens=(token,), tasks=(task,), next_number=number + 2, ended=False), chosen
