"""移轉: what is written when a unit is asked to take a case over, answers, and when the case goes there."""

from __future__ import annotations

from tongban.core.casework import Outcome, Transfer, TransferStanding

from .change import Change, EndedTask, NewTask, PlacedTask, Transferred
from .models import Task
from .placing import asked_of, place, stored_unit
from .reading import CaseFile, OpenTask


def add_transfers(change: Change, file: CaseFile, outcome: Outcome) -> None:
    """The rows of transfers, the task by which the receiving unit answers, and everything that goes with the case."""
    old = {one.number: one for one in file.state.transfers}
    for one in outcome.state.transfers:
        was = old.get(one.number)
        if was == one:
            continue
        change.transfers.append(_row(one, file.org_version))
        if was is None and one.is_open:
            change.new_tasks.append(_work(one, file))
        elif was is not None and was.is_open:
            answered = one.standing in (TransferStanding.ACCEPTED, TransferStanding.REFUSED)
            how = Task.DONE if answered else Task.CANCELLED
            change.ended_tasks.append(EndedTask(one.work, how, one.standing.value))
    if outcome.unit:
        _move(change, file, outcome.unit)


def own_groups(file: CaseFile, task: OpenTask) -> tuple[str, ...]:
    """The groups of a step if any of them means the unit that handles the case; empty: it waits where it is said."""
    if not task.is_step or file.state.process is None:
        return ()
    groups = next((one.groups for one in file.state.process.tasks if one.number == task.number), ())
    return groups if any("@" not in group for group in groups) else ()


def _move(change: Change, file: CaseFile, unit: str) -> None:
    """The case is that unit's from now on. Tasks for "the unit that handles the case" go with it and are nobody's yet;
    those that name a unit stay there, with whoever took them."""
    to = stored_unit(unit, file.org_version).pk
    change.columns["unit_id"], change.columns["handler_id"] = to, None
    over = {task.number for task in change.ended_tasks}
    for task in file.open_tasks:
        if task.number in over:
            continue
        groups = own_groups(file, task)
        at, role = place(groups, to, file.org_version, task.activity) if groups else (task.unit_id, task.role)
        stays = at == task.unit_id
        change.placed_tasks.append(PlacedTask(task.number, at, role, at != to, task.assignee_id if stays else None))


def _work(one: Transfer, file: CaseFile) -> NewTask:
    at, role, group = asked_of(one.target, file.org_version)
    work = NewTask(one.work, Task.TRANSFER, 0, None, (group,), at, role, away=at != file.unit_id)
    return work._replace(kind=Task.TRANSFER)


def _row(one: Transfer, org_version: int) -> Transferred:
    source, target = stored_unit(one.source, org_version), stored_unit(one.target, org_version)
    known = {name: getattr(one, name) for name in Transferred._fields if not name.endswith("_id")}
    return Transferred(source_id=source.pk, target_id=target.pk, **known | {"standing": one.standing.value})
