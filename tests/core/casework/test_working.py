from __future__ import annotations

from dataclasses import replace

import pytest

from tongban.core.casework import CompleteTask, Phase, Refusal

from .making import Case, registered


def code_of(case: Case, activity: str, outcome: str = "", **more: object) -> str:
    before = case.state
    with pytest.raises(Refusal) as refusal:
        case.completes(activity, "2026-03-10T09:00", outcome, **more)
    assert case.state is before
    return refusal.value.code


def at_decision() -> Case:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete")
    case.completes("right", "2026-03-04T09:00")
    case.completes("left", "2026-03-05T09:00")
    return case


def test_two_units_work_at_once_and_the_case_waits_for_both() -> None:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete")
    assert case.waiting == {"left", "right"}
    case.completes("right", "2026-03-04T09:00")
    assert case.waiting == {"left"}
    case.completes("left", "2026-03-05T09:00")
    assert case.waiting == {"decide"}


def test_a_case_goes_through_to_its_end_and_keeps_what_was_decided() -> None:
    case = at_decision()
    case.completes("decide", "2026-03-06T09:00", "approved")
    case.completes("visit", "2026-03-09T09:00", answers={"result": "pass"})
    assert case.state is not None
    assert (case.state.phase, case.state.outcome) == (Phase.CLOSED, "approved")
    assert case.state.clock.is_met
    assert case.told() == ["step", "closed"]
    assert [step.activity for step in case.state.steps] == ["accept", "visit"]


def test_each_outcome_has_its_own_last_message() -> None:
    case = at_decision()
    case.completes("decide", "2026-03-06T09:00", "rejected")
    assert [message.code for message in case.last.messages] == ["rejected"]


def test_an_outcome_that_was_not_offered_is_refused_with_those_that_were() -> None:
    case = registered()
    with pytest.raises(Refusal) as refusal:
        case.completes("accept", "2026-03-03T09:00", "maybe")
    assert refusal.value.code == "outcome"
    assert refusal.value.fields[0].field == "outcome"
    assert code_of(case, "accept", "") == "outcome"


def test_a_step_without_a_choice_takes_no_outcome() -> None:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete")
    assert code_of(case, "left", "approved") == "outcome"


def test_a_task_is_completed_once() -> None:
    case = registered()
    number = case.task("accept")
    case.completes("accept", "2026-03-03T09:00", "complete")
    with pytest.raises(Refusal) as refusal:
        case.does(CompleteTask(task=number, outcome="complete"), "2026-03-03T09:01")
    assert refusal.value.code == "task-gone"


def test_a_task_with_a_form_is_not_done_before_the_form_is() -> None:
    case = at_decision()
    case.completes("decide", "2026-03-06T09:00", "approved")
    assert code_of(case, "visit") == "answers"
    assert code_of(case, "visit", answers={"result": "improve"}) == "answers"
    assert code_of(case, "visit", answers={"result": "pass", "wish": "偷改"}) == "answers"


def test_a_wording_for_this_case_goes_to_the_citizen_with_the_step() -> None:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete", text="  已收齊，謝謝。 ")
    assert case.state is not None
    assert case.state.steps[-1].text == "已收齊，謝謝。"
    assert [(m.event, m.text) for m in case.last.messages] == [("step", "已收齊，謝謝。")]


def test_done_again_a_form_leaves_none_of_its_first_answers() -> None:
    case = at_decision()
    case.completes("decide", "2026-03-06T09:00", "approved")
    assert case.state is not None
    first = {**case.state.answers, "result": "improve", "improve_by": "2026-03-20"}
    case.state = replace(case.state, answers=first)
    case.completes("visit", "2026-03-09T09:00", answers={"result": "pass"})
    assert case.state.answers == {"wish": "樹", "result": "pass"}


def test_answers_stay_out_of_the_variables_of_the_process() -> None:
    case = at_decision()
    assert case.state is not None and case.state.process is not None
    assert set(case.state.process.variables) == {"outcome", "accept_outcome", "left_outcome", "right_outcome"}
