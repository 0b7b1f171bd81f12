from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tongban.core.calendar import taiwan_calendar
from tongban.core.casework import CompleteTask, Phase, Refusal, Register, decide

from .making import CALENDAR, Case, at, definition, registered, request


def refused(case: Case, command: Register, moment: str = "2026-03-02T09:00") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        case.does(command, moment)
    return refusal.value


def test_a_case_that_was_taken_in_waits_at_its_first_task_and_the_citizen_is_told() -> None:
    case = registered()
    assert case.state is not None
    assert (case.state.phase, case.waiting, case.due) == (Phase.RECEIVED, {"accept"}, "2026-03-16")
    assert case.told() == ["registered"]
    assert [event.kind for event in case.last.events] == ["CaseRegistered"]


def test_wrong_answers_are_refused_at_their_questions_and_nothing_is_registered() -> None:
    case = Case()
    refusal = refused(case, Register(answers={"amount": "很多", "colour": "red"}))
    assert refusal.code == "answers"
    assert {place.field for place in refusal.fields} == {"wish", "amount", "colour"}
    assert case.state is None


def test_a_channel_the_kind_does_not_take_is_refused() -> None:
    assert refused(Case(), Register(answers={"wish": "樹"}, channel="fax")).code == "channel"


def test_post_that_came_on_friday_counts_from_friday() -> None:
    case = registered("2026-03-09T09:00", effective_on=date(2026, 3, 6))
    assert case.due == "2026-03-20"
    assert case.last.events[0].effective_on == date(2026, 3, 6)


def test_three_days_back_need_no_reason_and_four_do() -> None:
    registered("2026-03-09T09:00", effective_on=date(2026, 3, 6))
    late = Register(answers={"wish": "樹"}, effective_on=date(2026, 3, 5))
    refusal = refused(Case(), late, "2026-03-09T09:00")
    assert (refusal.code, refusal.fields[0].field) == ("late", "late_reason")
    registered("2026-03-09T09:00", effective_on=date(2026, 3, 5), late_reason="收發誤送")


def test_a_day_ahead_is_refused() -> None:
    ahead = Register(answers={"wish": "樹"}, effective_on=date(2026, 3, 3))
    assert refused(Case(), ahead).code == "future"


def test_the_day_is_taipeis_whatever_the_zone_of_the_moment() -> None:
    evening = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # half past midnight in Taipei
    outcome = decide(definition(), None, Register(answers={"wish": "樹"}), at=evening, calendar=CALENDAR)
    assert outcome.state.clock.started == date(2026, 3, 2)


def test_a_moment_without_zone_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        decide(definition(), None, Register(answers={}), at=datetime(2026, 3, 2), calendar=CALENDAR)


def test_without_a_case_there_is_nothing_to_act_on() -> None:
    with pytest.raises(Refusal) as refusal:
        decide(definition(), None, CompleteTask(task=1), at=at("2026-03-02T09:00"), calendar=CALENDAR)
    assert refusal.value.code == "no-case"


def test_nothing_takes_effect_before_the_case_came_in() -> None:
    case = registered("2026-03-02T09:00")
    with pytest.raises(Refusal) as refusal:
        case.completes("accept", "2026-03-03T09:00", "complete", effective_on=date(2026, 2, 27), late_reason="補登")
    assert refusal.value.code == "too-early"


def test_a_date_beyond_the_calendar_is_a_refusal_that_says_so() -> None:
    case = registered()
    case.calendar = taiwan_calendar(2026, 2026)
    with pytest.raises(Refusal) as refusal:
        case.completes("accept", "2026-03-03T09:00", "incomplete", correction=request("2031-01-01"))
    assert refusal.value.code == "calendar"
