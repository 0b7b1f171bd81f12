"""Scopes, branches and timers as rows: what is stored is what the core decides, and a timer comes once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.apps.cases.branching import draw_branching
from tests.apps.cases.conftest import AT, City, application
from tongban.apps.cases.actions import (
    complete_task,
    fire_due_timers,
    fire_timer,
    register_case,
    reopen_case,
    resume_case,
    send_back_task,
    skip_task,
    suspend_case,
    withdraw_case,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.models import Remark, Task, Token, Wait
from tongban.apps.cases.reading import case_file
from tongban.apps.cases.returning import sent_back
from tongban.apps.journal.models import JournalEvent
from tongban.core.casework import Refusal

LATER = AT + timedelta(days=30)


@pytest.fixture
def number(city: City, tmp_path: Path) -> str:
    draw_branching(tmp_path)
    registered = register_case(application=application(city), by=city.rights("counter"), at=AT)
    return registered.number


def waiting(number: str) -> list[str]:
    return [task.activity for task in case_file(number).open_tasks]


def task_at(number: str, activity: str) -> int:
    return next(task.number for task in case_file(number).open_tasks if task.activity == activity)


def done(city: City, number: str, *activities: str) -> None:
    for activity in activities:
        role = "supervisor" if activity in ("review", "chase") else "handler"
        complete_task(number=number, task=task_at(number, activity), by=city.rights(role), at=AT)


def events(number: str) -> list[str]:
    subject = case_file(number).subject
    return list(JournalEvent.objects.filter(subject=subject).order_by("seq").values_list("kind", flat=True))


def test_branches_of_a_sub_process_are_rows_that_read_back_as_they_were_decided(city: City, number: str) -> None:
    done(city, number, "accept")
    assert sorted(waiting(number)) == ["family", "house"]
    state = case_file(number).state.process
    assert state is not None
    scope = next(token for token in state.tokens if token.activity == "checks")
    assert {token.parent for token in state.tokens if token is not scope} == {scope.number}
    assert [wait.activity for wait in state.waits] == ["late"]
    done(city, number, "house", "family")
    assert waiting(number) == ["review"]
    assert [wait.activity for wait in case_file(number).state.process.waits] == ["overdue"]  # type: ignore[union-attr]
    done(city, number, "review", "deliver")
    assert not Token.objects.filter(case__number=number).exists()
    assert not Wait.objects.filter(case__number=number).exists()


def test_a_timer_of_working_days_comes_after_them_and_not_before(city: City, number: str) -> None:
    done(city, number, "accept")
    # Friday 13 February 2026; the new year's days off follow (14 to 22), so two working days are over on the 25th.
    assert fire_due_timers(at=AT + timedelta(days=11)) == 0
    assert fire_due_timers(at=AT + timedelta(days=12)) == 1
    assert sorted(waiting(number)) == ["chase", "family", "house"]
    assert fire_due_timers(at=LATER) == 0
    assert events(number).count("TimerFired") == 1


def test_an_interrupting_timer_takes_the_task_away_and_the_history_says_so(city: City, number: str) -> None:
    done(city, number, "accept", "house", "family")
    assert fire_due_timers(at=LATER) == 1
    assert waiting(number) == ["deliver"]
    review = Task.objects.get(case__number=number, activity="review")
    assert (review.state, review.ended_by) == (Task.CANCELLED, "clock")
    assert "WorkCancelled" in events(number)


def test_a_timer_that_came_is_refused_the_second_time(city: City, number: str) -> None:
    done(city, number, "accept", "house", "family")
    wait = Wait.objects.get(case__number=number)
    fire_timer(number=number, wait=wait.number, at=LATER)
    with pytest.raises(Refusal) as refused:
        fire_timer(number=number, wait=wait.number, at=LATER)
    assert refused.value.code == "wait-gone"


def test_no_timer_comes_while_the_case_stands_still_and_it_keeps_what_it_had_left(city: City, number: str) -> None:
    done(city, number, "accept", "house", "family")
    before = Wait.objects.get(case__number=number).due_at
    assert before is not None
    suspend_case(number=number, ground="颱風", by=city.rights("supervisor"), at=AT)
    assert fire_due_timers(at=LATER) == 0
    resume_case(number=number, by=city.rights("supervisor"), at=LATER)
    assert Wait.objects.get(case__number=number).due_at == before + (LATER - AT)
    assert fire_due_timers(at=LATER) == 0


def test_a_step_of_the_other_branch_is_no_earlier_step(city: City, number: str) -> None:
    done(city, number, "accept", "house")
    with pytest.raises(Refusal):
        send_back_task(
            number=number,
            task=task_at(number, "family"),
            activity="house",
            reason="x",
            by=city.rights("handler"),
            at=AT,
        )
    assert waiting(number) == ["family"]


def test_sent_back_before_the_sub_process_it_waits_for_whoever_did_that_step(city: City, number: str) -> None:
    done(city, number, "accept", "house")
    handler = city.rights("handler")
    send_back_task(
        number=number, task=task_at(number, "family"), activity="accept", reason="資料有誤", by=handler, at=AT
    )
    [task] = case_file(number).open_tasks
    assert (task.activity, task.assignee_id) == ("accept", handler.person_id)
    assert not Wait.objects.filter(case__number=number).exists()
    event = JournalEvent.objects.get(subject=case_file(number).subject, kind="TaskSentBack")
    assert event.data["to"] == "accept"
    assert Remark.objects.get(pk=event.data["reason"]["remark"]).body == "資料有誤"
    assert Task.objects.get(case__number=number, activity="family").state == Task.SENT_BACK
    assert Task.objects.get(case__number=number, activity="house").state == Task.DONE


def test_a_task_that_came_back_knows_from_where_by_whom_and_why_until_it_is_done(city: City, number: str) -> None:
    done(city, number, "accept", "house")
    handler, case = city.rights("handler"), case_file(number).id
    back = {"task": task_at(number, "family"), "activity": "accept", "reason": "資料有誤"}
    send_back_task(number=number, **back, by=handler, at=AT + timedelta(hours=1))
    [one] = sent_back(case).values()
    assert (one.activity, one.by, one.reason) == ("family", handler.actor, "資料有誤")
    complete_task(number=number, task=task_at(number, "accept"), by=handler, at=AT + timedelta(hours=2))
    assert sent_back(case) == {}


def test_a_step_is_sent_back_with_a_reason_only(city: City, number: str) -> None:
    done(city, number, "accept")
    task = task_at(number, "house")
    with pytest.raises(Refusal):
        send_back_task(number=number, task=task, activity="accept", reason=" ", by=city.rights("handler"), at=AT)


def test_a_supervisor_skips_a_step_with_a_reason_and_a_handler_does_not(city: City, number: str) -> None:
    done(city, number, "accept", "house", "family")
    task = task_at(number, "review")
    with pytest.raises(NotAllowed):
        skip_task(number=number, task=task, reason="急件", by=city.rights("handler"), at=AT)
    with pytest.raises(Refusal):
        skip_task(number=number, task=task, reason="", by=city.rights("supervisor"), at=AT)
    skip_task(number=number, task=task, reason="急件", by=city.rights("supervisor"), at=AT)
    assert waiting(number) == ["deliver"]
    assert Task.objects.get(case__number=number, activity="review").state == Task.SKIPPED
    assert "TaskSkipped" in events(number)
    steps = [step.activity for step in case_file(number).state.steps]
    assert "review" not in steps


def test_a_case_that_ends_leaves_nothing_to_wait_for_and_can_be_taken_up_again(city: City, number: str) -> None:
    done(city, number, "accept", "house")
    withdraw_case(number=number, reason="自行處理", by=city.rights("handler"), at=AT)
    assert not Wait.objects.filter(case__number=number).exists()
    reopen_case(number=number, reason="改變心意", activity="accept", by=city.rights("supervisor"), at=AT)
    assert waiting(number) == ["accept"]
    done(city, number, "accept", "family", "house", "review", "deliver")
    assert case_file(number).state.phase == "closed"
