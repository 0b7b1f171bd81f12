"""會辦 and 平行派案: units are asked beside the process, which stays where it is, and so does the statutory clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tongban.core.process import ProcessState
from tongban.core.text import Text

from .commands import AskUnits, UnitRequest
from .consultation import Consultation, Mode, Standing
from .consulting import find_request, tell
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .situation import Situation, need_open
from .state import CaseState, Phase
from .working import find

REMIND_AT_MOST = 10
"""Working days."""


def ask(state: CaseState, command: AskUnits, here: Situation) -> Outcome:
    need_open(state)
    task = find(state, command.task)
    standing = state.process
    assert standing is not None
    before = _replaced(state, command)
    requests = tuple(_asked(command, place, here, state.clock.place) for place in range(len(command.requests)))
    _check(command, requests, state, before, here.today)
    number, work = len(state.consultations) + 1, standing.next_number
    new = tuple(
        Consultation(
            number=number + place,
            round=before.round if before else _last_round(state) + 1,
            mode=command.mode,
            task=task.number,
            activity=task.activity,
            work=work + place,
            unit=one.unit,
            question=one.question,
            asked_by=command.by,
            asked_on=here.on,
            due_on=one.due_on,
            enough=before.enough if before else command.enough,
            remind=one.remind,
        )
        for place, one in enumerate(requests)
    )
    kept = tuple(replace(one, standing=Standing.REPLACED) if one is before else one for one in state.consultations)
    state = replace(
        state,
        phase=Phase.IN_PROGRESS if state.phase is Phase.RECEIVED else state.phase,
        process=_numbered(standing, len(new)),
        consultations=(*kept, *new),
    )
    facts: dict[str, object] = {
        "round": new[0].round,
        "mode": command.mode.value,
        "task": task.number,
        "enough": new[0].enough,
        "requests": [{"request": n.number, "unit": n.unit, "due_on": n.due_on.isoformat()} for n in new],
    }
    if before:
        facts["instead_of"] = before.number
    told = tuple(tell("consultation-asked", one, one.unit) for one in new)
    return Outcome(state, (Event("UnitsAsked", facts, here.on),), told)


def _replaced(state: CaseState, command: AskUnits) -> Consultation | None:
    if not command.instead_of:
        return None
    one = find_request(state, command.instead_of)
    if one.standing is not Standing.PASSED_BACK or one.mode is not command.mode:
        raise Refusal(
            "not-passed-back", Text("只有被退回的會辦可以改會", "Only what was passed back can be asked anew")
        )
    return one


def _asked(command: AskUnits, place: int, here: Situation, district: str | None) -> UnitRequest:
    """As it will stand: a due date on a day off moves to the next working day."""
    one = command.requests[place]
    due_on = here.calendar.next_working(one.due_on, district)
    return replace(one, question=one.question.strip(), due_on=due_on, remind=min(max(one.remind, 0), REMIND_AT_MOST))


def _check(
    command: AskUnits, requests: tuple[UnitRequest, ...], state: CaseState, before: Consultation | None, today: date
) -> None:
    """Everything that is wrong, each at its place."""
    wrong: list[FieldRefusal] = []
    if not requests:
        wrong.append(FieldRefusal("requests", Text("請至少選擇一個單位", "Choose at least one unit")))
    taken = {one.unit for one in state.consultations if before and one.round == before.round and one.is_open}
    for place, one in enumerate(requests):
        if one.unit not in command.units:
            text = Text("請選擇現有的其他單位", "Choose another unit that exists")
            wrong.append(FieldRefusal(f"unit-{place}", text))
        elif one.unit in taken:
            wrong.append(FieldRefusal(f"unit-{place}", Text("同一次只需會一次", "Ask each unit once at a time")))
        taken.add(one.unit)
        if not one.question:
            wrong.append(FieldRefusal(f"question-{place}", Text("請填寫會辦事項", "Say what you ask")))
        if command.requests[place].due_on < today:
            text = Text("回復期限不可早於今日", "The due date cannot lie in the past")
            wrong.append(FieldRefusal(f"due_on-{place}", text))
    most = len(requests)
    all_needed = command.mode is Mode.PARALLEL_DISPATCH and command.enough != most
    if not before and requests and (all_needed or not 1 <= command.enough <= most):
        text = Text(f"可續辦之回復數須為 1 至 {most}", f"Between 1 and {most} answers can be enough")
        wrong.append(FieldRefusal("enough", text))
    if wrong:
        raise Refusal("requests", wrong[0].text, tuple(wrong))


def _last_round(state: CaseState) -> int:
    return max((one.round for one in state.consultations), default=0)


def _numbered(standing: ProcessState, more: int) -> ProcessState:
    """Work of asked units has numbers of the case's tasks, but no token."""
    return replace(standing, next_number=standing.next_number + more)
