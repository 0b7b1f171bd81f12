"""Another amount than the penalty standard's: a written reason, and a second person before it takes effect (四眼)."""

from __future__ import annotations

from dataclasses import replace

from tongban.core import process
from tongban.core.process import ProcessState, Task
from tongban.core.text import Text

from .commands import ApproveDeviation, AskDeviation, RefuseDeviation
from .deciding import advance, variables_for
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .penalties import Proposal, in_force, need_no_deviation, proposed_for
from .progress import reach
from .situation import Situation, need, need_running
from .state import CaseState, Penalty, PenaltyStanding, Phase
from .working import check_outcome, find


def ask(state: CaseState, command: AskDeviation, here: Situation) -> Outcome:
    """The task passes to those who may approve; nothing else has changed until they do."""
    need_running(state)
    task = find(state, command.task)
    need_no_deviation(state, task)
    check_outcome(here, task, command.outcome)
    proposed = proposed_for(state, task, command.outcome, here)
    if proposed is None:
        raise Refusal("no-penalty", Text("此處理結果沒有裁罰金額", "This outcome imposes no penalty"))
    _check_amount(command.amount, proposed)
    reason = need(command.reason, "deviation", Text("與裁罰基準不同之理由", "why it differs from the standard"))
    standing, handed = _handed(state, task, _approvers(task, proposed.rule.approve))
    penalty = Penalty(
        number=len(state.penalties) + 1,
        activity=task.activity,
        task=handed.number,
        outcome=command.outcome,
        proposed=proposed.amount,
        amount=command.amount,
        standing=PenaltyStanding.AWAITING,
        reason=reason,
        asked_by=command.by,
    )
    state = replace(state, phase=Phase.IN_PROGRESS, process=standing, penalties=(*state.penalties, penalty))
    return Outcome(state, (_event("DeviationAsked", penalty, here), *proposed.events(here)))


def approve(state: CaseState, command: ApproveDeviation, here: Situation) -> Outcome:
    need_running(state)
    task, penalty = _awaiting(state, command.task)
    if command.by == penalty.asked_by:
        text = Text(
            "提出不同金額者不得自行核可，請由另一位有權核可者決定",
            "Who asked for another amount cannot approve it: a second person decides",
        )
        raise Refusal("four-eyes", text)
    proposed = proposed_for(state, task, penalty.outcome, here)
    if proposed is None or proposed.amount != penalty.proposed:
        text = Text(
            "案情變更，裁罰基準的金額已不同，請退回重新擬議",
            "The facts have changed and so has the standard's amount: refuse it, so that it is asked anew",
        )
        raise Refusal("proposal-changed", text)
    approved = replace(penalty, standing=PenaltyStanding.IN_FORCE, decided_by=command.by)
    done = Event("TaskCompleted", {"task": task.number, "activity": task.activity, "outcome": penalty.outcome}, here.on)
    outcome = Outcome(state, (_event("DeviationApproved", approved, here), done))
    result = in_force(outcome, approved, proposed, here)
    assert state.process is not None
    variables = variables_for(result.state, penalty.outcome, task.activity)
    return reach(
        result, advance(state.process, process.CompleteTask(task.number, variables), here, state.clock.place), here
    )


def refuse(state: CaseState, command: RefuseDeviation, here: Situation) -> Outcome:
    need_running(state)
    task, penalty = _awaiting(state, command.task)
    need(command.reason, "reason", Text("退回理由", "the reason"))
    drawn = here.definition.process
    assert drawn is not None
    standing, _ = _handed(state, task, drawn.activities[task.activity].groups)
    refused = replace(penalty, standing=PenaltyStanding.REFUSED, decided_by=command.by)
    others = tuple(refused if one is penalty else one for one in state.penalties)
    state = replace(state, process=standing, penalties=others)
    return Outcome(state, (_event("DeviationRefused", refused, here),))


def _awaiting(state: CaseState, number: int) -> tuple[Task, Penalty]:
    task = find(state, number)
    penalty = state.deviation_at(number)
    if penalty is None:
        raise Refusal("no-deviation", Text("此待辦沒有待核可的裁罰金額", "No other amount waits for approval here"))
    return task, penalty


def _approvers(task: Task, role: str) -> tuple[str, ...]:
    """The second person's role at the unit whose task it is."""
    unit = task.groups[0].partition("@")[2] if task.groups else ""
    return (f"{role}@{unit}" if unit else role,)


def _handed(state: CaseState, task: Task, groups: tuple[str, ...]) -> tuple[ProcessState, Task]:
    """The same work for other people: the token stays, a task with a new number takes the old one's place."""
    standing = state.process
    assert standing is not None
    handed = replace(task, number=standing.next_number, groups=groups)
    others = tuple(one for one in standing.tasks if one.number != task.number)
    return replace(standing, tasks=(*others, handed), next_number=standing.next_number + 1), handed


def _check_amount(amount: int, proposed: Proposal) -> None:
    if amount == proposed.amount:
        text = Text("金額與裁罰基準相同，請直接完成此步驟", "That is the standard's amount: just complete the step")
    elif amount < (proposed.least or 0) or (proposed.most is not None and amount > proposed.most):
        most = (
            Text(f"至 {proposed.most:,} 元", f" to NT${proposed.most:,}") if proposed.most else Text("以上", " or more")
        )
        least = f"{proposed.least or 0:,}"
        text = Text(f"法定額度為 {least} 元{most.zh}", f"The statute allows NT${least}{most.en}")
    else:
        return
    raise Refusal("amount", text, (FieldRefusal("amount", text),))


def _event(kind: str, penalty: Penalty, here: Situation) -> Event:
    facts = {
        "penalty": penalty.number,
        "activity": penalty.activity,
        "proposed": penalty.proposed,
        "amount": penalty.amount,
    }
    return Event(kind, facts, here.on)
