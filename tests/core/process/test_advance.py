from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.core.process.drawing import process
from tongban.core.process import (
    NOT_STARTED,
    Cancel,
    CompleteTask,
    Process,
    ProcessRefusal,
    ProcessState,
    Start,
    Task,
    Token,
    advance,
)

AT = datetime(2026, 2, 13, 9, 0, tzinfo=UTC)

REVIEW = """
    s -> accept
    accept -> review
    review -> x1
    x1 -> deliver [outcome = "approved"] "核准"
    x1 -> correct [outcome = "incomplete"] "通知補正"
    x1 -> e2 [outcome = "rejected"] "駁回"
    correct -> review
    deliver -> e1
"""
PARALLEL = """
    s -> p1
    p1 -> fire
    p1 -> police
    fire -> p2
    police -> p2
    p2 -> reply
    reply -> e
"""


def start(drawn: Process, **variables: object) -> ProcessState:
    return advance(drawn, NOT_STARTED, Start(variables), AT).state


def done(drawn: Process, state: ProcessState, activity: str, **variables: object) -> ProcessState:
    task = next(task.number for task in state.tasks if task.activity == activity)
    return advance(drawn, state, CompleteTask(task, variables), AT).state


def waiting(state: ProcessState) -> list[str]:
    return [task.activity for task in state.tasks]


def test_a_started_case_waits_at_its_first_user_task_for_its_groups():
    step = advance(process(REVIEW, groups="handler, supervisor@fire"), NOT_STARTED, Start({"n": 1}), AT)
    assert step.state.tokens == (Token(1, "accept"),)
    assert step.state.tasks == (Task(2, "accept", ("handler", "supervisor@fire"), 1),)
    assert step.state.variables == {"n": 1}
    assert (step.entered, step.left) == (("s", "accept"), ("s",))


def test_the_outcome_chooses_the_way():
    drawn = process(REVIEW)
    state = done(drawn, start(drawn), "accept")
    assert waiting(done(drawn, state, "review", outcome="approved")) == ["deliver"]
    assert done(drawn, state, "review", outcome="rejected").ended


def test_a_step_says_what_it_left_and_entered_in_order():
    drawn = process(REVIEW)
    state = done(drawn, start(drawn), "accept")
    step = advance(drawn, state, CompleteTask(state.tasks[0].number, {"outcome": "rejected"}), AT)
    assert step.left == ("review", "x1")
    assert step.entered == ("x1", "e2")


def test_a_loop_makes_a_new_task_with_a_new_number_each_time():
    drawn = process(REVIEW)
    state = done(drawn, start(drawn), "accept")
    numbers = {state.tasks[0].number}
    for round in range(2, 6):
        state = done(drawn, done(drawn, state, "review", outcome="incomplete"), "correct")
        numbers.add(state.tasks[0].number)
        assert len(numbers) == round


def test_an_outcome_that_no_condition_knows_is_refused_and_names_the_gateway():
    drawn = process(REVIEW)
    state = done(drawn, start(drawn), "accept")
    with pytest.raises(ProcessRefusal, match=r"x1.*shredded") as refusal:
        done(drawn, state, "review", outcome="shredded")
    assert refusal.value.activity == "x1"
    assert "x1" in refusal.value.text.zh
    assert waiting(state) == ["review"]


def test_a_condition_that_cannot_be_decided_is_refused_even_with_a_default():
    drawn = process("s -> t\nt -> x\nx -> e1 [amount > 5]\nx -> e2 (default)")
    state = start(drawn)
    with pytest.raises(ProcessRefusal, match="amount > 5"):
        done(drawn, state, "t")
    assert done(drawn, state, "t", amount=5).ended


def test_the_default_is_taken_only_when_no_condition_holds():
    drawn = process('s -> t\nt -> x\nx -> a (default)\nx -> b [outcome = "b"]\na -> e\nb -> e')
    assert waiting(done(drawn, start(drawn), "t", outcome="b")) == ["b"]
    assert waiting(done(drawn, start(drawn), "t", outcome="other")) == ["a"]


def test_a_join_waits_for_every_branch_in_any_order():
    drawn = process(PARALLEL)
    for first, second in (("fire", "police"), ("police", "fire")):
        state = done(drawn, start(drawn), first)
        assert waiting(state) == [second]
        assert [token.flow is not None for token in state.tokens].count(True) == 1
        state = done(drawn, state, second)
        assert waiting(state) == ["reply"]
        assert state.tokens == (Token(1, "reply"),)
        assert done(drawn, state, "reply").ended


def test_a_join_counts_tokens_per_flow_not_in_all():
    """Two tokens by the same flow must not stand in for the branch that is missing."""
    drawn = process(PARALLEL)
    state = ProcessState(
        (Token(1, "p2", "f4"), Token(2, "fire")), (Task(3, "fire", (), 2), Task(5, "police", (), 4)), 6
    )
    state = ProcessState((*state.tokens, Token(4, "police")), state.tasks, 6)
    state = done(drawn, state, "fire")
    assert waiting(state) == ["police"]
    state = done(drawn, state, "police")
    assert waiting(state) == ["reply"]
    assert Token(2, "p2", "f4") in state.tokens


def test_a_task_is_done_once():
    drawn = process(REVIEW)
    first = start(drawn)
    command = CompleteTask(first.tasks[0].number)
    second = advance(drawn, first, command, AT).state
    with pytest.raises(ProcessRefusal, match="done already"):
        advance(drawn, second, command, AT)


def test_a_process_starts_once_and_not_after_its_end():
    drawn = process(REVIEW)
    state = start(drawn)
    with pytest.raises(ProcessRefusal, match="already started"):
        advance(drawn, state, Start(), AT)
    cancelled = advance(drawn, state, Cancel(), AT).state
    for command in (Start(), Cancel(), CompleteTask(2)):
        with pytest.raises(ProcessRefusal, match="already ended"):
            advance(drawn, cancelled, command, AT)


@pytest.mark.parametrize("command", [Cancel(), CompleteTask(1)])
def test_nothing_can_be_done_before_the_start(command):
    with pytest.raises(ProcessRefusal, match="not started"):
        advance(process(REVIEW), NOT_STARTED, command, AT)


def test_cancelling_takes_every_token_and_task_away():
    drawn = process(PARALLEL)
    step = advance(drawn, start(drawn), Cancel(), AT)
    assert (step.state.tokens, step.state.tasks, step.state.ended) == ((), (), True)
    assert step.left == ("fire", "police")


def test_variables_of_a_step_are_laid_over_the_old_ones_and_the_old_state_keeps_its_own():
    drawn = process(REVIEW)
    old = start(drawn, amount=1, place="中山區")
    new = done(drawn, old, "accept", amount=2)
    assert new.variables == {"amount": 2, "place": "中山區"}
    assert old.variables == {"amount": 1, "place": "中山區"}


def test_conditions_know_the_day_in_taipei():
    drawn = process('s -> t\nt -> x\nx -> e1 [today > date("2026-02-13")]\nx -> e2 (default)')
    state = start(drawn)
    for hour, end in ((15, "e2"), (16, "e1")):  # 16:00 UTC is midnight in Taipei
        at = datetime(2026, 2, 13, hour, 0, tzinfo=UTC)
        assert advance(drawn, state, CompleteTask(2), at).entered[-1] == end


def test_a_moment_without_a_zone_is_an_error():
    with pytest.raises(ValueError, match="aware"):
        advance(process(REVIEW), NOT_STARTED, Start(), datetime(2026, 2, 13))


def test_a_task_of_another_version_is_refused():
    drawn = process(REVIEW)
    state = ProcessState((Token(1, "gone"),), (Task(2, "gone"),), 3)
    with pytest.raises(ProcessRefusal, match="gone"):
        advance(drawn, state, CompleteTask(2), AT)
