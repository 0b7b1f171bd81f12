"""Withdrawing, closing outside the drawn process, and taking a closed case up again."""

from __future__ import annotations

from dataclasses import replace

from tongban.core import process
from tongban.core.process import Process, ProcessState, is_sound
from tongban.core.text import Text

from .commands import Close, Reopen, Withdraw
from .deciding import advance
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
    return replace(state, process=replace(standing, tokens=(), tasks=(), waits=(), ended=True)) if standing else state


def reopen(state: CaseState, command: Reopen, here: Situation) -> Outcome:
    """No date or decision is erased: the journal and the clock keep the earlier closing."""
    if not state.phase.is_over:
        raise Refusal("open", Text("本案尚未結案", "This case is not closed"))
    need(command.reason, "reason", Text("重啟理由", "the reason"))
    standing, activity = _token_at(state, command.activity, here)
    state = replace(
        state,
        phase=Phase.IN_PROGRESS,
        clock=state.clock.reopen(here.moment),
        process=standing,
        outcome="",
        closed_on=None,
    )
    return Outcome(state, (Event("CaseReopened", {"activity": activity}, here.on),))


def _token_at(state: CaseState, activity: str, here: Situation) -> tuple[ProcessState | None, str]:
    drawn = here.definition.process
    if drawn is None or state.process is None:
        return state.process, ""
    possible, usual = _ways_back(drawn, state.process, here)
    chosen = activity or usual
    if chosen not in possible:
        known = [drawn.activities[id].name or id for id in possible]
        text = Text("請選擇重啟後的處理步驟：" + "、".join(known), "Choose the step to go on with: " + ", ".join(known))
        raise Refusal("activity", text, (FieldRefusal("activity", text),))
    standing = replace(state.process, ended=True)
    return advance(standing, process.Reenter(chosen), here, state.clock.place).state, chosen


def _ways_back(drawn: Process, standing: ProcessState, here: Situation) -> tuple[list[str], str]:
    """The tasks at which the case can be taken up, and the usual one: the last that was done.

    Those are the first task, what was done and what comes directly behind; further on, decisions would be missing.
    Between a fork and its join a single token would wait for the other branches for ever, and where the citizen is
    waited for there is nobody to wait for.
    """
    tasks = [task.id for task in drawn.user_tasks]
    done = {task for task in tasks if f"{task}_outcome" in standing.variables}
    behind = {id for task in done for consequence in drawn.consequences_of(task) for id in consequence.leads_to}
    pauses = here.definition.clock.pauses
    free = [task for task in tasks if task not in pauses and not drawn.activities[task].scope]
    able = [task for task in free if is_sound(drawn, "", [task])]
    possible = [task for task in able if task in done | behind or task in tasks[:1]]
    usual = [task for task in possible if task in done] or tasks[:1]
    return possible, usual[-1] if usual else ""
