"""退回: a case goes back to what was done in it, never ahead by a way back in the drawing."""

from __future__ import annotations

import pytest

from tongban.core.casework import (
    CaseState,
    Command,
    CompleteTask,
    Outcome,
    Refusal,
    Register,
    SendBack,
    decide,
    steps_back,
)
from tongban.core.process import earlier

from .making import CALENDAR, at, definition

DRAWN = definition()
MONDAY = at("2026-03-02T09:00")


def done(state: CaseState | None, command: Command) -> Outcome:
    return decide(DRAWN, state, command, at=MONDAY, calendar=CALENDAR)


def task_at(state: CaseState, activity: str) -> int:
    assert state.process is not None
    return next(task.number for task in state.process.tasks if task.activity == activity)


def complete(state: CaseState, activity: str, outcome: str = "") -> CaseState:
    return done(state, CompleteTask(task=task_at(state, activity), outcome=outcome)).state


def begun() -> CaseState:
    return done(None, Register(answers={"wish": "樹"})).state


def test_what_only_a_loop_makes_earlier_was_not_done_and_is_not_gone_back_to() -> None:
    state = begun()
    assert DRAWN.process is not None
    assert "decide" in earlier(DRAWN.process, "accept")
    assert steps_back(DRAWN, state, "accept") == []
    with pytest.raises(Refusal) as refused:
        done(state, SendBack(task=task_at(state, "accept"), activity="decide", reason="跳過"))
    assert refused.value.code == "activity"


def test_the_clock_is_the_cases_own_and_goes_on() -> None:
    state = complete(begun(), "accept", "complete")
    back = done(state, SendBack(task=task_at(state, "left"), activity="accept", reason="資料不足"))
    assert back.state.clock == state.clock
    assert [event.kind for event in back.events] == ["TaskSentBack", "WorkCancelled"]
    assert [task.activity for task in back.state.process.tasks] == ["accept"]  # type: ignore[union-attr]


def test_it_is_sent_back_with_a_reason_only() -> None:
    state = complete(begun(), "accept", "complete")
    with pytest.raises(Refusal) as refused:
        done(state, SendBack(task=task_at(state, "left"), activity="accept", reason="  "))
    assert [field.field for field in refused.value.fields] == ["reason"]
