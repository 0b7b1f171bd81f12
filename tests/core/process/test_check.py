from __future__ import annotations

import pytest

from tests.core.process.drawing import faults, process, said

MAY_BE_NOTHING = "All conditions may be false, and there is no default flow."
UNREACHABLE = "It cannot be reached from the start."
TWICE = "It may be entered twice at the same time."
NO_END = "No end can be reached from it."


def test_several_starts_are_fine_and_none_is_a_fault():
    assert not faults("s1 -> t\ns2 -> t\nt -> e")
    assert ("case", "The process has no start event.") in said(faults("t -> e"))


def test_what_cannot_be_reached_and_what_cannot_end_are_faults():
    found = said(faults("s -> x\nx -> t [a > 1]\nx -> stuck (default)\nt -> e\nlonely -> t"))
    assert found == {("lonely", UNREACHABLE), ("stuck", NO_END)}


def test_a_process_without_any_end_is_one_fault():
    assert said(faults("s -> a\na -> b\nb -> a")) == {("case", "The process has no end event.")}


@pytest.mark.parametrize(
    "conditions",
    [
        ("amount > 5", "amount < 5"),
        ("amount > 5", "amount >= 5"),
        ('outcome = "a"', "amount > 5"),
        ('outcome = "a" and amount > 5', 'outcome = "a" and amount <= 5'),
        ("flag = true", "other = false"),
    ],
)
def test_conditions_that_may_all_be_false_need_a_default(conditions):
    lines = f"s -> t\nt -> x\nx -> e1 [{conditions[0]}]\nx -> e2 [{conditions[1]}]"
    assert said(faults(lines)) == {("x", MAY_BE_NOTHING)}
    assert not faults(f"{lines}\nx -> e3 (default)")


@pytest.mark.parametrize(
    "conditions",
    [
        ("amount > 5", "amount <= 5"),
        ("amount > 5", "5 >= amount"),
        ("flag = true", "flag = false"),
        ('kind = "a"', 'kind != "a"'),
        ("x < 1 or y", "not(x < 1 or y)"),
        ('outcome = "a"', 'outcome in ("b", "c")'),
        ("amount > 5", "true"),
    ],
)
def test_conditions_that_cover_everything_need_none(conditions):
    assert not faults(f"s -> t\nt -> x\nx -> e1 [{conditions[0]}]\nx -> e2 [{conditions[1]}]")


def test_outcomes_cover_nothing_when_no_user_task_chose_them():
    assert said(faults('s -> x\nx -> e1 [outcome = "a"]\nx -> e2 [outcome = "b"]')) == {("x", MAY_BE_NOTHING)}


def test_an_outcome_that_a_later_gateway_does_not_know_needs_a_default_there():
    lines = """
        s -> t
        t -> x1
        x1 -> e1 [outcome = "a"]
        x1 -> x2 (default)
        x2 -> e2 [outcome = "b"]
        x2 -> e3 [outcome = "c"]
    """
    assert not faults(lines)
    assert said(faults(lines.replace('"a"]', '"a" and amount > 5]'))) == {("x2", MAY_BE_NOTHING)}


def test_a_flow_without_condition_and_a_default_with_one_are_faults():
    found = said(faults("s -> t\nt -> x\nx -> e1\nx -> e2 [a > 1]\nx -> e3 [a > 2] (default)"))
    assert found == {
        ("f3", "The flow has no condition and is not the default."),
        ("f5", "The default flow may have no condition."),
    }


def test_a_condition_may_stand_only_where_somebody_can_choose():
    assert [fault.place for fault in faults("s -> t [a > 1]\nt -> e")] == ["f1"]
    assert {fault.place for fault in faults("s -> p\np -> e1 [a > 1]\np -> e2 [a > 2]")} == {"f2", "f3"}


def test_a_task_may_choose_without_a_gateway_but_must_find_a_way():
    assert said(faults("s -> t\nt -> e [a > 1]")) == {("t", MAY_BE_NOTHING)}
    assert said(faults("s -> t\nt -> e1 [a > 1]\nt -> e2 [a > 2]")) == {("t", MAY_BE_NOTHING)}
    assert not faults("s -> t\nt -> e1 [a > 1]\nt -> e2 (default)")
    assert not faults('s -> t\nt -> e1 [outcome = "a"]\nt -> e2 [outcome = "b"]')


def test_a_flow_without_condition_beside_one_with_is_a_fault_for_it_would_always_be_taken():
    found = said(faults("s -> t\nt -> e1 [a > 1]\nt -> e2"))
    assert found == {("f3", "The flow has no condition and is not the default.")}


def test_several_ways_out_of_a_task_are_a_fork():
    assert not faults("s -> t\nt -> e1\nt -> e2")
    assert said(faults("s -> t\nt -> a\nt -> b\na -> c\nb -> c\nc -> e")) == {("c", TWICE)}
    assert not faults("s -> t\nt -> a\nt -> b\na -> p\nb -> p\np -> c\nc -> e")


def test_flows_into_a_start_and_out_of_an_end_are_faults():
    assert {fault.place for fault in faults("s -> t\nt -> e\ne -> s")} == {"s", "e"}


def test_a_loop_without_a_user_task_is_a_fault_at_each_gateway_of_it():
    found = said(faults("s -> x1\nx1 -> x2\nx2 -> x1 [a > 1]\nx2 -> e (default)"))
    assert found == {(id, "A loop through it meets no task, timer or wait and never ends.") for id in ("x1", "x2")}


def test_a_join_behind_a_choice_waits_for_ever():
    lines = "s -> t\nt -> x\nx -> a [n > 1]\nx -> b (default)\na -> p\nb -> p\np -> e"
    assert said(faults(lines)) == {("p", "It may wait for ever for the other branches.")}


def test_branches_that_are_not_joined_enter_the_next_task_twice():
    twice = {("c", "It may be entered twice at the same time.")}
    assert said(faults("s -> p\np -> a\np -> b\na -> c\nb -> c\nc -> e")) == twice
    assert said(faults("s -> p\np -> a\np -> b\na -> x\nb -> x\nx -> c\nc -> e")) == twice
    assert not faults("s -> p\np -> a\np -> b\na -> e\nb -> e")


def test_a_way_back_into_a_parallel_is_found_when_it_starves_the_join():
    lines = """
        s -> p1
        p1 -> a
        p1 -> b
        a -> x
        x -> e2 [outcome = "stop"]
        x -> p2 (default)
        b -> p2
        p2 -> e1
    """
    assert said(faults(lines)) == {("p2", "It may wait for ever for the other branches.")}


def test_many_parallel_branches_are_judged_quickly():
    wide = "\n".join(f"p1 -> a{n}\na{n} -> b{n}\nb{n} -> p2" for n in range(60))
    assert len(process(f"s -> p1\n{wide}\np2 -> e").user_tasks) == 120
