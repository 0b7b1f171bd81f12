"""An activity done several times: together, one after another, or again while a condition holds."""

from __future__ import annotations

import pytest

from tests.core.process.building import at, begun, built, done, fired, step, timer
from tongban.core.decisions import parse
from tongban.core.process import Assigned, CompleteTask, Kind, Loop, LoopKind, Process, ProcessFault

LINES = """
    s -> ask
    ask -> sum_up
    sum_up -> e
"""


def asking(loop: Loop, **more: object) -> Process:
    return built(LINES, ask={"loop": loop, **more})


def units(kind: LoopKind, **more: object) -> Loop:
    return Loop(kind, over=parse("units"), item="unit", **more)  # type: ignore[arg-type]


def test_all_units_are_asked_at_once_and_each_by_its_own_group() -> None:
    process = asking(units(LoopKind.PARALLEL), assignment=parse('"handler@" + unit'))
    state = begun(process, units=["fire", "police", "health"])
    assert [task.groups for task in state.tasks] == [("handler@fire",), ("handler@police",), ("handler@health",)]
    assert [token.round for token in state.tokens] == [None, 1, 2, 3]
    state = done(process, state, "ask", "ask")
    assert at(state) == ["ask"]
    state = done(process, state, "ask")
    assert at(state) == ["sum_up"]
    assert "unit" not in state.variables


def test_one_after_another_keeps_the_order_of_the_list() -> None:
    process = asking(units(LoopKind.SEQUENTIAL), assignment=parse('"handler@" + unit'))
    state = begun(process, units=["fire", "police"])
    assert [task.groups for task in state.tasks] == [("handler@fire",)]
    state = done(process, state, "ask")
    assert [task.groups for task in state.tasks] == [("handler@police",)]
    assert at(done(process, state, "ask")) == ["sum_up"]


def test_answers_are_collected_in_the_order_of_the_list_whoever_answers_first() -> None:
    process = asking(
        units(LoopKind.PARALLEL, results="answers", result=parse("answer")), inputs=(Assigned("answer", parse('""')),)
    )
    state = begun(process, units=["fire", "police"])
    fire, police = (task.number for task in state.tasks)
    state = step(process, state, CompleteTask(police, {"answer": "no"})).state
    state = step(process, state, CompleteTask(fire, {"answer": "yes"})).state
    assert state.variables["answers"] == ["yes", "no"]


def test_enough_answers_end_it_and_the_others_are_taken_away() -> None:
    process = asking(units(LoopKind.PARALLEL, until=parse("numberOfCompletedInstances >= 2")))
    state = done(process, begun(process, units=["a", "b", "c"]), "ask", "ask")
    assert at(state) == ["sum_up"]
    assert len(state.tokens) == 1


@pytest.mark.parametrize("kind", [LoopKind.PARALLEL, LoopKind.SEQUENTIAL])
def test_nobody_to_ask_means_nothing_to_wait_for(kind: LoopKind) -> None:
    assert at(begun(asking(units(kind)), units=[])) == ["sum_up"]


@pytest.mark.parametrize("times", ["-1", "2.5", '"two"', "[1, 2]", "100000"])
def test_a_number_of_rounds_that_is_none_is_a_fault(times: str) -> None:
    with pytest.raises(ProcessFault):
        begun(asking(Loop(LoopKind.PARALLEL, times=parse(times))))


def test_again_while_the_condition_holds_but_no_more_than_drawn() -> None:
    process = asking(Loop(LoopKind.REPEAT, again=parse('outcome = "again"'), at_most=3))
    state = done(process, begun(process), "ask", "ask", outcome="again")
    assert at(state) == ["ask"]
    assert at(done(process, state, "ask", outcome="again")) == ["sum_up"]
    assert at(done(process, state, "ask", outcome="enough")) == ["sum_up"]


def test_a_condition_asked_first_may_leave_it_out() -> None:
    process = asking(Loop(LoopKind.REPEAT, again=parse("needed"), first_asked=True))
    assert at(begun(process, needed=False)) == ["sum_up"]


def test_a_sub_process_may_be_done_several_times_at_once() -> None:
    inside = {"scope": "sub"}
    process = built(
        """
        s -> sub
        sub -> after
        after -> e
        s1 -> a
        a -> b
        b -> e1
        """,
        sub={"kind": Kind.SUB_PROCESS, "loop": Loop(LoopKind.PARALLEL, times=parse("2"))},
        s1=inside, a=inside, b=inside, e1=inside,
    )  # fmt: skip
    state = begun(process)
    assert at(state) == ["a", "a"]
    state = done(process, state, "a", "b", "a")
    assert at(state) == ["b"]
    assert at(done(process, state, "b")) == ["after"]


def test_a_timer_at_the_border_takes_all_rounds_away() -> None:
    process = built(
        LINES + "late -> chief\nchief -> e1",
        ask={"loop": units(LoopKind.PARALLEL)},
        late={"kind": Kind.BOUNDARY, "attached_to": "ask", "event": timer("P6D")},
    )
    state = begun(process, units=["fire", "police"])
    assert len(state.waits) == 1
    state = fired(process, state, "late")
    assert at(state) == ["chief"]
    assert len(state.tokens) == 1
