"""Another amount than the penalty standard's: asked for, approved or refused by a second person."""

from __future__ import annotations

from datetime import date, datetime

from tongban.apps.cases.acting import Act, Done, act, decided
from tongban.apps.org.policy import Deed, Rights
from tongban.core.casework import ApproveDeviation, AskDeviation, Outcome, RefuseDeviation

from .working import need_role, waiting_task


def ask_deviation(
    *,
    number: str,
    task: int,
    amount: int,
    reason: str,
    outcome: str = "",
    comment: str = "",
    effective_on: date | None = None,
    late_reason: str = "",
    by: Rights,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """Ask for `amount` instead of what the standard proposes; the task passes to whoever may approve it."""
    command = AskDeviation(
        task=task,
        amount=amount,
        reason=reason,
        outcome=outcome,
        by=by.actor,
        effective_on=effective_on,
        late_reason=late_reason,
    )

    def perform(under_way: Act) -> Outcome:
        need_role(by, waiting_task(under_way, task))
        return decided(under_way, command, remark={"late": late_reason, "deviation": reason, "comment": comment})

    return act(number, deed=Deed.COMPLETE, by=by, at=at, seen=seen, perform=perform)


def approve_deviation(*, number: str, task: int, by: Rights, at: datetime, seen: int | None = None) -> Done:
    """The second signature: the amount takes effect and the task is done."""

    def perform(under_way: Act) -> Outcome:
        need_role(by, waiting_task(under_way, task))
        return decided(under_way, ApproveDeviation(task=task, by=by.actor))

    return act(number, deed=Deed.COMPLETE, by=by, at=at, seen=seen, perform=perform)


def refuse_deviation(*, number: str, task: int, reason: str, by: Rights, at: datetime, seen: int | None = None) -> Done:
    """Back to those whose task it is, with the reason."""

    def perform(under_way: Act) -> Outcome:
        need_role(by, waiting_task(under_way, task))
        return decided(under_way, RefuseDeviation(task=task, reason=reason, by=by.actor), remark={"refusal": reason})

    return act(number, deed=Deed.COMPLETE, by=by, at=at, seen=seen, perform=perform)
