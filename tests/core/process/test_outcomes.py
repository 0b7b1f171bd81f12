from __future__ import annotations

from tests.core.process.building import built, error, timer
from tests.core.process.drawing import process
from tests.core.process.test_advance import PARALLEL, REVIEW
from tongban.core.decisions import parse
from tongban.core.process import Consequence, Event, Kind, Loop, LoopKind, Trigger


def test_the_desk_offers_the_outcomes_the_gateway_asks_for():
    drawn = process(REVIEW)
    assert drawn.outcomes_of("review") == ("approved", "incomplete", "rejected")
    assert drawn.outcomes_of("accept") == ()


def test_each_outcome_says_its_label_and_what_comes_next():
    assert process(REVIEW).consequences_of("review") == (
        Consequence("approved", "核准", ("deliver",)),
        Consequence("incomplete", "通知補正", ("correct",)),
        Consequence("rejected", "駁回", ("e2",)),
    )


def test_a_default_is_where_any_other_outcome_leads():
    drawn = process('s -> t\nt -> x\nx -> e1 [outcome = "a"]\nx -> e2 (default) "其他"')
    assert drawn.consequences_of("t") == (Consequence("a", "", ("e1",)), Consequence(None, "其他", ("e2",)))
    assert process(REVIEW).consequences_of("accept") == (Consequence(None, "", ("review",)),)


def test_outcomes_are_found_through_gateways_but_not_beyond_the_next_task():
    drawn = process("""
        s -> t
        t -> x1
        x1 -> e1 [outcome in ("a", "b")]
        x1 -> x2 (default)
        x2 -> u [outcome = "c"]
        x2 -> e2 (default)
        u -> x3
        x3 -> e3 [outcome = "later"]
        x3 -> e4 (default)
    """)
    assert drawn.outcomes_of("t") == ("a", "b", "c")
    assert [c.leads_to for c in drawn.consequences_of("t")] == [("e1",), ("e1",), ("u",), ("e2",)]


def test_where_other_values_decide_as_well_all_that_is_possible_is_said():
    drawn = process("""
        s -> t
        t -> x
        x -> high [outcome = "approved" and amount > 5]
        x -> low [outcome = "approved" and amount <= 5]
        x -> e (default)
        high -> e
        low -> e
    """)
    assert drawn.consequences_of("t")[0] == Consequence("approved", "", ("high", "low", "e"))


def test_an_outcome_that_is_excluded_leads_past_its_condition():
    drawn = process('s -> t\nt -> x\nx -> e1 [outcome != "ok"]\nx -> e2 [outcome = "ok"]')
    assert drawn.consequences_of("t")[0] == Consequence("ok", "", ("e2",))


def test_a_fork_leads_to_all_its_branches():
    drawn = process(PARALLEL.replace("s -> p1", "s -> t\nt -> p1"))
    assert drawn.consequences_of("t") == (Consequence(None, "", ("fire", "police")),)


def test_activities_come_in_order_with_ways_back_aside():
    assert [activity.id for activity in process(REVIEW).in_order()] == [
        "s", "accept", "review", "x1", "deliver", "e1", "correct", "e2",
    ]  # fmt: skip
    assert [activity.id for activity in process(PARALLEL).user_tasks] == ["fire", "police", "reply"]


# -- the whole language

CHOICE = 'x1 -> e1 [outcome = "yes"] "核准"\nx1 -> e2 [outcome = "no"]'
SUB, INNER = {"kind": Kind.SUB_PROCESS}, {"scope": "sub"}
SCRIPT = {"kind": Kind.SCRIPT, "script": parse("1"), "result": "n"}


def inner(kind: Kind, **more: object) -> dict[str, object]:
    return INNER | {"kind": kind} | more


def test_a_script_is_passed():
    drawn = built(f"s -> t\nt -> n\nn -> x1\n{CHOICE}", n=SCRIPT)
    assert drawn.consequences_of("t") == (Consequence("yes", "核准", ("e1",)), Consequence("no", "", ("e2",)))


def test_a_sub_process_is_entered_and_left():
    drawn = built(
        f"s -> t\nt -> sub\nsub -> x1\n{CHOICE}\ni1 -> u\nu -> i2",
        sub=SUB, i1=inner(Kind.START), u=INNER, i2=inner(Kind.END),
    )  # fmt: skip
    assert drawn.consequences_of("t") == (Consequence(None, "", ("u",)),)
    assert drawn.consequences_of("u") == (Consequence("yes", "核准", ("e1",)), Consequence("no", "", ("e2",)))


def test_the_last_task_of_a_sub_process_that_just_stops_leads_behind_it():
    drawn = built("s -> sub\nsub -> v\nv -> e\ni1 -> u", sub=SUB, i1=inner(Kind.START), u=INNER)
    assert drawn.consequences_of("u") == (Consequence(None, "", ("v",)),)


def test_a_sub_process_done_several_times_may_begin_again():
    loop = Loop(LoopKind.SEQUENTIAL, over=parse("units"))
    drawn = built("s -> sub\nsub -> v\nv -> e\ni1 -> u", sub=SUB | {"loop": loop}, i1=inner(Kind.START), u=INNER)
    assert set(drawn.consequences_of("u")[0].leads_to) == {"u", "v"}
    drawn = built("s -> t\nt -> e", t={"loop": loop})
    assert set(drawn.consequences_of("t")[0].leads_to) == {"t", "e"}


def test_an_error_leads_to_who_catches_it():
    drawn = built(
        's -> sub\nsub -> e\nb -> fix\nfix -> e\ni1 -> u\nu -> x1\nx1 -> i2 [outcome = "bad"]\nx1 -> i3 (default)',
        sub=SUB, i1=inner(Kind.START), u=INNER, x1=INNER, i3=inner(Kind.END), i2=inner(Kind.END, event=error("E")),
        b={"kind": Kind.BOUNDARY, "attached_to": "sub", "event": error()},
    )  # fmt: skip
    assert drawn.consequences_of("u") == (Consequence("bad", "", ("fix",)), Consequence(None, "", ("e",)))


def test_a_link_is_followed():
    link = Event(Trigger.LINK, "A")
    to, back = {"kind": Kind.THROW, "event": link}, {"kind": Kind.CATCH, "event": link}
    drawn = built(f"s -> t\nt -> to\nback -> x1\n{CHOICE}", to=to, back=back)
    assert drawn.outcomes_of("t") == ("yes", "no")


def test_a_task_that_chooses_itself_offers_its_outcomes():
    drawn = built('s -> t\nt -> e1 [outcome = "yes"] "核准"\nt -> e2 (default) "其他"')
    assert drawn.consequences_of("t") == (Consequence("yes", "核准", ("e1",)), Consequence(None, "其他", ("e2",)))


def test_an_inclusive_gateway_leads_to_all_that_hold():
    drawn = built("""
        s -> t
        t -> o1
        o1 -> a [outcome = "both"]
        o1 -> b [outcome in ("both", "second")]
        o1 -> c [amount > 5]
        o1 -> d (default)
        a -> e
        b -> e
        c -> e
        d -> e
    """)
    assert [c.leads_to for c in drawn.consequences_of("t")] == [("a", "b", "c"), ("b", "c"), ("c", "d")]


def test_what_waits_for_something_else_is_said():
    drawn = built("s -> t\nt -> w\nw -> e", w={"kind": Kind.CATCH, "event": timer()})
    assert drawn.consequences_of("t") == (Consequence(None, "", ("w",)),)


def test_where_people_choose_what_to_do_they_may_choose_again():
    drawn = built("s -> sub\nsub -> e\na -> b", sub={"kind": Kind.AD_HOC}, a=INNER, b=INNER)
    assert drawn.consequences_of("a") == (Consequence(None, "", ("b",)),)
    assert drawn.consequences_of("b") == (Consequence(None, "", ("sub", "e")),)
