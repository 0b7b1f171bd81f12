"""Sub-processes, ends, errors, escalations and event sub-processes."""

from __future__ import annotations

import pytest

from tests.core.process.building import (
    at,
    begun,
    built,
    done,
    error,
    escalation,
    fired,
    message,
    signal,
    step,
    timer,
    waiting_at,
)
from tongban.core.process import (
    Broadcast,
    CompleteTask,
    Deliver,
    Event,
    Fail,
    Kind,
    ProcessFault,
    ProcessRefusal,
    Trigger,
)

SUB = {"kind": Kind.SUB_PROCESS}
IN = {"scope": "sub"}
TERMINATE = Event(Trigger.TERMINATE)


def test_what_is_behind_a_sub_process_waits_until_all_inside_is_done() -> None:
    process = built(
        """
        s -> sub
        sub -> after
        after -> e
        s1 -> p1
        p1 -> a
        p1 -> b
        a -> e1
        b -> e2
        """,
        sub=SUB, s1=IN, p1=IN, a=IN, b=IN, e1=IN, e2=IN,
    )  # fmt: skip
    state = begun(process)
    assert at(state) == ["a", "b"]
    state = done(process, state, "a")
    assert at(state) == ["b"]
    state = done(process, state, "b")
    assert at(state) == ["after"]
    assert [token.parent for token in state.tokens] == [0]
    assert done(process, state, "after").ended


def test_a_terminate_end_ends_its_own_scope_only() -> None:
    process = built(
        """
        s -> p
        p -> sub
        p -> other
        sub -> after
        after -> e
        other -> e9
        s1 -> p1
        p1 -> a
        p1 -> b
        a -> e1
        b -> e2
        """,
        sub=SUB, s1=IN, p1=IN, a=IN, b=IN, e1={**IN, "event": TERMINATE}, e2=IN,
    )  # fmt: skip
    state = begun(process)
    advanced = step(process, state, CompleteTask(next(t.number for t in state.tasks if t.activity == "a")))
    assert at(advanced.state) == ["other", "after"]
    assert advanced.cancelled == ("b",)


def test_a_terminate_end_of_the_process_ends_the_case_at_once() -> None:
    process = built(
        """
        s -> p
        p -> a
        p -> b
        a -> e
        b -> e1
        """,
        e={"event": TERMINATE},
    )
    assert done(process, begun(process), "a").ended


NESTED_ERROR = """
    s -> sub
    sub -> after
    after -> e
    s1 -> a
    a -> e1
    caught -> repair
    repair -> e9
"""


def test_an_error_leaves_the_sub_process_by_the_event_that_catches_it() -> None:
    caught = {"kind": Kind.BOUNDARY, "attached_to": "sub", "event": error("E1")}
    process = built(NESTED_ERROR, sub=SUB, s1=IN, a=IN, e1={**IN, "event": error("E1")}, caught=caught)
    state = done(process, begun(process), "a")
    assert at(state) == ["repair"]
    assert len(state.tokens) == 1


def test_an_error_nobody_catches_is_a_fault_and_changes_nothing() -> None:
    other = {"kind": Kind.BOUNDARY, "attached_to": "sub", "event": error("E2")}
    process = built(NESTED_ERROR, sub=SUB, s1=IN, a=IN, e1={**IN, "event": error("E1")}, caught=other)
    with pytest.raises(ProcessFault, match="E1") as raised:
        done(process, begun(process), "a")
    assert raised.value.activity == "e1"


def test_work_that_fails_goes_the_way_of_the_error_at_its_own_border() -> None:
    process = built(
        """
        s -> call
        call -> e
        caught -> by_hand
        by_hand -> e1
        """,
        call={"kind": Kind.SERVICE, "topic": "registry"},
        caught={"kind": Kind.BOUNDARY, "attached_to": "call", "event": error()},
    )
    state = begun(process)
    wait = waiting_at(state, "call")
    assert (wait.trigger, wait.name) == (Trigger.WORK, "registry")
    failed = step(process, state, Fail(wait.number, "no answer"))
    assert at(failed.state) == ["by_hand"]
    assert failed.cancelled == ("call",)
    assert not failed.state.waits
    assert fired(process, state, "call", result=1).ended


def test_an_escalation_may_go_beside_what_it_came_from() -> None:
    caught = {"kind": Kind.BOUNDARY, "attached_to": "sub", "event": escalation(), "interrupting": False}
    process = built(
        """
        s -> sub
        sub -> after
        after -> e
        s1 -> tell
        tell -> a
        a -> e1
        caught -> chief
        chief -> e9
        """,
        sub=SUB, s1=IN, tell={**IN, "kind": Kind.THROW, "event": escalation("late")}, a=IN, e1=IN, caught=caught,
    )  # fmt: skip
    state = begun(process)
    assert sorted(at(state)) == ["a", "chief"]
    assert at(done(process, state, "chief", "a")) == ["after"]


def test_an_escalation_nobody_catches_goes_on() -> None:
    process = built(
        """
        s -> tell
        tell -> a
        a -> e
        """,
        tell={"kind": Kind.THROW, "event": escalation("late")},
    )
    assert at(begun(process)) == ["a"]


EVENT_SUB = """
    s -> a
    a -> e
    s2 -> b
    b -> e2
"""


def test_an_interrupting_event_sub_process_takes_the_place_of_the_rest() -> None:
    inside = {"scope": "appeal"}
    process = built(
        EVENT_SUB,
        appeal={**SUB, "by_event": True}, s2={**inside, "event": message("appeal")}, b=inside, e2=inside,
    )  # fmt: skip
    state = step(process, begun(process), Deliver("appeal", {"by": "applicant"})).state
    assert at(state) == ["b"]
    assert state.variables["by"] == "applicant"
    assert not state.waits
    assert done(process, state, "b").ended


def test_a_non_interrupting_one_goes_on_beside_and_can_come_again() -> None:
    inside = {"scope": "note"}
    process = built(
        EVENT_SUB,
        note={**SUB, "by_event": True},
        s2={**inside, "event": signal("typhoon"), "interrupting": False},
        b=inside, e2=inside,
    )  # fmt: skip
    state = begun(process)
    state = step(process, state, Broadcast("typhoon")).state
    state = step(process, state, Broadcast("typhoon")).state
    assert at(state) == ["a", "b", "b"]
    state = done(process, state, "a")
    assert not state.ended
    state = done(process, state, "b", "b")
    assert state.ended
    assert not state.waits


def test_an_event_sub_process_of_a_sub_process_ends_with_it() -> None:
    process = built(
        """
        s -> sub
        sub -> after
        after -> e
        s1 -> a
        a -> e1
        s2 -> b
        b -> e2
        """,
        sub=SUB, s1=IN, a=IN, e1=IN, inner={**SUB, **IN, "by_event": True},
        s2={"scope": "inner", "event": timer("P3D")}, b={"scope": "inner"}, e2={"scope": "inner"},
    )  # fmt: skip
    state = begun(process)
    assert [wait.activity for wait in state.waits] == ["s2"]
    ended = done(process, state, "a")
    assert at(ended) == ["after"]
    assert not ended.waits
    late = fired(process, state, "s2")
    assert at(late) == ["b"]
    assert at(done(process, late, "b")) == ["after"]


def test_a_message_nobody_waits_for_is_refused() -> None:
    process = built("s -> a\na -> e")
    with pytest.raises(ProcessRefusal, match="does not wait"):
        step(process, begun(process), Deliver("appeal"))


def test_an_event_sub_process_does_not_catch_the_error_it_throws_itself() -> None:
    handler = {"scope": "handler"}
    caught = {"kind": Kind.BOUNDARY, "attached_to": "sub", "event": error("E1")}
    process = built(
        """
        s -> sub
        sub -> e
        s1 -> a
        a -> e1
        s2 -> b
        b -> e2
        caught -> repair
        repair -> e9
        """,
        sub=SUB, s1=IN, a=IN, e1={**IN, "event": error("E1")}, caught=caught,
        handler={**SUB, **IN, "by_event": True}, s2={**handler, "event": error("E1")}, b=handler,
        e2={**handler, "event": error("E1")},
    )  # fmt: skip
    state = done(process, begun(process), "a")
    assert at(state) == ["b"]
    assert at(done(process, state, "b")) == ["repair"]
