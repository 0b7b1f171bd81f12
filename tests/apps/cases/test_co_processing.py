"""會辦 and 平行派案 over the database: who may do what, what waits for whom, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.asking import DUE, Agencies, asked
from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.actions import (
    Registered,
    answer_request,
    ask_more_time,
    assign_task,
    close_case,
    complete_task,
    decide_time,
    nudge_unit,
    pass_back,
    take_task,
    withdraw_case,
    withdraw_request,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.models import Case, Consultation, Intent, Remark, Task
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.verify import verify
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Deed, grounds, may
from tongban.core.casework import Mode, Refusal

pytestmark = pytest.mark.django_db
NOON = AT + timedelta(hours=4)


@pytest.fixture
def agencies(city: City, registered: Registered) -> Agencies:
    return Agencies(city)


def step(number: str) -> int:
    return next(task.number for task in case_file(number).open_tasks if task.is_step)


def complete(agencies: Agencies, number: str) -> None:
    complete_task(number=number, task=step(number), outcome="complete", by=agencies.asker, at=NOON)


def answer(agencies: Agencies, number: str, request: int, unit: str, **more: object) -> None:
    given = {"opinion": "agree", **more}
    answer_request(number=number, request=request, by=agencies.of(unit), at=NOON, **given)  # type: ignore[arg-type]


def test_an_asked_unit_reaches_the_case_until_it_has_answered(agencies: Agencies, registered: Registered) -> None:
    number, fire = registered.number, agencies.of("fire")
    assert not may(fire, Deed.VIEW, case_file(number).facts)
    asked(agencies, number, "fire", "police")
    assert may(fire, Deed.VIEW, case_file(number).facts) and may(fire, Deed.REPLY, case_file(number).facts)
    assert Case.objects.filter(grounds(fire, Deed.VIEW).filter(), number=number).exists()
    answer(agencies, number, 1, "fire")
    assert not may(fire, Deed.VIEW, case_file(number).facts)
    assert may(agencies.of("police"), Deed.VIEW, case_file(number).facts)


def test_being_asked_is_no_right_to_the_case_itself(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    facts = case_file(registered.number).facts
    for deed in (Deed.COMPLETE, Deed.CORRECT, Deed.WITHDRAW, Deed.MESSAGE, Deed.CLOSE, Deed.EXTEND, Deed.CONSULT):
        assert not may(agencies.of("fire"), deed, facts), deed
        assert not may(agencies.of("fire", Role.SUPERVISOR), deed, facts), deed
    chief, colleague = agencies.of("fire", Role.SUPERVISOR), agencies.city.people["colleague"]
    with pytest.raises(NotAllowed):
        assign_task(number=registered.number, task=step(registered.number), to=colleague, by=chief, at=NOON)


def test_another_units_request_is_none_of_ones_business(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire", "police")
    for act in (answer_request, pass_back, ask_more_time):
        with pytest.raises(NotAllowed):
            more = {
                answer_request: {"opinion": "agree"},
                pass_back: {"reason": "無關"},
                ask_more_time: {"until": DUE + timedelta(3), "reason": "忙"},
            }[act]
            act(number=registered.number, request=2, by=agencies.of("fire"), at=NOON, **more)  # type: ignore[operator]


def test_a_stranger_neither_asks_nor_nudges(agencies: Agencies, registered: Registered) -> None:
    with pytest.raises(NotAllowed):
        asked(agencies, registered.number, "fire", by=agencies.of("police"))
    asked(agencies, registered.number, "fire")
    for act, more in ((nudge_unit, {}), (withdraw_request, {"reason": "x"}), (decide_time, {"until": None})):
        with pytest.raises(NotAllowed):
            act(number=registered.number, request=1, by=agencies.of("police"), at=NOON, **more)  # type: ignore[operator]


def test_the_work_of_asked_units_is_taken_and_given_like_any_other(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    asked(agencies, number, "fire")
    work = next(task for task in case_file(number).open_tasks if not task.is_step)
    assert work.unit_id == agencies.units["fire"].pk
    take_task(number=number, task=work.number, by=agencies.of("fire"), at=NOON)
    assert Case.objects.get(number=number).handler_id != agencies.people["fire-handler"].pk
    chief = agencies.of("fire", Role.SUPERVISOR)
    assign_task(number=number, task=work.number, to=agencies.people["fire-handler"], by=chief, at=NOON)
    with pytest.raises(NotAllowed):
        complete_task(number=number, task=work.number, by=agencies.asker, at=NOON)


def test_the_step_waits_for_as_many_answers_as_were_wanted(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    asked(agencies, number, "fire", "police", "health", enough=2)
    before = case_file(number).state.clock
    answer(agencies, number, 1, "fire")
    with pytest.raises(Refusal) as held:
        complete(agencies, number)
    assert held.value.code == "consultation-open" and "1 個單位" in held.value.text.zh
    answer(agencies, number, 3, "health", opinion="other", text="宜加註")
    assert case_file(number).state.clock == before
    complete(agencies, number)
    assert list(Consultation.objects.order_by("number").values_list("standing", flat=True)) == [
        "answered",
        "lapsed",
        "answered",
    ]
    assert not Task.objects.filter(kind=Task.CONSULTATION, state=Task.OPEN).exists()
    assert Intent.objects.get(event="consultation-lapsed").to == "police"


def test_nobody_answers_twice(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire", "police")
    answer(agencies, registered.number, 1, "fire")
    with pytest.raises(NotAllowed):
        answer(agencies, registered.number, 1, "fire", opinion="disagree", text="改變心意")
    chief = agencies.of("fire", Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        answer_request(number=registered.number, request=1, opinion="agree", by=chief, at=NOON)
    assert Consultation.objects.get(number=1).opinion == "agree"


def test_a_part_of_a_parallel_dispatch_is_missing_until_somebody_does_it(
    agencies: Agencies, registered: Registered
) -> None:
    number, mode = registered.number, Mode.PARALLEL_DISPATCH
    asked(agencies, number, "fire", "police", mode=mode)
    answer(agencies, number, 1, "fire", opinion="done", text="已會勘")
    by = agencies.of("police")
    pass_back(number=number, request=2, reason="非本局權責", suggested="health", by=by, at=NOON)
    with pytest.raises(Refusal, match="parts of the parallel dispatch"):
        complete(agencies, number)
    asked(agencies, number, "health", mode=mode, instead_of=2)
    assert Consultation.objects.get(number=3).round == 1
    with pytest.raises(Refusal, match="parts of the parallel dispatch"):
        complete(agencies, number)
    answer(agencies, number, 3, "health", opinion="done", text="已處理")
    complete(agencies, number)


def test_what_is_written_is_kept_and_the_journal_holds_only_its_digest(
    agencies: Agencies, registered: Registered
) -> None:
    number = registered.number
    asked(agencies, number, "fire")
    answer(agencies, number, 1, "fire", opinion="disagree", text="出入口堵塞")
    subject = case_file(number).subject
    events = {e.kind: e.data for e in JournalEvent.objects.filter(subject=subject)}
    assert events["UnitsAsked"]["requests"] == [{"request": 1, "unit": "fire", "due_on": DUE.isoformat()}]
    said = events["ConsultationAnswered"]["answer"]
    assert Remark.objects.get(pk=said["remark"]).body == "出入口堵塞"
    assert "堵塞" not in str(events) and "表示意見" not in str(events)
    assert verify().is_clean


def test_more_time_is_asked_for_and_given(agencies: Agencies, registered: Registered) -> None:
    number, fire = registered.number, agencies.of("fire")
    asked(agencies, number, "fire")
    later = DUE + timedelta(days=3)
    ask_more_time(number=number, request=1, until=later, reason="需現勘", by=fire, at=NOON)
    assert Consultation.objects.get().wanted_until == later
    decide_time(number=number, request=1, until=later, by=agencies.asker, at=NOON)
    row = Consultation.objects.get()
    assert (row.due_on, row.wanted_until) == (later, None)
    with pytest.raises(Refusal, match="not asked for more time"):
        decide_time(number=number, request=1, until=None, reason="否", by=agencies.asker, at=NOON)


def test_a_unit_is_nudged_once_a_day(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    asked(agencies, number, "fire")
    nudge_unit(number=number, request=1, by=agencies.asker, at=NOON)
    with pytest.raises(Refusal, match="nudged today"):
        nudge_unit(number=number, request=1, by=agencies.asker, at=NOON)
    nudge_unit(number=number, request=1, by=agencies.asker, at=NOON + timedelta(days=1))
    assert Consultation.objects.get().nudges == 2


def test_a_withdrawn_request_is_not_waited_for(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    asked(agencies, number, "fire", "police")
    answer(agencies, number, 1, "fire")
    with pytest.raises(Refusal, match="withdrawn"):
        withdraw_request(number=number, request=2, reason=" ", by=agencies.asker, at=NOON)
    withdraw_request(number=number, request=2, reason="已口頭確認", by=agencies.asker, at=NOON)
    assert not may(agencies.of("police"), Deed.VIEW, case_file(number).facts)
    complete(agencies, number)


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_open_requests_lapse_with_the_case(how: str, agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    asked(agencies, number, "fire", "police")
    if how == "withdraw":
        withdraw_case(number=number, reason="申請人撤回", by=agencies.asker, at=NOON)
    else:
        by = agencies.city.rights("supervisor")
        close_case(number=number, outcome="rejected", reason="重複申請", by=by, at=NOON)
    assert set(Consultation.objects.values_list("standing", flat=True)) == {"lapsed"}
    assert sorted(Intent.objects.filter(event="consultation-lapsed").values_list("to", flat=True)) == ["fire", "police"]


def test_asking_and_completing_stay_one_statement_to_read_and_one_to_write(
    agencies: Agencies, registered: Registered
) -> None:
    asked(agencies, registered.number, "fire")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer(agencies, registered.number, 1, "fire")
    assert len(seen) <= 2
