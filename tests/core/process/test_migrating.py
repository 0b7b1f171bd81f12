"""Another version of a process: what is alike stays, what differs is named, and nothing moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.process.building import NOW, at, begun, built, done, fired, message, timer
from tests.core.process.test_random_processes import AT, BLOCKS, drawn
from tongban.core.decisions import parse
from tongban.core.process import (
    NOT_STARTED,
    CompleteTask,
    Kind,
    Loop,
    LoopKind,
    Process,
    ProcessState,
    Start,
    advance,
)
from tongban.core.process.migrating import NotMigrated, Route, migrate, propose

LATER = NOW + timedelta(hours=5)


def moved(older: Process, newer: Process, state: ProcessState, **chosen: str) -> ProcessState:
    return migrate(Route(older, newer, {**propose(older, newer), **chosen}), state, LATER).state


def refused(older: Process, newer: Process, state: ProcessState, **chosen: str) -> str:
    with pytest.raises(NotMigrated) as told:
        moved(older, newer, state, **chosen)
    return told.value.text.en


def renamed(process: Process) -> Process:
    """The same drawing with other ids everywhere."""

    def new(id: str) -> str:
        return f"n_{id}" if id else id

    def all_new(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(new, ids))

    activities = {
        new(one.id): replace(
            one,
            id=new(one.id),
            incoming=all_new(one.incoming),
            outgoing=all_new(one.outgoing),
            default=one.default and new(one.default),
            scope=new(one.scope),
            attached_to=new(one.attached_to),
        )
        for one in process.activities.values()
    }
    flows = {
        new(flow.id): replace(flow, id=new(flow.id), source=new(flow.source), target=new(flow.target))
        for flow in process.flows.values()
    }
    return Process(process.id, process.name, activities, flows, new(process.start))


def walked(process: Process, choices: st.DataObject, steps: int) -> ProcessState:
    state = advance(process, NOT_STARTED, Start(), AT).state
    for _ in range(steps):
        if not state.tasks:
            break
        state = act(process, state, choices.draw(st.integers(0, 99)), choices.draw(st.integers(0, 99)))
    return state


def act(process: Process, state: ProcessState, which: int, outcome: int) -> ProcessState:
    task = state.tasks[which % len(state.tasks)]
    offered = [one.outcome or "other" for one in process.consequences_of(task.activity)]
    said = offered[outcome % len(offered)] if offered else "other"
    return advance(process, state, CompleteTask(task.number, {"outcome": said}), AT).state


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.data(), st.integers(0, 12))
def test_the_same_version_changes_nothing(block, data, steps):
    process = drawn(block)
    state = walked(process, data, steps)
    if not state.ended:
        found = migrate(Route(process, process, propose(process, process)), state, AT)
        assert found == (state, False)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.data(), st.integers(0, 8))
def test_a_moved_case_and_a_fresh_one_go_the_same_way(block, data, steps):
    older = drawn(block)
    newer = renamed(older)
    names = {id: f"n_{id}" for id in older.activities}
    state, fresh = (advance(one, NOT_STARTED, Start(), AT).state for one in (older, newer))
    for _ in range(steps):
        if state.tasks:
            choice = data.draw(st.tuples(st.integers(0, 99), st.integers(0, 99)))
            state, fresh = act(older, state, *choice), act(newer, fresh, *choice)
    if state.ended:
        return
    state = migrate(Route(older, newer, names), state, AT).state
    assert state == fresh
    for _ in range(6):
        if state.tasks:
            choice = data.draw(st.tuples(st.integers(0, 99), st.integers(0, 99)))
            state, fresh = act(newer, state, *choice), act(newer, fresh, *choice)
            assert state == fresh


LINE = "s -> a\na -> b\nb -> e"


def test_activities_are_proposed_by_id_then_by_name_where_that_is_unmistakable():
    older = built("s -> a\na -> b\nb -> c\nc -> e", b={"name": "複審"}, c={"name": "同名"})
    newer = built(
        "s -> a\na -> z\nz -> c1\nc1 -> c2\nc2 -> e", z={"name": "複審"}, c1={"name": "同名"}, c2={"name": "同名"}
    )
    assert propose(older, newer) == {"s": "s", "a": "a", "b": "z", "e": "e"}


def test_an_id_that_means_another_kind_is_not_proposed():
    older, newer = built(LINE), built(LINE, b={"kind": Kind.SERVICE, "topic": "x"})
    assert "b" not in propose(older, newer)
    state = done(older, begun(older), "a")
    assert "Nothing in the new version" in refused(older, newer, state)
    assert "different kinds" in refused(older, newer, state, b="b")


def test_a_task_waits_for_whom_the_newer_version_names():
    older = built(LINE)
    newer = built(LINE, a={"groups": ("supervisor",)})
    [task] = moved(older, newer, begun(older)).tasks
    assert (task.groups, task.number) == (("supervisor",), begun(older).tasks[0].number)
    found = migrate(Route(older, newer, propose(older, newer)), begun(older), LATER, held=frozenset((task.number,)))
    assert found.state.tasks[0].groups == ("handler",)


def test_who_gets_it_may_be_a_formula_of_what_the_case_knows():
    older = built(LINE)
    newer = built(LINE, a={"groups": (), "assignment": parse('"chief@" + district')})
    found = migrate(Route(older, newer, propose(older, newer)), begun(older), LATER, known={"district": "north"})
    assert found.state.tasks[0].groups == ("chief@north",)
    assert found.is_computed
    assert "district" not in found.state.variables


TIMED: Mapping[str, Any] = {"kind": Kind.BOUNDARY, "attached_to": "a", "event": timer("P3D"), "interrupting": False}
WITH_TIMER = f"{LINE}\nlate -> c\nc -> e2"


def test_a_timer_that_says_the_same_keeps_its_moment():
    older = built(WITH_TIMER, late=TIMED)
    newer = built(WITH_TIMER, late=TIMED, a={"name": "甲"})
    assert moved(older, newer, begun(older)).waits == begun(older).waits


def test_a_timer_that_says_otherwise_begins_anew():
    older, newer = built(WITH_TIMER, late=TIMED), built(WITH_TIMER, late={**TIMED, "event": timer("P5D")})
    [wait] = moved(older, newer, begun(older)).waits
    assert (wait.due_at, wait.since) == (LATER + timedelta(days=5), LATER)
    assert wait.number == begun(older).waits[0].number


def test_new_boundary_timers_begin_and_gone_ones_end():
    plain, timed = built(LINE), built(WITH_TIMER, late=TIMED)
    [wait] = moved(plain, timed, begun(plain)).waits
    assert (wait.activity, wait.due_at) == ("late", LATER + timedelta(days=3))
    assert moved(timed, plain, begun(timed)).waits == ()


def test_a_timer_that_has_come_does_not_come_again():
    older = built(WITH_TIMER, late=TIMED)
    newer = built(WITH_TIMER, late={**TIMED, "event": timer("P5D")})
    state = fired(older, begun(older), "late", NOW + timedelta(days=3))
    after = moved(older, newer, state)
    assert at(after) == at(state) == ["a", "c"]
    assert after.waits == ()


def test_a_message_is_waited_for_by_its_new_name():
    lines = "s -> w\nw -> e"
    older = built(lines, w={"kind": Kind.RECEIVE, "event": message("paid")})
    newer = built(lines, w={"kind": Kind.CATCH, "event": message("fee-paid")})
    [wait] = moved(older, newer, begun(older)).waits
    assert wait.name == "fee-paid"


FORK = "s -> p1\np1 -> a\np1 -> b\na -> p2\nb -> p2\np2 -> c\nc -> e"


def test_a_branch_that_waits_at_a_join_keeps_its_place():
    older = built(FORK)
    newer = built("s -> p1\np1 -> a\np1 -> b\nb -> p2\na -> p2\np2 -> c\nc -> e")  # f4 and f5 have changed places
    state = done(older, begun(older), "a")
    after = moved(older, newer, state)
    assert at(done(newer, after, "b")) == ["c"]


def test_a_join_that_lost_the_branch_is_named():
    older = built(FORK)
    newer = built("s -> p1\np1 -> x9\np1 -> b\nx9 -> p2\nb -> p2\np2 -> c\nc -> e\nx9 -> a\na -> e2 (default)")
    state = done(older, begun(older), "a")
    newer_flow_gone = replace(
        newer,
        activities={**newer.activities, "p2": replace(newer.activities["p2"], incoming=("g1", "g2"))},
        flows={
            **{id: flow for id, flow in newer.flows.items() if flow.target != "p2"},
            "g1": replace(newer.flows["f4"], id="g1"),
            "g2": replace(newer.flows["f5"], id="g2"),
        },
    )
    assert "the new version does not have" in refused(older, newer_flow_gone, state)


def test_branches_that_would_never_meet_are_refused():
    older = built("s -> p1\np1 -> a\np1 -> b\na -> e\nb -> e1")
    newer = built(
        's -> a\na -> x1\nx1 -> c [outcome = "c"]\nx1 -> p1 (default)\np1 -> b\np1 -> d\nb -> p2\nd -> p2\np2 -> e\nc -> e1'
    )
    assert "get stuck" in refused(older, newer, begun(older))


def test_two_branches_that_become_one_step_are_refused():
    older, newer = built(FORK), built(LINE)
    assert "doubled" in refused(older, newer, begun(older), b="a")


def test_a_step_that_went_into_a_sub_process_is_named():
    older = built(LINE)
    newer = built(
        "s -> u\nu -> e\ns1 -> a\na -> b\nb -> e1",
        u={"kind": Kind.SUB_PROCESS},
        **{id: {"scope": "u"} for id in ("a", "b")},
        s1={"kind": Kind.START, "scope": "u"},
        e1={"kind": Kind.END, "scope": "u"},
    )
    assert "another sub-process" in refused(older, newer, begun(older))


def test_rounds_go_on_where_they_are_and_are_refused_where_there_are_none_any_more():
    rounds = Loop(LoopKind.PARALLEL, times=parse("3"))
    older = built(LINE, a={"loop": rounds})
    state = done(older, begun(older), "a")
    again = built(LINE, a={"loop": Loop(LoopKind.PARALLEL, times=parse("5")), "groups": ("supervisor",)})
    after = moved(older, again, state)
    assert [(task.activity, task.groups) for task in after.tasks] == [("a", ("supervisor",))] * 2
    assert at(done(again, after, "a", "a")) == ["b"]
    assert "several times" in refused(older, built(LINE), state)


def test_a_case_that_has_ended_is_not_moved():
    process = built(LINE)
    assert "ended" in refused(process, process, done(process, begun(process), "a", "b"))
