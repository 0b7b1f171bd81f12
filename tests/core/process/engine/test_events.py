"""Boundary and intermediate events, event-based gateways, conditions, links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.process.building import (
    NOW,
    at,
    begun,
    built,
    condition,
    done,
    fired,
    message,
    signal,
    step,
    timer,
    waiting_at,
)
from tongban.core.process import (
    NOT_STARTED,
    Broadcast,
    Change,
    Deliver,
    Event,
    Fire,
    Kind,
    ProcessRefusal,
    Resume,
    Start,
    Suspend,
    Thrown,
    TimerKind,
    Trigger,
)

DAY = timedelta(1)
LATE = """
    s -> a
    a -> e
    late -> remind
    remind -> e1
"""


def boundary(event: Event, *, interrupting: bool = True) -> dict[str, object]:
    return {"kind": Kind.BOUNDARY, "attached_to": "a", "event": event, "interrupting": interrupting}


def test_an_interrupting_timer_takes_the_task_away() -> None:
    process = built(LATE, late=boundary(timer("P3D")))
    state = begun(process)
    assert waiting_at(state, "late").due_at == NOW + 3 * DAY
    fired_ = step(process, state, Fire(waiting_at(state, "late").number), NOW + 3 * DAY)
    assert at(fired_.state) == ["remind"]
    assert fired_.cancelled == ("a",)
    assert "a" not in fired_.left


def test_a_timer_is_gone_when_the_task_is_done_before_it() -> None:
    process = built(LATE, late=boundary(timer("P3D")))
    assert not done(process, begun(process), "a").waits


def test_a_repeating_reminder_comes_as_often_as_drawn_and_leaves_the_task() -> None:
    process = built(LATE, late=boundary(timer("R2/P1D", TimerKind.CYCLE), interrupting=False))
    state = begun(process)
    state = fired(process, state, "late", NOW + DAY)
    assert waiting_at(state, "late").due_at == NOW + 2 * DAY
    state = fired(process, state, "late", NOW + 2 * DAY)
    assert at(state) == ["a", "remind", "remind"]
    assert not state.waits


def test_a_wait_that_came_already_is_refused() -> None:
    process = built(LATE, late=boundary(timer("P3D"), interrupting=False))
    state = begun(process)
    number = waiting_at(state, "late").number
    state = step(process, state, Fire(number)).state
    with pytest.raises(ProcessRefusal):
        step(process, state, Fire(number))


def test_a_suspended_timer_keeps_the_time_it_had_left() -> None:
    process = built(LATE, late=boundary(timer("P3D")))
    state = step(process, begun(process), Suspend(), NOW + DAY).state
    assert waiting_at(state, "late").due_at == NOW + 3 * DAY
    state = step(process, state, Resume(), NOW + 11 * DAY).state
    assert waiting_at(state, "late").due_at == NOW + 13 * DAY
    assert state.suspended_at is None


def test_a_case_cannot_stand_still_twice() -> None:
    process = built(LATE, late=boundary(timer("P3D")))
    state = step(process, begun(process), Suspend()).state
    with pytest.raises(ProcessRefusal):
        step(process, state, Suspend())
    with pytest.raises(ProcessRefusal):
        step(process, begun(process), Resume())


RACE = """
    s -> g
    g -> reply
    g -> overdue
    reply -> a
    overdue -> b
    a -> e
    b -> e1
"""


@pytest.mark.parametrize(("event", "then"), [("reply", "a"), ("overdue", "b")])
def test_the_first_event_behind_an_event_gateway_decides(event: str, then: str) -> None:
    process = built(
        RACE,
        reply={"kind": Kind.CATCH, "event": message("reply")},
        overdue={"kind": Kind.CATCH, "event": timer("P30D")},
    )
    state = begun(process)
    assert {wait.activity for wait in state.waits} == {"reply", "overdue"}
    assert not state.tasks
    state = fired(process, state, event)
    assert at(state) == [then]
    assert not state.waits


def test_a_message_goes_to_the_one_that_waited_first() -> None:
    process = built(
        """
        s -> p
        p -> m1
        p -> m2
        m1 -> a
        m2 -> b
        a -> e
        b -> e1
        """,
        m1={"kind": Kind.RECEIVE, "event": message("m")},
        m2={"kind": Kind.RECEIVE, "event": message("m")},
    )
    state = step(process, begun(process), Deliver("m")).state
    assert at(state) == ["a"]
    assert at(step(process, state, Deliver("m")).state) == ["a", "b"]


def test_a_signal_reaches_all_that_wait_and_those_in_the_same_case_at_once() -> None:
    process = built(
        """
        s -> p
        p -> w1
        p -> w2
        p -> give
        w1 -> a
        w2 -> b
        give -> c
        a -> e
        b -> e1
        c -> e2
        """,
        w1={"kind": Kind.CATCH, "event": signal("go")},
        w2={"kind": Kind.CATCH, "event": signal("go")},
        give={"kind": Kind.THROW, "event": signal("go")},
    )
    assert sorted(at(begun(process))) == ["a", "b", "c"]


def test_a_signal_nobody_waits_for_changes_nothing() -> None:
    process = built("s -> a\na -> e")
    state = begun(process)
    assert step(process, state, Broadcast("go")).state == state


def test_what_is_thrown_is_told_to_the_world_outside() -> None:
    process = built(
        """
        s -> tell
        tell -> e
        """,
        tell={"kind": Kind.SEND, "event": message("approved")},
    )
    thrown = step(process, NOT_STARTED, Start()).thrown
    assert thrown == (Thrown("tell", Trigger.MESSAGE, "approved"),)


def test_a_condition_takes_effect_when_it_becomes_true_and_once_only() -> None:
    process = built(LATE, late=boundary(condition("amount > 1000"), interrupting=False))
    state = begun(process)
    assert at(state) == ["a"]
    state = step(process, state, Change({"amount": 2000})).state
    assert at(state) == ["a", "remind"]
    state = step(process, state, Change({"amount": 3000})).state
    assert at(state) == ["a", "remind"]
    state = step(process, state, Change({"amount": 10})).state
    state = step(process, state, Change({"amount": 5000})).state
    assert at(state) == ["a", "remind", "remind"]


def test_a_condition_that_is_true_on_arrival_is_not_waited_for() -> None:
    process = built("s -> c\nc -> a\na -> e", c={"kind": Kind.CATCH, "event": condition("ready")})
    assert at(begun(process, ready=True)) == ["a"]
    assert at(begun(process, ready=False)) == []


def test_a_link_jumps_to_its_partner() -> None:
    link = Event(Trigger.LINK, "A")
    process = built(
        """
        s -> jump
        land -> a
        a -> e
        """,
        jump={"kind": Kind.THROW, "event": link},
        land={"kind": Kind.CATCH, "event": link},
    )
    state = begun(process)
    assert at(state) == ["a"]
