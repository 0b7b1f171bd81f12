"""Inclusive gateways: as many branches as hold, and a join that waits for just those."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.core.process.building import at, begun, built, done, fired, timer
from tongban.core.process import Kind, ProcessFault

LINES = """
    s -> o1
    o1 -> a [a]
    o1 -> b [b]
    o1 -> c (default)
    a -> o2
    b -> o2
    c -> o2
    o2 -> after
    after -> e
"""


@pytest.mark.parametrize(
    ("a", "b", "branches"), [(True, True, ["a", "b"]), (True, False, ["a"]), (False, False, ["c"])]
)
def test_the_join_waits_for_the_branches_that_were_taken(a: bool, b: bool, branches: list[str]) -> None:
    process = built(LINES)
    for order in permutations(branches):
        state = begun(process, a=a, b=b)
        assert sorted(at(state)) == branches
        for branch in order:
            assert "after" not in at(state)
            state = done(process, state, branch)
        assert at(state) == ["after"]
        assert done(process, state, "after").ended


def test_no_branch_at_all_is_a_fault() -> None:
    process = built("s -> o1\no1 -> a [a]\no1 -> b [b]\na -> e\nb -> e1")
    with pytest.raises(ProcessFault, match="No condition holds"):
        begun(process, a=False, b=False)


def test_the_join_does_not_wait_for_what_can_only_come_round_again() -> None:
    """A token that waits at the join itself, or behind it on the way back, is no reason to wait."""
    process = built(
        """
        s -> o1
        o1 -> a [a]
        o1 -> b [b]
        a -> o2
        b -> o2
        o2 -> check
        check -> x
        x -> o1 [again]
        x -> e (default)
        """
    )
    state = begun(process, a=True, b=True)
    state = done(process, state, "a", "b")
    assert at(state) == ["check"]
    state = done(process, state, "check", again=True, a=True, b=False)
    assert at(state) == ["a"]
    assert at(done(process, state, "a")) == ["check"]


def test_several_ways_out_of_a_task_are_taken_like_those_of_an_inclusive_gateway() -> None:
    process = built("s -> t\nt -> a [n > 1]\nt -> b [n > 5]\nt -> c (default)\na -> e\nb -> e1\nc -> e2")
    assert at(done(process, begun(process), "t", n=9)) == ["a", "b"]
    assert at(done(process, begun(process), "t", n=3)) == ["a"]
    assert at(done(process, begun(process), "t", n=0)) == ["c"]


def test_a_reminder_at_the_border_does_not_open_the_join_for_what_is_still_under_way() -> None:
    """BPMN 2.0.2, 13.4.3: what excuses waiting is a path of sequence flows; a border event is none."""
    process = built(
        """
        s -> work
        work -> o
        late -> o
        o -> after
        after -> e
        """,
        late={"kind": Kind.BOUNDARY, "attached_to": "work", "event": timer("P1D"), "interrupting": False},
    )
    state = fired(process, begun(process), "late")
    assert at(state) == ["work"]
    assert at(done(process, state, "work")) == ["after"]
