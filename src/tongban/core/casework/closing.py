"""Withdrawing, closing outside the drawn process, and taking a closed case up again."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.process import ProcessState, Task, Token, ends_from
from tongban.core.text import Text

from .commands import Close, Reopen, Withdraw
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .progress import finish, notify, over
from .situation import Situation, need, need_open, need_outcome
from .state import CaseState, Phase


def withdraw(state: CaseState, command: Withdraw, here: Situation) -> Outcome:
    need_open(state)
    need(command.reason, "reason", Text("撤回原因", "the reason"))
    state = over(_cancelled(state), Phase.WITHDRAWN, "withdrawn", here)
    return Outcome(state, (Event("CaseWithdrawn", {}, here.on),), notify(here, "withdrawn"))


def close(state: CaseState, command: Close, here: Situation) -> Outcome:
    need_open(state)
    need(command.reason, "reason", Text("結案理由", "the reason"))
    need_outcome(command.outcome, here)
    return finish(Outcome(_cancelled(state), ()), here, command.outcome)


def _cancelled(state: CaseState) -> CaseState:
    """Tokens and tasks are taken away; what was decided so far stays known."""
    standing = state.process
    return replace(state, process=replace(standing, tokens=(), tasks=(), ended=True)) if standing else state


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
    # Between a fork and its join a single token would wait for the other branches for ever.
    tasks = [
        task.id
        for task in drawn.user_tasks
        if task.id not in here.definition.clock.pauses and ends_from(drawn, task.id)
    ]
    chosen = activity or next(reversed(tasks), "")
    if chosen not in tasks:
        text = Text("請選擇重啟後的處理步驟", "Choose the step to go on with")
        raise Refusal("activity", text, (FieldRefusal("activity", text),))
    number = state.process.next_number
    token = Token(number, chosen)
    task = Task(number + 1, chosen, drawn.activities[chosen].groups)
    return replace(state.process, tokens=(token,), tasks=(task,), next_number=number + 2, ended=False), chosen
