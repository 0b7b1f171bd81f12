"""Each rule of the drawing: what breaks it is named at its element, and what keeps it is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.core.process.building import built, condition, error, escalation, message, signal, timer
from tongban.core.decisions import parse
from tongban.core.process import Event, Kind, Loop, LoopKind, Process, Timer, TimerKind, Trigger
from tongban.core.process.checks.check import check
from tongban.core.process.findings import Findings

Special = Mapping[str, Any]
STRAIGHT = "s -> t\nt -> e"
NEVER_REACHED = "It cannot be reached from the start."
NO_END = "No end can be reached from it."
TWICE = "It may be entered twice at the same time."
WAITS = "It may wait for ever for the other branches."
LOOP = "A loop through it meets no task, timer or wait and never ends."


def found_in(process: Process) -> set[tuple[str, str]]:
    findings = Findings("process.bpmn")
    starts = [one.id for one in process.activities.values() if one.kind is Kind.START and not one.scope]
    check(process, starts, [(flow.source, flow.target) for flow in process.flows.values()], findings)
    for fault in findings.faults:
        assert fault.text.zh and fault.remedy.zh and fault.remedy.en, fault
    return {(fault.place, fault.text.en) for fault in findings.faults}


def wrong(lines: str, **special: Special) -> set[tuple[str, str]]:
    return found_in(built(lines, **special))


def places(lines: str, **special: Special) -> set[str]:
    return {place for place, _ in wrong(lines, **special)}


SUB = {"kind": Kind.SUB_PROCESS}
AD_HOC = {"kind": Kind.AD_HOC}
IN = {"scope": "sub"}


def at_border(event: Event, host: str = "t", *, interrupting: bool = True) -> Special:
    return {"kind": Kind.BOUNDARY, "event": event, "attached_to": host, "interrupting": interrupting}


def catching(event: Event) -> Special:
    return {"kind": Kind.CATCH, "event": event}


# -- work


def test_a_task_needs_somebody_and_a_name_and_a_due_date_that_can_be_read():
    assert places(STRAIGHT, t={"groups": ()}) == {"t"}
    assert places(STRAIGHT, t={"name": " "}) == {"t"}
    assert places(STRAIGHT, t={"due": Timer(TimerKind.DURATION, "soon")}) == {"t"}
    assert not wrong(STRAIGHT, t={"groups": (), "assignment": parse("unit")})


def test_what_a_program_does_has_a_topic_and_what_is_called_a_name():
    assert places(STRAIGHT, t={"kind": Kind.SERVICE}) == {"t"}
    assert not wrong(STRAIGHT, t={"kind": Kind.SERVICE, "topic": "send-letter"})
    assert places(STRAIGHT, t={"kind": Kind.CALL}) == {"t"}
    assert not wrong(STRAIGHT, t={"kind": Kind.CALL, "called": "other"})


@pytest.mark.parametrize("kind", list(LoopKind))
def test_what_is_done_several_times_says_how_often(kind):
    assert places(STRAIGHT, t={"loop": Loop(kind)}) == {"t"}
    said = {"again": parse("more")} if kind is LoopKind.REPEAT else {"over": parse("units")}
    assert not wrong(STRAIGHT, t={"loop": Loop(kind, **said)})


# -- events


@pytest.mark.parametrize("text", ["", "3 days", "P", "R0/P1D"])
def test_a_timer_that_can_never_come_is_a_fault(text):
    kind = TimerKind.CYCLE if text.startswith("R") else TimerKind.DURATION
    assert places("s -> w\nw -> e", w=catching(timer(text, kind))) == {"w"}
    assert not wrong("s -> w\nw -> e", w=catching(timer("P3D")))


def test_an_event_says_what_it_waits_for():
    for event in (message(""), signal(""), Event(Trigger.CONDITIONAL), Event(Trigger.TIMER)):
        assert places("s -> w\nw -> e", w=catching(event)) == {"w"}
    for event in (message("paid"), signal("storm"), condition("amount > 5")):
        assert not wrong("s -> w\nw -> e", w=catching(event))
    assert places(STRAIGHT, t={"kind": Kind.RECEIVE}) == {"t"}


def test_a_boundary_event_stands_only_on_what_takes_time():
    lines = "s -> t\nt -> e\nb -> e"
    assert not wrong(lines, b=at_border(timer()))
    for kind in (Kind.EXCLUSIVE, Kind.THROW, Kind.SCRIPT, Kind.BUSINESS_RULE, Kind.SEND):
        assert places(lines, t={"kind": kind}, b=at_border(timer())) == {"b"}, kind


def test_no_flow_leads_into_a_boundary_event_and_one_leads_out():
    assert places("s -> t\nt -> b\nb -> e\nt -> e", b=at_border(timer())) == {"b"}
    assert wrong(STRAIGHT, b=at_border(timer())) == {("b", NO_END)}


def test_behind_an_event_gateway_stand_events_that_wait():
    lines = "s -> g\ng -> w1\ng -> w2\nw1 -> e\nw2 -> e"
    w = {"w1": catching(message("paid")), "w2": catching(timer())}
    assert not wrong(lines, **w)
    assert not wrong(lines, **w | {"w1": {"kind": Kind.RECEIVE, "event": message("paid")}})
    assert places(lines, w1=w["w1"]) == {"w2"}
    assert places(lines + "\nw1 -> w2", **w) == {"w2"}
    assert places("s -> g\ng -> w1\nw1 -> e", w1=w["w1"]) == {"g"}


def test_links_go_in_pairs():
    link = Event(Trigger.LINK, "A")
    lines = "s -> to\nback -> t\nt -> e"
    to, back = {"kind": Kind.THROW, "event": link}, catching(link)
    assert not wrong(lines, to=to, back=back)
    assert "to" in places(lines, to=to, back=catching(Event(Trigger.LINK, "B")))
    assert "to" in places(lines + "\nmore -> e", to=to, back=back, more=back)
    assert "to" in places(lines + "\nto -> e", to=to, back=back)


def test_tasks_behind_a_link_are_found():
    link = Event(Trigger.LINK, "A")
    process = built("s -> to\nback -> t\nt -> e", to={"kind": Kind.THROW, "event": link}, back=catching(link))
    assert [task.id for task in process.user_tasks] == ["t"]


# -- errors and escalations


ERRING = "s -> sub\nsub -> e\ni1 -> t\nt -> x1\nx1 -> i2 [bad = true]\nx1 -> i3 (default)\nb -> e"


def erring(thrown: Event, caught: Event | None, *, interrupting: bool = True) -> dict[str, Special]:
    inside: dict[str, Special] = {
        "sub": SUB, "i1": IN | {"kind": Kind.START}, "t": IN, "x1": IN,
        "i2": IN | {"kind": Kind.END, "event": thrown}, "i3": IN | {"kind": Kind.END},
    }  # fmt: skip
    border = at_border(caught, "sub", interrupting=interrupting) if caught else {"kind": Kind.THROW}
    return inside | {"b": border}


def test_an_error_that_nobody_catches_is_a_fault():
    assert not wrong(ERRING, **erring(error("E1"), error("E1")))
    assert not wrong(ERRING, **erring(error("E1"), error()))
    assert places(ERRING, **erring(error("E1"), error("E2"))) == {"i2", "b"}
    assert ("e", "Nothing catches this error; the case would stop here.") in wrong(STRAIGHT, e={"event": error("E1")})


def test_an_escalation_may_go_uncaught_but_what_is_caught_must_be_thrown():
    without = ERRING.replace("\nb -> e", "")
    special = erring(escalation("L1"), None)
    del special["b"]
    assert not wrong(without, **special)
    assert not wrong(ERRING, **erring(escalation("L1"), escalation("L1"), interrupting=False))
    assert places(ERRING, **erring(escalation("L1"), escalation("L2"))) == {"b"}


def test_a_program_may_report_any_error():
    lines = "s -> t\nt -> e\nb -> e"
    assert not wrong(lines, t={"kind": Kind.SERVICE, "topic": "x"}, b=at_border(error("E1")))
    assert places(lines, b=at_border(error("E1"))) == {"b"}


def test_a_called_process_that_is_not_known_yet_may_throw_anything():
    lines = "s -> t\nt -> e\nb -> e"
    assert not wrong(lines, t={"kind": Kind.CALL, "called": "other"}, b=at_border(error("E1")))


def test_behind_a_sub_process_that_only_fails_nothing_is_reached():
    lines = "s -> sub\nsub -> after\nafter -> e\ni1 -> t\nt -> i2\nb -> e"
    special = erring(error("E1"), error("E1"))
    del special["x1"], special["i3"]
    assert wrong(lines, **special) == {("after", "Whatever happens, it is never reached.")}


def test_an_event_sub_process_does_not_catch_what_it_throws_itself():
    lines = "s -> t\nt -> e\ni1 -> i2"
    inside = {
        "sub": SUB | {"by_event": True}, "i1": IN | {"kind": Kind.START, "event": error("E1")},
        "i2": IN | {"kind": Kind.END, "event": error("E1")},
    }  # fmt: skip
    assert "i2" in places(lines, t={"kind": Kind.SERVICE, "topic": "x"}, **inside)


# -- sub-processes


INNER = "s -> sub\nsub -> e\ni1 -> t\nt -> i2"


def inner(**more: Special) -> dict[str, Special]:
    return {
        "sub": SUB, "i1": IN | {"kind": Kind.START}, "t": IN, "i2": IN | {"kind": Kind.END},
    } | more  # fmt: skip


def test_a_sub_process_has_one_start():
    assert not wrong(INNER, **inner())
    assert ("sub", "The sub-process has no start event.") in wrong("s -> sub\nsub -> e", sub=SUB)
    more = wrong(INNER + "\ni4 -> t", **inner(i4=IN | {"kind": Kind.START}))
    assert more == {("i4", "The sub-process has more than one start event.")}


def test_inside_a_sub_process_a_path_may_just_stop_but_not_at_the_top():
    lines = "s -> sub\nsub -> e\ni1 -> t"
    assert not wrong(lines, sub=SUB, i1=IN | {"kind": Kind.START}, t=IN)
    assert wrong("s -> t\nt -> e\nt -> u") == {("u", NO_END)}


def test_what_hangs_loose_inside_a_sub_process_is_found():
    assert ("lonely", NEVER_REACHED) not in wrong(INNER, **inner())
    found = wrong(INNER + "\nu -> v\nv -> u", **inner(u=IN, v=IN))
    assert {("u", NEVER_REACHED), ("v", NEVER_REACHED)} <= found


def test_a_join_inside_a_sub_process_that_starves_is_found_there():
    lines = "s -> sub\nsub -> e\ni1 -> x1\nx1 -> a [n > 1]\nx1 -> c (default)\na -> p1\nc -> p1\np1 -> i2"
    special = {"sub": SUB, "i1": IN | {"kind": Kind.START}, "i2": IN | {"kind": Kind.END}}
    assert wrong(lines, **special, x1=IN, a=IN, c=IN, p1=IN) == {("p1", WAITS)}


def test_an_event_sub_process_stands_apart():
    lines = STRAIGHT + "\ni1 -> u\nu -> i2"
    inside = {"sub": SUB | {"by_event": True}, "i1": IN | {"kind": Kind.START, "event": message("stop")}, "u": IN}
    inside |= {"i2": IN | {"kind": Kind.END}}
    assert not wrong(lines, **inside)
    assert "sub" in places(lines + "\nt -> sub", **inside)


def test_an_ad_hoc_sub_process_holds_something_to_begin_and_no_starts_or_ends():
    lines = "s -> sub\nsub -> e"
    assert places(lines, sub=AD_HOC) == {"sub"}
    assert not wrong(lines + "\na -> c", sub=AD_HOC, a=IN, c=IN)
    assert places(lines + "\na -> c\nc -> a", sub=AD_HOC, a=IN, c=IN) >= {"sub"}
    assert places(lines + "\ni1 -> a", sub=AD_HOC, a=IN, i1=IN | {"kind": Kind.START}) >= {"i1"}


# -- tokens


def test_an_event_that_does_not_interrupt_adds_a_token():
    lines = "s -> t\nt -> next\nb -> next\nnext -> e"
    assert wrong(lines, b=at_border(timer(), interrupting=False)) == {("next", TWICE)}
    assert not wrong(lines, b=at_border(timer()))
    assert not wrong("s -> t\nt -> e\nb -> remind\nremind -> e", b=at_border(timer(), interrupting=False))


def test_an_inclusive_join_takes_what_comes():
    split = "s -> o1\no1 -> a [n > 1]\no1 -> c [n > 2]\no1 -> d (default)\n"
    assert not wrong(split + "a -> o2\nc -> o2\nd -> o2\no2 -> next\nnext -> e")
    assert wrong(split + "a -> p2\nc -> p2\nd -> p2\np2 -> next\nnext -> e") == {("p2", WAITS)}
    assert wrong(split + "a -> x2\nc -> x2\nd -> x2\nx2 -> next\nnext -> e") == {("next", TWICE)}


def test_ways_that_no_outcome_takes_together_need_no_join():
    lines = 's -> t\nt -> a [outcome = "yes"]\nt -> c [outcome = "no"]\na -> next\nc -> next\nnext -> e'
    assert not wrong(lines)
    assert wrong(lines.replace('outcome = "no"', 'outcome in ("yes", "no")')) == {("next", TWICE)}


def test_an_end_that_takes_all_away_leaves_nobody_waiting():
    lines = "s -> p1\np1 -> a\np1 -> c\na -> e1\nc -> x1\nx1 -> c [more = true]\nx1 -> e2 (default)"
    assert not wrong(lines, e1={"event": Event(Trigger.TERMINATE)})


def test_a_reminder_that_comes_again_until_all_is_over_is_sound():
    lines = "s -> p1\np1 -> t\np1 -> w\nw -> remind\nremind -> w\nt -> e"
    remind = {"w": catching(timer()), "remind": {"kind": Kind.SEND, "event": message("remind")}}
    assert not wrong(lines + "\nremind -> e2", e={"event": Event(Trigger.TERMINATE)}, **remind)
    found = wrong(lines + "\nremind -> e2", **remind)
    assert found == {("w", "Once it is entered, the process can never come to an end.")}


# -- loops that nobody holds up


def test_a_loop_of_scripts_ends_only_if_a_condition_asks_for_what_they_write():
    lines = "s -> x1\nx1 -> count\ncount -> x2\nx2 -> x1 [n < 3]\nx2 -> e (default)"
    script = {"kind": Kind.SCRIPT, "script": parse("n + 1")}
    assert not wrong(lines, count=script | {"result": "n"})
    assert wrong(lines, count=script | {"result": "m"}) == {(id, LOOP) for id in ("x1", "count", "x2")}


def test_a_loop_through_a_sub_process_that_holds_nobody_up_is_found():
    lines = "s -> x1\nx1 -> sub\nsub -> x2\nx2 -> x1 [n < 3]\nx2 -> e (default)\ni1 -> t\nt -> i2"
    script = IN | {"kind": Kind.SCRIPT, "script": parse("1"), "result": "m"}
    assert ("sub", LOOP) in wrong(lines, **inner(t=script))
    assert not wrong(lines, **inner())


def test_a_loop_over_an_error_that_is_thrown_and_caught_at_once_is_found():
    lines = "s -> sub\nsub -> e\nb -> sub\ni1 -> x1\nx1 -> t [n < 3]\nx1 -> i2 (default)\nt -> i3"
    special = {
        "sub": SUB, "b": at_border(error(), "sub"), "i1": IN | {"kind": Kind.START}, "x1": IN, "t": IN,
        "i2": IN | {"kind": Kind.END, "event": error("E1")}, "i3": IN | {"kind": Kind.END},
    }  # fmt: skip
    assert ("b", LOOP) in wrong(lines, **special)


def test_a_loop_whose_only_task_may_be_done_no_time_at_all_is_found():
    lines = "s -> x1\nx1 -> t\nt -> x2\nx2 -> x1 [n < 3]\nx2 -> e (default)"
    for loop in (
        Loop(LoopKind.REPEAT, again=parse("more"), first_asked=True),
        Loop(LoopKind.PARALLEL, over=parse("units")),
        Loop(LoopKind.SEQUENTIAL, times=parse("n")),
    ):
        assert ("t", LOOP) in wrong(lines, t={"loop": loop})
    assert not wrong(lines, t={"loop": Loop(LoopKind.SEQUENTIAL, times=parse("2"))})
    assert not wrong(lines, t={"loop": Loop(LoopKind.REPEAT, again=parse("more"))})


# -- conditions


def test_inclusive_gateways_must_find_a_way_too():
    lines = "s -> t\nt -> o1\no1 -> a [n > 1]\no1 -> c [n > 2]\na -> o2\nc -> o2\no2 -> e"
    assert wrong(lines) == {("o1", "All conditions may be false, and there is no default flow.")}
    assert not wrong(lines.replace("[n > 2]", "(default)"))


def test_outcomes_reach_a_choice_through_scripts_and_into_and_out_of_sub_processes():
    choice = 'x1 -> e1 [outcome = "a"]\nx1 -> e2 [outcome = "b"]'
    assert not wrong(f"s -> t\nt -> r\nr -> x1\n{choice}", r={"kind": Kind.SCRIPT, "script": parse("1"), "result": "r"})
    assert not wrong(f"s -> sub\nsub -> x1\ni1 -> t\nt -> i2\n{choice}", **inner())
    assert places(f"s -> x1\n{choice}") == {"x1"}
    into = "s -> t\nt -> sub\nsub -> e\ni1 -> x1\n" + choice.replace("e1", "i2").replace("e2", "i3")
    inside = {"sub": SUB, "x1": IN, "i1": IN | {"kind": Kind.START}}
    inside |= {id: IN | {"kind": Kind.END} for id in ("i2", "i3")}
    assert not wrong(into, **inside)
    assert places(f"s -> t\nt -> w\nw -> x1\n{choice}", w=catching(timer())) == {"x1"}
