"""退回 and 略過: a task goes back to an earlier one, or is passed over."""

from __future__ import annotations

from datetime import datetime

from tongban.apps.cases.acting import Act, By, Done, act, decided
from tongban.apps.cases.returning import REASON, last_doer
from tongban.apps.org.policy import Deed, Rights
from tongban.core.calendar import day_of
from tongban.core.casework import Outcome, SendBack, Skip

from .working import need_role, waiting_task


def send_back_task(
    *, number: str, task: int, activity: str, reason: str, by: By, at: datetime, seen: int | None = None
) -> Done:
    """Back to the earlier step `activity`, where it waits for whoever did it last, if that post is still held."""
    command = SendBack(task=task, activity=activity, reason=reason)

    def perform(under_way: Act) -> Outcome:
        waiting = waiting_task(under_way, task)
        if isinstance(by, Rights):
            need_role(by, waiting)
        outcome = decided(under_way, command, remark={REASON: reason})
        _give_to_last(under_way, activity)
        return outcome

    return act(number, deed=Deed.COMPLETE, by=by, at=at, seen=seen, perform=perform)


def skip_task(
    *, number: str, task: int, reason: str, outcome: str = "", by: By, at: datetime, seen: int | None = None
) -> Done:
    """Pass over a waiting task on a supervisor's authority; its form stays unfilled."""
    command = Skip(task=task, reason=reason, outcome=outcome)

    def perform(under_way: Act) -> Outcome:
        waiting_task(under_way, task)
        return decided(under_way, command, remark={REASON: reason})

    return act(number, deed=Deed.SKIP, by=by, at=at, seen=seen, perform=perform)


def _give_to_last(under_way: Act, activity: str) -> None:
    """Who did the step knows what is wrong with it."""
    file, on = under_way.file, day_of(under_way.at)
    for place, new in enumerate(under_way.change.new_tasks):
        if new.activity != activity:
            continue
        person = last_doer(
            case=file.id, activity=activity, role=new.role, unit=new.unit_id, on=on, org_version=file.org_version
        )
        under_way.change.new_tasks[place] = new._replace(assignee_id=person)
