from __future__ import annotations

from datetime import date

import pytest

from tongban.core.calendar import Limit
from tongban.core.casework import (
    AnswerCorrection,
    AskCorrection,
    Close,
    Extend,
    Phase,
    Refusal,
    Reopen,
    Suspend,
    Withdraw,
)

from .making import Case, registered, request
from .test_working import at_decision

OVER = "2026-03-06T09:00"
COMMANDS = [
    AskCorrection(request=request("2026-03-30")),
    AnswerCorrection(),
    Extend(by=Limit.from_mapping({"working_days": 1}), reason="忙"),
    Suspend(ground="颱風"),
    Withdraw(reason="不辦"),
    Close(outcome="approved", reason="已辦"),
]


def code_of(case: Case, command: object, moment: str = "2026-03-09T09:00") -> str:
    before = case.state
    with pytest.raises(Refusal) as refusal:
        case.does(command, moment)  # type: ignore[arg-type]
    assert case.state is before
    return refusal.value.code


def withdrawn() -> Case:
    case = registered()
    case.does(Withdraw(reason="不辦了"), OVER)
    return case


def closed() -> Case:
    case = at_decision()
    case.does(Close(outcome="approved", reason="已當場辦妥"), OVER)
    return case


def test_a_withdrawn_case_waits_for_nothing_and_its_clock_is_met() -> None:
    case = withdrawn()
    assert case.state is not None
    assert (case.state.phase, case.state.outcome, case.state.closed_on) == (
        Phase.WITHDRAWN,
        "withdrawn",
        date(2026, 3, 6),
    )
    assert case.waiting == set()
    assert case.state.clock.is_met
    assert case.told() == ["withdrawn"]


def test_a_case_is_closed_outside_the_drawing_with_an_outcome_and_a_reason() -> None:
    case = closed()
    assert case.state is not None
    assert (case.state.phase, case.state.outcome, case.waiting) == (Phase.CLOSED, "approved", set())
    assert [event.kind for event in case.last.events] == ["CaseClosed"]
    assert case.told() == ["closed"]


def test_closing_needs_a_known_outcome_and_a_reason_and_withdrawing_a_reason() -> None:
    case = registered()
    assert code_of(case, Close(outcome="lost", reason="x")) == "outcome"
    assert code_of(case, Close(outcome="approved", reason="")) == "missing"
    assert code_of(case, Withdraw(reason="")) == "missing"


def test_closing_while_a_correction_is_open_ends_it() -> None:
    case = registered()
    case.does(AskCorrection(request=request("2026-03-30")), "2026-03-04T09:00")
    case.does(Close(outcome="rejected", reason="已另案辦理"), OVER)
    assert case.state is not None
    assert (case.state.correction, case.state.corrections[0].ended_by) == (None, "closed")
    assert not case.state.clock.is_paused


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("make", [withdrawn, closed])
def test_nothing_happens_to_a_case_that_is_over(make: object, command: object) -> None:
    assert code_of(make(), command) in ("over", "no-correction")  # type: ignore[operator]


def test_reopening_erases_no_date_and_the_time_between_does_not_count() -> None:
    case = closed()
    case.does(Reopen(reason="申請人補件", activity="decide"), "2026-03-13T09:00")
    assert case.state is not None
    assert (case.state.phase, case.state.outcome, case.state.closed_on) == (Phase.IN_PROGRESS, "", None)
    assert case.waiting == {"decide"}
    assert case.due == "2026-03-23"
    assert [closing.on for closing in case.state.clock.closings] == [date(2026, 3, 6)]
    assert [step.activity for step in case.state.steps] == ["accept"]


def test_a_reopened_case_goes_on_to_another_end() -> None:
    case = closed()
    case.does(Reopen(reason="撤銷原處分", activity="decide"), "2026-03-13T09:00")
    case.completes("decide", "2026-03-16T09:00", "rejected")
    assert case.state is not None
    assert (case.state.phase, case.state.outcome) == (Phase.CLOSED, "rejected")
    assert len(case.state.clock.closings) == 2


def test_without_a_choice_it_is_taken_up_at_the_last_task_that_was_done() -> None:
    case = at_decision()
    case.completes("decide", OVER, "rejected")
    case.does(Reopen(reason="補件"), "2026-03-13T09:00")
    assert case.waiting == {"decide"}


def test_a_case_that_was_withdrawn_at_once_begins_again() -> None:
    case = withdrawn()
    case.does(Reopen(reason="改變心意"), "2026-03-13T09:00")
    assert case.waiting == {"accept"}


def test_it_is_not_taken_up_behind_a_decision_nobody_took() -> None:
    assert code_of(closed(), Reopen(reason="補件", activity="visit")) == "activity"
    assert code_of(withdrawn(), Reopen(reason="補件", activity="decide")) == "activity"


@pytest.mark.parametrize("activity", ["left", "right", "correction", "fork", "nowhere"])
def test_it_is_not_taken_up_where_it_could_never_go_on(activity: str) -> None:
    assert code_of(closed(), Reopen(reason="補件", activity=activity)) == "activity"


def test_reopening_needs_a_reason_and_a_case_that_is_over() -> None:
    assert code_of(closed(), Reopen(reason=" ")) == "missing"
    assert code_of(registered(), Reopen(reason="補件")) == "open"


def test_a_task_given_on_reopening_has_a_number_nobody_had() -> None:
    case = at_decision()
    old = case.task("decide")
    case.does(Close(outcome="approved", reason="x"), OVER)
    case.does(Reopen(reason="補件", activity="decide"), "2026-03-13T09:00")
    assert case.task("decide") > old
