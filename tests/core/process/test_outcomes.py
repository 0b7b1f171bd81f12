from __future__ import annotations

from tests.core.process.drawing import process
from tests.core.process.test_advance import PARALLEL, REVIEW
from tongban.core.process import Consequence


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
