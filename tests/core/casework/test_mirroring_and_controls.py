from __future__ import annotations

from dataclasses import replace

import pytest

from tongban.core.casework import AnswerCorrection, AskCorrection, Phase, PushStep, Refusal, Register, Reopen, Withdraw

from .making import Case, mirror, registered, request
from .test_working import at_decision


def mirrored() -> Case:
    case = Case(mirror())
    case.does(Register(answers={"wish": "樹"}), "2026-03-02T09:00")
    return case


def code_of(case: Case, command: PushStep) -> str:
    with pytest.raises(Refusal) as refusal:
        case.does(command, "2026-03-04T09:00")
    return refusal.value.code


def test_pushed_steps_are_shown_and_the_last_one_closes() -> None:
    case = mirrored()
    case.does(PushStep(activity="accept", text="審核中"), "2026-03-03T09:00")
    assert case.state is not None
    assert (case.state.phase, case.told()) == (Phase.IN_PROGRESS, ["step"])
    case.does(PushStep(activity="visit", outcome="approved"), "2026-03-04T09:00")
    assert (case.state.phase, case.state.outcome, case.told()) == (Phase.CLOSED, "approved", ["step", "closed"])


def test_a_push_names_a_known_step_and_a_known_outcome() -> None:
    assert code_of(mirrored(), PushStep(activity="dance")) == "step"
    assert code_of(mirrored(), PushStep(activity="accept", outcome="dance")) == "outcome"


def test_a_kind_that_runs_here_takes_no_pushes() -> None:
    assert code_of(registered(), PushStep(activity="accept")) == "own-process"


def test_a_push_ends_no_correction() -> None:
    case = mirrored()
    case.does(AskCorrection(request=request("2026-03-18")), "2026-03-03T09:00")
    case.does(PushStep(activity="accept"), "2026-03-04T09:00")
    assert case.state is not None
    assert (case.state.phase, case.due) == (Phase.AWAITING_CORRECTION, None)
    case.does(AnswerCorrection(), "2026-03-05T09:00")
    assert case.due == "2026-03-18"


def test_a_push_that_closes_ends_the_correction_too() -> None:
    case = mirrored()
    case.does(AskCorrection(request=request("2026-03-18")), "2026-03-03T09:00")
    case.does(PushStep(activity="visit", outcome="rejected"), "2026-03-04T09:00")
    assert case.state is not None
    assert (case.state.phase, case.state.correction) == (Phase.CLOSED, None)


def test_a_mirror_is_reopened_without_a_task() -> None:
    case = mirrored()
    case.does(PushStep(activity="visit", outcome="approved"), "2026-03-04T09:00")
    case.does(Reopen(reason="來源系統更正"), "2026-03-05T09:00")
    assert case.state is not None
    assert (case.state.phase, case.state.process) == (Phase.IN_PROGRESS, None)


def test_a_unit_is_told_once_when_a_condition_comes_true() -> None:
    case = Case()
    case.does(Register(answers={"wish": "樹", "amount": 9000, "why_much": "大樹"}), "2026-03-02T09:00")
    assert [(m.event, m.to) for m in case.last.messages] == [("registered", "applicant"), ("control", "fire")]
    case.completes("accept", "2026-03-03T09:00", "complete")
    assert case.told() == []
    assert case.state is not None
    assert [c.key for c in case.state.controls] == ["notify-fire"]


def test_a_condition_about_what_nobody_answered_does_not_hold() -> None:
    case = registered()
    assert case.state is not None
    assert case.state.controls == ()


def test_a_watched_date_is_on_while_the_case_is_open() -> None:
    case = at_decision()
    assert case.state is not None
    case.state = replace(case.state, answers={**case.state.answers, "result": "improve", "improve_by": "2026-03-20"})
    case.completes("decide", "2026-03-06T09:00", "again")
    assert [(c.key, str(c.due_on)) for c in case.state.controls] == [("improve_by", "2026-03-20")]
    assert "ControlSet" in [event.kind for event in case.last.events]
    case.does(Withdraw(reason="不辦"), "2026-03-09T09:00")
    assert case.state.controls == ()
    assert "ControlLifted" in [event.kind for event in case.last.events]
