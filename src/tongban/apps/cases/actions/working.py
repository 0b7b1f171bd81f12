"""Taking, assigning and completing tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tongban.apps.cases.acting import Act, By, Done, act, decided
from tongban.apps.cases.change import Assigned
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.reading import OpenTask
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Person, Role
from tongban.apps.org.policy import Deed, Rights, rights_of
from tongban.core.calendar import day_of
from tongban.core.casework import CompleteTask, CorrectionRequest, Outcome, Refusal
from tongban.core.text import Text


def complete_task(
    *,
    number: str,
    task: int,
    outcome: str = "",
    answers: Mapping[str, object] | None = None,
    text: str = "",
    amount: int | None = None,
    comment: str = "",
    correction: CorrectionRequest | None = None,
    effective_on: date | None = None,
    late_reason: str = "",
    by: By,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """Complete a waiting task with its outcome. `text` rewords the public step, `amount` is the penalty that its
    officer saw proposed, `comment` stays inside."""
    command = CompleteTask(
        task=task,
        outcome=outcome,
        answers=answers or {},
        text=text,
        amount=amount,
        correction=correction,
        effective_on=effective_on,
        late_reason=late_reason,
    )

    def perform(under_way: Act) -> Outcome:
        waiting = waiting_task(under_way, task)
        if isinstance(by, Rights):
            need_role(by, waiting)
            if under_way.file.handler_id is None and waiting.role == Role.HANDLER:
                under_way.change.columns["handler_id"] = by.person_id
        return decided(under_way, command, remark={"late": late_reason, "comment": comment})

    return act(number, deed=Deed.COMPLETE, by=by, at=at, seen=seen, perform=perform)


def take_task(*, number: str, task: int, by: Rights, at: datetime, seen: int | None = None) -> Done:
    """Make a waiting task one's own; a handler who takes one also becomes the case's handler."""

    def perform(under_way: Act) -> None:
        waiting = waiting_task(under_way, task)
        need_role(by, waiting)
        _give(under_way, waiting, by.person_id)
        under_way.entries.append(Entry("TaskTaken", {"task": task}))

    return act(number, deed=Deed.TAKE, by=by, at=at, seen=seen, perform=perform)


def assign_task(*, number: str, task: int, to: Person, by: Rights, at: datetime, seen: int | None = None) -> Done:
    """Give a waiting task to somebody whose posts let him do it."""

    def perform(under_way: Act) -> None:
        waiting = waiting_task(under_way, task)
        if not by.holds(Role.SUPERVISOR, under_way.file.unit_id if waiting.is_step else waiting.unit_id):
            raise NotAllowed
        theirs = rights_of(to.pk, day_of(at), under_way.file.org_version)
        if not to.is_active or not may_do(theirs, waiting):
            raise Refusal(
                "assignee",
                Text(f"{to.name}的職務不能辦理此待辦，請改派他人", f"{to.name} holds no position for this task"),
            )
        _give(under_way, waiting, to.pk)
        under_way.entries.append(Entry("TaskAssigned", {"task": task, "person": to.pk}))

    return act(number, deed=Deed.ASSIGN, by=by, at=at, seen=seen, perform=perform)


def _give(under_way: Act, waiting: OpenTask, person_id: int) -> None:
    under_way.change.assigned.append(Assigned(waiting.number, person_id))
    if waiting.is_step and waiting.role == Role.HANDLER and waiting.unit_id == under_way.file.unit_id:
        under_way.change.columns["handler_id"] = person_id


def waiting_task(under_way: Act, task: int) -> OpenTask:
    if (waiting := under_way.file.task(task)) is None:
        raise Refusal("task-gone", Text("此待辦已由他人完成或已取消", "This task was completed or cancelled meanwhile"))
    return waiting


def need_role(rights: Rights, task: OpenTask) -> None:
    if not may_do(rights, task):
        raise NotAllowed(
            Text("此待辦須由其他職務辦理（例如主管複審）", "This task is for another position, such as a supervisor")
        )


def may_do(rights: Rights, task: OpenTask) -> bool:
    """Supervisors may step in for their handlers; never the other way round: a review needs a second person."""
    if rights.holds(task.role, task.unit_id):
        return True
    return task.role != Role.SUPERVISOR and rights.holds(Role.SUPERVISOR, task.unit_id)
