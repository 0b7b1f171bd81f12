"""退回: where a task can be sent back to, and what goes with it."""

from __future__ import annotations

import pytest

from tests.core.process.building import at, begun, built, done, step
from tongban.core.process import Kind, Process, ProcessRefusal, ProcessState, SendBack

FORK = """
    s -> prepare
    prepare -> p1
    p1 -> a1
    a1 -> a2
    a2 -> p2
    p1 -> b1
    b1 -> b2
    b2 -> p2
    p2 -> decide
    decide -> x
    x -> prepare [again]
    x -> e (default)
"""


def back(process: Process, state: ProcessState, activity: str, to: str) -> ProcessState:
    task = next(task.number for task in state.tasks if task.activity == activity)
    return step(process, state, SendBack(task, to)).state


def test_in_one_branch_the_other_goes_on_untouched() -> None:
    process = built(FORK)
    state = done(process, begun(process), "prepare", "a1", "b1")
    state = back(process, state, "a2", "a1")
    assert sorted(at(state)) == ["a1", "b2"]
    assert at(done(process, state, "b2", "a1", "a2")) == ["decide"]


def test_a_branch_that_already_waits_at_the_join_stays_there() -> None:
    process = built(FORK)
    state = done(process, begun(process), "prepare", "a1", "b1", "b2")
    state = back(process, state, "a2", "a1")
    assert at(state) == ["a1"]
    assert at(done(process, state, "a1", "a2")) == ["decide"]


def test_before_the_fork_the_other_branch_is_taken_away() -> None:
    process = built(FORK)
    state = done(process, begun(process), "prepare", "a1", "b1")
    state = back(process, state, "a2", "prepare")
    assert at(state) == ["prepare"]
    assert len(state.tokens) == 1
    assert sorted(at(done(process, state, "prepare"))) == ["a1", "b1"]


def test_after_the_join_only_to_before_the_fork() -> None:
    """One branch alone would wait for the others for ever."""
    process = built(FORK)
    state = done(process, begun(process), "prepare", "a1", "a2", "b1", "b2")
    assert at(state) == ["decide"]
    for inside in ("a1", "a2", "b2"):
        with pytest.raises(ProcessRefusal, match="before the fork"):
            back(process, state, "decide", inside)
    assert at(back(process, state, "decide", "prepare")) == ["prepare"]


def test_only_to_what_comes_before() -> None:
    process = built("s -> a\na -> b\nb -> e")
    state = begun(process)
    for to in ("b", "a", "s", "nowhere"):
        with pytest.raises(ProcessRefusal):
            back(process, state, "a", to)


def test_out_of_a_sub_process_ends_it() -> None:
    inside = {"scope": "sub"}
    process = built(
        """
        s -> prepare
        prepare -> sub
        sub -> e
        s1 -> p1
        p1 -> a
        p1 -> b
        a -> e1
        b -> e2
        """,
        sub={"kind": Kind.SUB_PROCESS}, s1=inside, p1=inside, a=inside, b=inside, e1=inside, e2=inside,
    )  # fmt: skip
    state = back(process, done(process, begun(process), "prepare"), "b", "prepare")
    assert at(state) == ["prepare"]
    assert len(state.tokens) == 1
