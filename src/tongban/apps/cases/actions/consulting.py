"""會辦 and 平行派案: other units are asked beside the process, and answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tongban.apps.cases.acting import Act, Done, act, decided
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.placing import open_units, unit_of
from tongban.apps.cases.reading import CaseFile, OpenTask
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Deed, Rights
from tongban.core.casework import (
    AskMoreTime,
    AskUnits,
    Command,
    Consultation,
    DecideTime,
    GiveAnswer,
    Mode,
    NudgeUnit,
    Outcome,
    PassBack,
    Refusal,
    UnitRequest,
    WithdrawRequest,
)
from tongban.core.casework.consulting import find_request
from tongban.core.forms.showing import value_text
from tongban.core.text import Text

from .working import may_do, need_role, waiting_task

LANGUAGE = "zh-Hant"
"""In which the history keeps the answers of a form."""


def ask_units(
    *,
    number: str,
    task: int,
    mode: Mode,
    requests: tuple[UnitRequest, ...],
    enough: int,
    instead_of: int = 0,
    by: Rights,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """Ask units at a waiting task, which goes on when `enough` have answered; see `AskUnits`."""

    def perform(under_way: Act) -> Outcome:
        step = _step(under_way, task)
        need_role(by, step)
        if under_way.file.handler_id is None and step.role == Role.HANDLER and step.unit_id == under_way.file.unit_id:
            under_way.change.columns["handler_id"] = by.person_id  # who asks others keeps the case
        command = AskUnits(
            task=task,
            mode=mode,
            requests=requests,
            enough=enough,
            by=by.actor,
            units=_askable(under_way),
            instead_of=instead_of,
        )
        return decided(under_way, command, remark=_questions(requests))

    return act(number, deed=Deed.CONSULT, by=by, at=at, seen=seen, perform=perform)


def nudge_unit(*, number: str, request: int, by: Rights, at: datetime) -> Done:
    """催辦, once a day."""
    return _of_asker(number, NudgeUnit(request=request), request, by, at)


def withdraw_request(*, number: str, request: int, reason: str, by: Rights, at: datetime) -> Done:
    command = WithdrawRequest(request=request, reason=reason, by=by.actor)
    return _of_asker(number, command, request, by, at, {"reason": reason})


def decide_time(*, number: str, request: int, until: date | None, reason: str = "", by: Rights, at: datetime) -> Done:
    """Give a unit time until a later day; None refuses what it asked for, with the reason."""
    command = DecideTime(request=request, until=until, reason=reason)
    return _of_asker(number, command, request, by, at, {"reason": reason})


def answer_request(
    *,
    number: str,
    request: int,
    opinion: str,
    text: str = "",
    answers: Mapping[str, object] | None = None,
    by: Rights,
    at: datetime,
) -> Done:
    """The asked unit's answer. No version is asked for: it contradicts nothing that others do meanwhile."""
    command = GiveAnswer(request=request, opinion=opinion, text=text, answers=answers or {}, by=by.actor)

    def perform(under_way: Act) -> Outcome:
        _need_asked(under_way, request, by)
        outcome = decided(under_way, command)
        given = find_request(outcome.state, request)
        if kept := under_way.remark("answer", _whole(under_way, given)):
            first = under_way.entries[0]
            under_way.entries[0] = first._replace(data={**first.data, "answer": kept})
        return outcome

    return act(number, deed=Deed.REPLY, by=by, at=at, seen=None, perform=perform)


def pass_back(*, number: str, request: int, reason: str, suggested: str = "", by: Rights, at: datetime) -> Done:
    """非本機關權責: with the reason, and the code of the unit to ask instead where that is known."""

    def perform(under_way: Act) -> Outcome:
        _need_asked(under_way, request, by)
        units = _askable(under_way)
        command = PassBack(request=request, reason=reason, suggested=suggested, units=units, by=by.actor)
        return decided(under_way, command, remark={"reason": reason})

    return act(number, deed=Deed.REPLY, by=by, at=at, seen=None, perform=perform)


def ask_more_time(*, number: str, request: int, until: date, reason: str, by: Rights, at: datetime) -> Done:
    command = AskMoreTime(request=request, until=until, reason=reason)

    def perform(under_way: Act) -> Outcome:
        _need_asked(under_way, request, by)
        return decided(under_way, command, remark={"reason": reason})

    return act(number, deed=Deed.REPLY, by=by, at=at, seen=None, perform=perform)


def _of_asker(
    number: str, command: Command, request: int, by: Rights, at: datetime, remark: Mapping[str, str] | None = None
) -> Done:
    def perform(under_way: Act) -> Outcome:
        _need_asker(under_way, find_request(under_way.file.state, request), by)
        return decided(under_way, command, remark=remark)

    return act(number, deed=Deed.CONSULT, by=by, at=at, seen=None, perform=perform)


def looks_after(rights: Rights, file: CaseFile, one: Consultation) -> bool:
    """Whether somebody may nudge, withdraw and give time: who asked, whoever may do the step that waits for it, and
    where there is none any more, whoever handles cases of the unit."""
    steps = [task for task in file.open_tasks if task.is_step]
    own = next((task for task in steps if task.number == one.task), None)
    step = own or next((task for task in steps if task.activity == one.activity), None)
    if one.asked_by == rights.actor:
        return True
    if step is None:
        return any(rights.holds(role, file.unit_id) for role in (Role.HANDLER, Role.SUPERVISOR))
    return may_do(rights, step)


def _need_asker(under_way: Act, one: Consultation, by: Rights) -> None:
    if not looks_after(by, under_way.file, one):
        raise NotAllowed


def _need_asked(under_way: Act, request: int, by: Rights) -> None:
    """Whoever may do the asked unit's work. What is over is refused by the core, which says why."""
    one = find_request(under_way.file.state, request)
    if one.is_open:
        need_role(by, waiting_task(under_way, one.work))
        return
    unit = unit_of(one.unit, under_way.file.org_version)
    if unit is None or not any(by.holds(role, unit.pk) for role in (Role.HANDLER, Role.SUPERVISOR)):
        raise NotAllowed


def _step(under_way: Act, number: int) -> OpenTask:
    task = waiting_task(under_way, number)
    if not task.is_step:
        text = Text(
            "會辦由承辦單位發起；請以「非本機關權責」退回並建議單位", "Only the unit that has the case asks others"
        )
        raise Refusal("not-a-step", text)
    return task


def _askable(under_way: Act) -> frozenset[str]:
    """Open units, but for the one that handles the case."""
    known = open_units(under_way.file.org_version)
    own = (code for code in known if _pk(code, under_way) == under_way.file.unit_id)
    return frozenset(known) - frozenset(own)


def _pk(code: str, under_way: Act) -> int:
    unit = unit_of(code, under_way.file.org_version)
    return unit.pk if unit else 0


def _questions(requests: tuple[UnitRequest, ...]) -> dict[str, str]:
    """Each different question once."""
    different = dict.fromkeys(one.question.strip() for one in requests)
    return {f"question{place}" if place > 1 else "question": text for place, text in enumerate(different, 1)}


def _whole(under_way: Act, given: Consultation) -> str:
    """What was said, with the answers of the pack's form: as the history keeps it."""
    form = under_way.definition.forms.get(under_way.definition.consultation_form)
    lines = [given.answer] if given.answer else []
    for question in form.questions if form else ():
        if (value := given.answers.get(question.name)) is not None:
            lines.append(f"{question.label.in_(LANGUAGE)}：{value_text(question, value, LANGUAGE)}")
    return "\n".join(lines)
