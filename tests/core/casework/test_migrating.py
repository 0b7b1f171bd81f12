"""移轉 as the core decides it: the clock and what was done are the case's own, what would be left hanging is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tongban.core.calendar import Limit
from tongban.core.casework import (
    AnswerCorrection,
    CaseState,
    CompleteTask,
    CorrectionRequest,
    Definition,
    PenaltyRule,
    PublicStep,
    Refusal,
    Register,
    Suspend,
    Withdraw,
    decide,
)
from tongban.core.casework.migrating import Migrated, Versions, migrate, propose
from tongban.core.casework.state import Penalty, PenaltyStanding
from tongban.core.process import Process

from .making import CALENDAR, at, definition

NOW = at("2026-03-04T10:00")


def named(older: Definition, was: str, now: str) -> Definition:
    """The same definition with a step called otherwise wherever it is named."""
    drawn = older.process
    assert drawn is not None
    activities = {
        (now if id == was else id): replace(one, id=now, name="同一步驟") if id == was else one
        for id, one in drawn.activities.items()
    }
    flows = {
        id: replace(
            flow,
            source=now if flow.source == was else flow.source,
            target=now if flow.target == was else flow.target,
        )
        for id, flow in drawn.flows.items()
    }
    steps = tuple(replace(step, on=now) if step.on == was else step for step in older.public_steps)
    pauses = {now if id == was else id: ground for id, ground in older.clock.pauses.items()}
    process = Process(drawn.id, drawn.name, activities, flows, drawn.start)
    return replace(older, process=process, public_steps=steps, clock=replace(older.clock, pauses=pauses))


def done(state: CaseState, activity: str, outcome: str = "", **more: object) -> CaseState:
    assert state.process is not None
    task = next(one.number for one in state.process.tasks if one.activity == activity)
    command = CompleteTask(task=task, outcome=outcome, **more)  # type: ignore[arg-type]
    return decide(definition(), state, command, at=at("2026-03-03T10:00"), calendar=CALENDAR).state


def fresh() -> CaseState:
    registered = Register(answers={"wish": "樹"})
    return decide(definition(), None, registered, at=at("2026-03-02T10:00"), calendar=CALENDAR).state


def moved(newer: Definition, state: CaseState, **names: str) -> Migrated:
    older = definition()
    return migrate(
        Versions(older, newer, {**propose(older.process, newer.process), **names}), state, at=NOW, calendar=CALENDAR
    )


def refused(newer: Definition, state: CaseState, **names: str) -> str:
    with pytest.raises(Refusal) as told:
        moved(newer, state, **names)
    return told.value.text.en


def test_the_same_definition_changes_nothing_and_says_so_in_the_journal() -> None:
    state = fresh()
    outcome, is_computed = moved(definition(), state)
    assert (outcome.state, is_computed) == (state, False)
    assert [event.kind for event in outcome.events] == ["CaseMigrated"]
    assert outcome.messages == ()


def test_limit_and_time_used_stay_the_cases_own() -> None:
    state = done(fresh(), "accept", "complete")
    newer = replace(definition(), limit=Limit.from_mapping({"working_days": 99}))
    after = moved(newer, state).outcome.state
    assert after.clock == state.clock
    assert after.due_on(CALENDAR) == state.due_on(CALENDAR)


def test_outcomes_and_public_steps_follow_the_steps_new_name() -> None:
    state = done(fresh(), "accept", "complete")
    older = replace(definition(), public_steps=(PublicStep("accept", "accepted"),))
    newer = named(older, "accept", "intake")
    after = moved(newer, state, accept="intake").outcome.state
    assert after.process is not None
    assert after.process.variables["intake_outcome"] == "complete"
    assert "accept_outcome" not in after.process.variables
    was = [step.on for step in state.steps if step.activity == "accept"]
    assert [step.on for step in after.steps if step.activity == "intake"] == was
    assert after.steps[: len(state.steps)] == state.steps


def corrected() -> CaseState:
    asked = CorrectionRequest(
        missing="診斷書", reason="未附", due_on=at("2026-03-20T00:00").date(), consequence="依現有資料審查"
    )
    return done(fresh(), "accept", "incomplete", correction=asked)


def test_a_correction_that_is_waited_for_goes_along_and_comes_back() -> None:
    newer = named(definition(), "correction", "supplement")
    after = moved(newer, corrected(), correction="supplement").outcome.state
    assert after.corrections == corrected().corrections
    answered = decide(newer, after, AnswerCorrection(), at=at("2026-03-05T10:00"), calendar=CALENDAR).state
    assert not answered.clock.is_paused
    assert answered.process is not None
    assert [task.activity for task in answered.process.tasks] == ["accept"]


def test_a_correction_is_not_left_hanging() -> None:
    gone = named(definition(), "correction", "supplement")
    assert "takes the place" in refused(gone, corrected())
    unpaused = replace(definition(), clock=replace(definition().clock, pauses={}))
    assert "waits for a correction" in refused(unpaused, corrected())


def test_nobody_stands_at_a_correction_that_was_not_asked_for() -> None:
    older = definition()
    ground = older.clock.pauses["correction"]
    newer = replace(older, clock=replace(older.clock, pauses={**older.clock.pauses, "accept": ground}))
    assert "none was asked for" in refused(newer, fresh())


def test_a_fine_that_awaits_approval_needs_a_step_that_imposes_one() -> None:
    state = fresh()
    assert state.process is not None
    [task] = state.process.tasks
    awaiting = Penalty(1, "accept", task.number, "", 100, 50, PenaltyStanding.AWAITING, "理由", "person:1")
    handed = replace(task, groups=("supervisor",))
    state = replace(state, penalties=(awaiting,), process=replace(state.process, tasks=(handed,)))
    assert "a fine to be approved" in refused(definition(), state)
    newer = named(replace(definition(), penalties=(PenaltyRule("intake", "fine"),)), "accept", "intake")
    after = moved(newer, state, accept="intake").outcome.state
    assert after.penalties == (replace(awaiting, activity="intake"),)
    assert after.process is not None
    assert after.process.tasks[0].groups == ("supervisor",)


def test_a_case_that_stands_still_stands_still_afterwards() -> None:
    state = decide(definition(), fresh(), Suspend(ground="颱風"), at=at("2026-03-03T10:00"), calendar=CALENDAR).state
    assert moved(definition(), state).outcome.state == state


def test_what_is_over_stays_on_its_version() -> None:
    over = decide(definition(), fresh(), Withdraw(reason="不辦了"), at=at("2026-03-03T10:00"), calendar=CALENDAR).state
    assert "over" in refused(definition(), over)


def test_a_process_of_its_own_is_not_swapped_for_one_of_another_system() -> None:
    assert "another system" in refused(replace(definition(), process=None), fresh())
    mirrored = replace(definition(), process=None)
    state = replace(fresh(), process=None)
    versions = Versions(mirrored, mirrored)
    assert migrate(versions, state, at=NOW, calendar=CALENDAR).outcome.state == state


def test_what_says_something_else_is_changed_and_a_name_alone_is_not() -> None:
    older = definition()
    assert older.process is not None
    task = older.process.activities["accept"]

    def version(**aspects: object) -> Versions:
        assert older.process is not None
        other = {**older.process.activities, "accept": replace(task, **aspects)}  # type: ignore[arg-type]
        newer = replace(older, process=replace(older.process, activities=other))
        return Versions(older, newer, propose(older.process, newer.process))

    assert not version(name="改名").is_changed("accept")
    assert version(groups=("supervisor",)).is_changed("accept")
    assert version(groups=("supervisor",)).is_changed("nowhere")
