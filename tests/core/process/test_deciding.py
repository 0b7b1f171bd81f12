"""Business rule tasks: asked within the step, kept as a variable, and never passed without an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.process.drawing import draw, faults, process, said
from tongban.core.decisions import FeelError, Note
from tongban.core.process import (
    NOT_STARTED,
    Advance,
    CompleteTask,
    DecisionFailed,
    Kind,
    Start,
    advance,
    plain,
    read_process,
)
from tongban.core.text import Text

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
FINE = """
s -> look
look -> r1
r1 -> x1
x1 -> fine [result = "fine"]
x1 -> e1 (default)
fine -> e2
"""


class Answer(NamedTuple):
    value: object
    hits: tuple[object, ...] = ()
    notes: tuple[Note, ...] = ()


def walked(value: object, **known: object) -> Advance:
    """The case after its first task, with a table that says `value`."""
    drawn = process(FINE)
    begun = advance(drawn, NOT_STARTED, Start(), AT)
    return advance(drawn, begun.state, CompleteTask(2, known), AT, lambda *_: Answer(value))  # type: ignore[arg-type]


def test_the_answer_becomes_a_variable_that_the_next_gateway_sees() -> None:
    fined = walked("fine")
    assert [task.activity for task in fined.state.tasks] == ["fine"]
    assert fined.state.variables["result"] == "fine"
    assert [(made.activity, made.decision, made.value) for made in fined.decisions] == [("r1", "table", "fine")]
    assert walked("none").state.ended


def test_the_decider_sees_what_is_known_and_the_day() -> None:
    seen: dict[str, object] = {}
    drawn = process(FINE)
    begun = advance(drawn, NOT_STARTED, Start({"size": 3}), AT)

    def decide(decision: str, context: Mapping[str, object]) -> Any:
        seen.update(context, decision=decision)
        return Answer("none")

    advance(drawn, begun.state, CompleteTask(2, {"outcome": "done"}), AT, decide)
    assert seen == {"today": AT.date(), "size": 3, "outcome": "done", "decision": "table"}


def test_without_an_answer_the_case_stays_where_it_is_and_the_reason_is_said() -> None:
    drawn = process(FINE)
    begun = advance(drawn, NOT_STARTED, Start(), AT)
    note = Note(0, Text("沒有這個名稱。", "no such name."))
    with pytest.raises(DecisionFailed, match="no such name") as refused:
        advance(drawn, begun.state, CompleteTask(2), AT, lambda *_: Answer(None, (), (note,)))  # type: ignore[arg-type]
    assert refused.value.activity == "r1"
    with pytest.raises(DecisionFailed, match="no rule"):
        walked(None)


def test_a_table_that_breaks_is_a_refusal_too() -> None:
    drawn = process(FINE)
    begun = advance(drawn, NOT_STARTED, Start(), AT)

    def breaks(*_: object) -> Any:
        raise FeelError(Text("太多步驟", "too many steps"))

    with pytest.raises(DecisionFailed, match="too many steps"):
        advance(drawn, begun.state, CompleteTask(2), AT, breaks)
    with pytest.raises(DecisionFailed, match="no decision to ask"):
        advance(drawn, begun.state, CompleteTask(2), AT)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("60000.00"), 60000),
        (Decimal("0.5"), 0.5),
        (Decimal("1000000000000000000000000000000"), "1000000000000000000000000000000"),
        ({"amount": Decimal(5), "day": AT.date()}, {"amount": 5, "day": "2026-03-02"}),
        ([True, None, "文"], [True, None, "文"]),
    ],
)
def test_answers_are_kept_as_rows_can_hold_them(value: object, kept: object) -> None:
    assert plain(value) == kept


@given(st.recursive(st.none() | st.booleans() | st.text() | st.decimals(allow_nan=False), st.lists))
def test_what_is_kept_once_is_kept_the_same_again(value: object) -> None:
    assert plain(plain(value)) == plain(value)


def test_both_modelers_are_understood() -> None:
    zeebe = (
        '<businessRuleTask id="r9" name="表"><extensionElements>'
        '<zeebe:calledDecision decisionId="table" resultVariable="measure"/></extensionElements></businessRuleTask>'
        '<sequenceFlow id="g1" sourceRef="r1" targetRef="r9"/><sequenceFlow id="g2" sourceRef="r9" targetRef="e"/>'
    )
    found, _ = read_process(draw("s -> a\na -> r1\nx9 -> e", extra=zeebe), "process.bpmn")
    assert found is not None
    asked = {task.id: (task.decision, task.result) for task in found.activities.values() if task.decision}
    assert asked == {"r1": ("table", "result"), "r9": ("table", "measure")}
    assert found.activities["r9"].kind is Kind.BUSINESS_RULE


def test_a_rule_task_that_asks_nothing_or_keeps_nothing_is_a_fault() -> None:
    bare = '<businessRuleTask id="r9"/><sequenceFlow id="g" sourceRef="a" targetRef="r9"/>'
    texts = {text for place, text in said(faults(draw("s -> a\na -> e", extra=bare))) if place == "r9"}
    assert "The business rule task names no decision." in texts
    assert "It has no usable name for the result variable." in texts


def test_a_way_round_over_a_rule_alone_is_a_loop_without_end() -> None:
    found = faults("s -> a\na -> x1\nx1 -> r1\nr1 -> x2\nx2 -> x1 [result = 1]\nx2 -> e (default)\n")
    assert any("never ends" in fault.text.en for fault in found)


def test_outcomes_and_consequences_are_seen_through_a_rule() -> None:
    drawn = process("""
        s -> a
        a -> r1
        r1 -> x1
        x1 -> c [outcome = "yes" and result = "fine"]
        x1 -> e1 (default)
        c -> e2
    """)
    assert drawn.outcomes_of("a") == ("yes",)
    ways = {way.outcome: set(way.leads_to) for way in drawn.consequences_of("a")}
    assert ways == {"yes": {"e1", "c"}, None: {"e1"}}
