from __future__ import annotations

from datetime import date, timedelta

import pytest

from tongban.apps.cases.actions import (
    Registered,
    answer_correction,
    complete_task,
    register_case,
    reopen_case,
    take_task,
    withdraw_case,
)
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.models import Case, Intent, Step, Task
from tongban.apps.cases.passwords import matches
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.parties.queries import protected_answers
from tongban.core.casework import CorrectionRequest, Refusal
from tongban.core.casework.number import read_case_number

from .conftest import AT, City, application

DAY = timedelta(days=1)


def test_registering_gives_a_number_a_password_and_a_first_task(city: City, registered: Registered) -> None:
    case = Case.objects.get(number=registered.number)
    assert read_case_number(registered.number) == registered.number
    assert registered.number.startswith("SOC-115-0000001-")
    assert registered.password is not None
    assert matches(case.number, registered.password, case.password_mac)
    assert (case.phase, case.unit_id, case.taken_in_id) == ("received", city.section.pk, city.office.pk)
    assert case.due_on is not None
    task = Task.objects.get(case=case, state="open")
    assert (task.activity, task.unit_id, task.role) == ("accept", city.section.pk, "handler")


def test_personal_answers_lie_in_the_protected_store_alone(registered: Registered) -> None:
    case = Case.objects.get(number=registered.number)
    stored = case.answers.get()
    assert "wearer_id" not in stored.data
    assert "A123456789" not in str(stored.data)
    assert stored.protected is not None


def test_a_case_goes_through_review_to_its_close(city: City, registered: Registered) -> None:
    number = registered.number
    complete_task(number=number, task=task_of(number), outcome="complete", by=city.rights("handler"), at=AT + DAY)
    complete_task(number=number, task=task_of(number), outcome="approved", by=city.rights("supervisor"), at=AT + DAY)
    complete_task(number=number, task=task_of(number), by=city.rights("handler"), at=AT + 11 * DAY)
    case = Case.objects.get(number=number)
    assert (case.phase, case.outcome, case.on_time) == ("closed", "approved", True)
    assert case.handler_id == city.people["handler"].pk
    assert [s.activity for s in Step.objects.filter(case=case).order_by("id")] == [
        "start",
        "accept",
        "review",
        "deliver",
    ]
    assert Intent.objects.filter(case=case, event="closed").count() == 1
    kinds = [e.kind for e in JournalEvent.objects.filter(subject=f"case:{case.pk}").order_by("seq")]
    assert kinds[0] == "CaseRegistered"
    assert kinds[-1] == "CaseClosed"


def test_a_correction_stops_the_clock_and_its_answer_lets_it_run_on(city: City, registered: Registered) -> None:
    number, by = registered.number, city.rights("handler")
    due = Case.objects.get(number=number).due_on
    request = CorrectionRequest(missing="診斷書", reason="未附", due_on=date(2026, 3, 6), consequence="逾期駁回")
    complete_task(number=number, task=task_of(number), outcome="incomplete", correction=request, by=by, at=AT + DAY)
    case = Case.objects.get(number=number)
    assert (case.phase, case.due_on) == ("awaiting-correction", None)
    answer_correction(number=number, by=by, at=AT + 11 * DAY)
    case.refresh_from_db()
    assert case.phase == "in-progress"
    assert case.due_on is not None
    assert due is not None
    assert case.due_on > due
    assert case_file(number).open_tasks[0].activity == "accept"


def test_a_handler_cannot_do_the_supervisors_review(city: City, registered: Registered) -> None:
    number = registered.number
    complete_task(number=number, task=task_of(number), outcome="complete", by=city.rights("handler"), at=AT)
    with pytest.raises(NotAllowed):
        complete_task(number=number, task=task_of(number), outcome="approved", by=city.rights("handler"), at=AT)


def test_a_stranger_may_not_act(city: City, registered: Registered) -> None:
    with pytest.raises(NotAllowed):
        take_task(number=registered.number, task=task_of(registered.number), by=city.rights("stranger"), at=AT)


def test_who_saw_an_older_version_is_told_and_nothing_is_done(city: City, registered: Registered) -> None:
    number = registered.number
    take_task(number=number, task=task_of(number), by=city.rights("handler"), at=AT, seen=1)
    with pytest.raises(Changed):
        complete_task(
            number=number, task=task_of(number), outcome="complete", by=city.rights("colleague"), at=AT, seen=1
        )
    assert case_file(number).open_tasks[0].activity == "accept"


def test_an_outcome_the_process_does_not_know_is_refused_with_its_place(city: City, registered: Registered) -> None:
    with pytest.raises(Refusal) as refused:
        complete_task(
            number=registered.number, task=task_of(registered.number), outcome="x", by=city.rights("handler"), at=AT
        )
    assert refused.value.fields[0].field == "outcome"


def test_withdrawing_ends_every_task_and_reopening_erases_nothing(city: City, registered: Registered) -> None:
    number = registered.number
    withdraw_case(number=number, reason="申請人改變心意", by=city.rights("handler"), at=AT + DAY)
    case = Case.objects.get(number=number)
    assert case.phase == "withdrawn"
    assert not Task.objects.filter(case=case, state="open").exists()
    reopen_case(number=number, reason="誤撤", activity="accept", by=city.rights("supervisor"), at=AT + 11 * DAY)
    case.refresh_from_db()
    assert (case.phase, case.closed_on) == ("in-progress", None)
    assert case.clock["closings"]


def test_the_same_form_sent_twice_is_one_case(city: City) -> None:
    from uuid import uuid4

    once = application(city, intake_key=uuid4())
    first = register_case(application=once, by=city.rights("counter"), at=AT)
    second = register_case(application=once, by=city.rights("counter"), at=AT)
    assert (second.number, second.already, second.password) == (first.number, True, None)


def task_of(number: str) -> int:
    return case_file(number).open_tasks[0].number


def test_amending_one_answer_keeps_the_protected_others(city: City, registered: Registered) -> None:
    number, by = registered.number, city.rights("handler")
    request = CorrectionRequest(missing="電話", reason="有誤", due_on=date(2026, 3, 6), consequence="逾期駁回")
    complete_task(number=number, task=task_of(number), outcome="incomplete", correction=request, by=by, at=AT + DAY)
    answer_correction(number=number, answers={"wearer_phone": "0922333444"}, by=by, at=AT + 11 * DAY)
    latest = Case.objects.get(number=number).answers.get(version=2)
    assert latest.protected is not None
    protected = protected_answers(latest.protected)
    assert protected is not None
    assert protected["wearer_id"] == "A123456789"
    assert protected["wearer_phone"] != protected_answers_of_first(number)["wearer_phone"]
    assert latest.data["size"] == "m"


def protected_answers_of_first(number: str) -> dict[str, object]:
    first = Case.objects.get(number=number).answers.get(version=1)
    assert first.protected is not None
    return protected_answers(first.protected) or {}
