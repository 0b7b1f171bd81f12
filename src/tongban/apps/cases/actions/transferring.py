"""移轉 and 改分: giving a case to another unit, which accepts or refuses it."""

from __future__ import annotations

from datetime import datetime

from tongban.apps.cases.acting import Act, Done, act, decided
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.moving import own_groups
from tongban.apps.cases.placing import is_staffed, open_units, unit_of, units_by_id
from tongban.apps.cases.reading import CaseFile, OpenTask
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Deed, Rights
from tongban.core.casework import AcceptTransfer, AskTransfer, Outcome, RefuseTransfer, Transfer, WithdrawTransfer
from tongban.core.text import Text

from .working import may_do, need_role, waiting_task


def ask_transfer(
    *, number: str, unit: str, reason: str, at_once: bool = False, by: Rights, at: datetime, seen: int | None = None
) -> Done:
    """Ask a unit (its code) to take the case over, which stays until then; `at_once` gives it to the unit, for who
    leads both."""

    def perform(under_way: Act) -> Outcome:
        file = under_way.file
        if at_once and not leads_both(by, file, unit):
            raise NotAllowed(
                Text(
                    "改分須由同時主管兩個單位者為之；請改以移轉請該單位承接",
                    "Only who leads both units transfers at once: ask the unit to take the case over instead",
                )
            )
        command = AskTransfer(
            unit=unit,
            source=_code(file),
            reason=reason,
            by=by.actor,
            units=frozenset(open_units(file.org_version)),
            staffed=_staffed(file, unit),
            at_once=at_once,
        )
        return decided(under_way, command, remark={"reason": reason})

    return act(number, deed=Deed.TRANSFER, by=by, at=at, seen=seen, perform=perform)


def accept_transfer(*, number: str, transfer: int, take: bool = False, by: Rights, at: datetime) -> Done:
    """The asked unit has the case from now on. `take`: whoever accepts also handles it. No version is asked for: what
    others do to the case meanwhile does not make it anybody else's."""

    def perform(under_way: Act) -> Outcome:
        file = under_way.file
        one = _for_receiver(under_way, transfer, by)
        command = AcceptTransfer(
            transfer=transfer,
            source=_code(file),
            by=by.actor,
            units=frozenset(open_units(file.org_version)),
            staffed=one is None or _staffed(file, one.target),
        )
        outcome = decided(under_way, command)
        if take:
            _take(under_way, by)
        return outcome

    return act(number, deed=Deed.REPLY, by=by, at=at, seen=None, perform=perform)


def refuse_transfer(*, number: str, transfer: int, reason: str, suggested: str = "", by: Rights, at: datetime) -> Done:
    """The case stays where it is. `suggested`: code of the unit that is in charge, where that is known."""

    def perform(under_way: Act) -> Outcome:
        _for_receiver(under_way, transfer, by)
        units = frozenset(open_units(under_way.file.org_version))
        command = RefuseTransfer(transfer=transfer, reason=reason, suggested=suggested, units=units, by=by.actor)
        return decided(under_way, command, remark={"reason": reason})

    return act(number, deed=Deed.REPLY, by=by, at=at, seen=None, perform=perform)


def withdraw_transfer(*, number: str, transfer: int, by: Rights, at: datetime) -> Done:
    """Whoever may give the case away takes the request back."""
    command = WithdrawTransfer(transfer=transfer, by=by.actor)
    return act(
        number, deed=Deed.TRANSFER, by=by, at=at, seen=None, perform=lambda under_way: decided(under_way, command)
    )


def leads_both(rights: Rights, file: CaseFile, unit: str) -> bool:
    """Whether one post supervises the unit that has the case and the one it would go to."""
    target = unit_of(unit, file.org_version)
    if target is None:
        return any(post.role == Role.SUPERVISOR and file.unit_id in post.unit_ids for post in rights.posts)
    both = {file.unit_id, target.pk}
    return any(post.role == Role.SUPERVISOR and both <= post.unit_ids for post in rights.posts)


def _staffed(file: CaseFile, unit: str) -> bool:
    """Whether the people that the case's own tasks wait for are there."""
    target = unit_of(unit, file.org_version)
    if target is None:
        return False
    roles = (task.role for task in file.open_tasks if own_groups(file, task))
    return is_staffed(target, roles, file.org_version)


def _for_receiver(under_way: Act, number: int, by: Rights) -> Transfer | None:
    """The transfer, if it is open and `by` may do the receiving unit's work; what is over the core refuses."""
    one = next((one for one in under_way.file.state.transfers if one.number == number), None)
    if one is None or not one.is_open:
        return None
    need_role(by, waiting_task(under_way, one.work))
    return one


def _take(under_way: Act, by: Rights) -> None:
    """The tasks that came along and that `by` may do are his, and so is the case."""
    under_way.change.columns["handler_id"] = by.person_id
    for place, task in enumerate(under_way.change.placed_tasks):
        known = under_way.file.task(task.number)
        mine = may_do(by, OpenTask(task.number, "", task.unit_id, task.role, None))
        if known is not None and known.is_step and not task.away and mine:
            under_way.change.placed_tasks[place] = task._replace(assignee_id=by.person_id)
            under_way.entries.append(Entry("TaskTaken", {"task": task.number}))


def _code(file: CaseFile) -> str:
    return units_by_id(file.org_version)[file.unit_id]
