"""通知補正: the agency's time stands still while the citizen has his."""

from __future__ import annotations

from datetime import date

import pytest

from tongban.core.casework import AnswerCorrection, AskCorrection, ExpireCorrection, Phase, Refusal, Register, Withdraw

from .making import Case, registered, request


def asked(due: str = "2026-03-18") -> Case:
    case = registered()
    case.completes("accept", "2026-03-04T09:00", "incomplete", correction=request(due))
    return case


def refusal_of(case: Case, command: object, moment: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        case.does(command, moment)  # type: ignore[arg-type]
    return refusal.value


def test_asking_stops_the_clock_and_tells_the_citizen_everything() -> None:
    case = asked()
    assert case.state is not None
    assert (case.state.phase, case.due, case.waiting) == (Phase.AWAITING_CORRECTION, None, {"correction"})
    [message] = case.last.messages
    assert message.values == {
        "missing": "診斷書",
        "reason": "未附",
        "reply_by": "2026-03-18",
        "consequence": "依現有資料審查",
    }


def test_the_answer_lets_the_remainder_run_on() -> None:
    case = asked()  # two of ten days used
    case.does(AnswerCorrection(), "2026-03-11T14:00")
    assert case.state is not None
    assert (case.state.phase, case.waiting, case.due) == (Phase.IN_PROGRESS, {"accept"}, "2026-03-23")
    assert [event.kind for event in case.last.events] == ["CorrectionAnswered", "ClockResumed"]


def test_an_answer_counts_from_the_day_it_came() -> None:
    case = asked()
    case.does(AnswerCorrection(effective_on=date(2026, 3, 9)), "2026-03-11T14:00")
    assert case.due == "2026-03-19"


def test_an_answer_cannot_precede_the_request() -> None:
    early = AnswerCorrection(effective_on=date(2026, 3, 3), late_reason="補登")
    assert refusal_of(asked(), early, "2026-03-11T14:00").code == "too-early"


def test_an_answer_amends_the_application_and_what_no_longer_applies_goes() -> None:
    case = Case()
    case.does(Register(answers={"wish": "樹", "amount": 2000, "why_much": "很貴"}), "2026-03-02T09:00")
    case.completes("accept", "2026-03-04T09:00", "incomplete", correction=request("2026-03-18"))
    case.does(AnswerCorrection(answers={"amount": 500}), "2026-03-11T14:00")
    assert case.state is not None
    assert case.state.answers == {"wish": "樹", "amount": 500}


def test_a_wrong_answer_leaves_the_correction_open() -> None:
    case = asked()
    assert refusal_of(case, AnswerCorrection(answers={"amount": "x"}), "2026-03-11T14:00").code == "answers"
    assert case.state is not None and case.state.correction is not None


def test_it_expires_on_the_day_after_and_not_before() -> None:
    case = asked()
    assert refusal_of(case, ExpireCorrection(), "2026-03-18T23:59").code == "not-yet"
    case.does(ExpireCorrection(), "2026-03-19T00:00")
    assert case.waiting == {"decide"}
    assert case.told() == ["correction-expired"]
    assert case.last.messages[0].values["missing"] == "診斷書"


def test_noting_late_that_it_expired_takes_no_time_from_the_clock() -> None:
    on_time, late = asked(), asked()
    on_time.does(ExpireCorrection(), "2026-03-19T00:05")
    late.does(ExpireCorrection(), "2026-03-25T09:00")
    assert on_time.due == late.due == "2026-03-30"


def test_a_date_on_a_day_off_moves_to_the_next_working_day() -> None:
    case = asked("2026-04-04")  # Saturday before Tomb Sweeping Day, which is made up for on Monday
    assert case.state is not None and case.state.correction is not None
    assert case.state.correction.due_on == date(2026, 4, 7)
    assert case.last.messages[0].values["reply_by"] == "2026-04-07"
    assert refusal_of(case, ExpireCorrection(), "2026-04-07T12:00").code == "not-yet"


@pytest.mark.parametrize("blank", ["missing", "reason", "consequence"])
def test_a_request_says_what_why_and_what_follows(blank: str) -> None:
    refusal = refusal_of(
        registered(), AskCorrection(request=request("2026-03-18", **{blank: "  "})), "2026-03-04T09:00"
    )
    assert (refusal.code, refusal.fields[0].field) == ("missing", blank)


def test_the_citizen_gets_at_least_a_day() -> None:
    refusal = refusal_of(registered(), AskCorrection(request=request("2026-03-04")), "2026-03-04T09:00")
    assert (refusal.code, refusal.fields[0].field) == ("due_on", "due_on")


def test_an_outcome_that_asks_for_a_correction_needs_to_know_which() -> None:
    case = registered()
    with pytest.raises(Refusal) as refusal:
        case.completes("accept", "2026-03-04T09:00", "incomplete")
    assert refusal.value.code == "correction-details"
    assert case.waiting == {"accept"}


def test_asked_at_any_step_it_leaves_the_case_where_it_was() -> None:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete")
    case.does(AskCorrection(request=request("2026-03-18")), "2026-03-04T09:00")
    assert case.waiting == {"left", "right"}
    with pytest.raises(Refusal) as refusal:
        case.completes("left", "2026-03-05T09:00")
    assert refusal.value.code == "awaiting-correction"
    case.does(AnswerCorrection(), "2026-03-10T09:00")
    case.completes("left", "2026-03-10T10:00")


def test_there_is_one_correction_at_a_time_and_another_one_after() -> None:
    case = asked()
    again = AskCorrection(request=request("2026-03-20"))
    assert refusal_of(case, again, "2026-03-05T09:00").code == "awaiting-correction"
    case.does(AnswerCorrection(), "2026-03-06T09:00")
    case.does(again, "2026-03-09T09:00")
    assert case.state is not None
    assert [c.ended_by for c in case.state.corrections] == ["answered", ""]


@pytest.mark.parametrize("command", [AnswerCorrection(), ExpireCorrection()])
def test_without_a_correction_there_is_nothing_to_answer(command: object) -> None:
    assert refusal_of(registered(), command, "2026-03-04T09:00").code == "no-correction"


def test_a_case_that_is_withdrawn_takes_its_correction_along() -> None:
    case = asked()
    case.does(Withdraw(reason="不辦了"), "2026-03-06T09:00")
    assert case.state is not None
    assert [(c.ended_by, c.ended_on) for c in case.state.corrections] == [("withdrawn", date(2026, 3, 6))]
    assert not case.state.clock.is_paused
