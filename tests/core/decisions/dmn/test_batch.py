from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.decisions.dmn.drawn import COLUMNS, rows, table, values
from tongban.core.decisions import Model, read_model
from tongban.core.decisions.dmn.batch import decide_many
from tongban.core.decisions.dmn.table import Output, Table


def model(drawn: Table, types: Mapping[str, str] = {}) -> Model:
    """A model of this table alone. Its inputs are the names of its columns, of these types."""
    inputs = "".join(
        f'<input id="{c.id}" label={quoteattr(c.label)}><inputExpression typeRef="{c.type}">'
        f"<text>{escape(c.expression)}</text></inputExpression></input>"
        for c in drawn.inputs
    )
    outputs = "".join(f'<output id="{c.id}" name={quoteattr(c.name)} typeRef="{c.type}"/>' for c in drawn.outputs)
    lines = "".join(
        f'<rule id="{rule.id}">'
        + "".join(f"<inputEntry><text>{escape(text)}</text></inputEntry>" for text in rule.inputs)
        + "".join(f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in rule.outputs)
        + "</rule>"
        for rule in drawn.rules
    )
    needed = "".join(
        f'<inputData id="d{n}" name="{name}"><variable name="{name}" typeRef="{type_}"/></inputData>'
        for n, (name, type_) in enumerate(types.items())
    )
    asked = "".join(
        f'<informationRequirement><requiredInput href="#d{n}"/></informationRequirement>' for n in range(len(types))
    )
    return read_model(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">'
        '<itemDefinition name="few"><typeRef>number</typeRef><allowedValues><text>[0..3]</text></allowedValues>'
        f'</itemDefinition>{needed}<decision id="d" name="裁罰"><variable name="裁罰"/>{asked}'
        f'<decisionTable hitPolicy="{drawn.hit_policy.value}">{inputs}{outputs}{lines}</decisionTable>'
        "</decision></definitions>".encode()
    )


def one_by_one(asked: Model, columns: Mapping[str, Sequence[object]]) -> list[object]:
    length = len(next(iter(columns.values())))
    return [asked.evaluate("d", {name: column[n] for name, column in columns.items()}).value for n in range(length)]


def same(asked: Model, columns: Mapping[str, Sequence[object]]) -> list[object]:
    """The answers, which are the same as one by one."""
    found = decide_many(asked, "d", columns)
    expected = one_by_one(asked, columns)
    assert found == expected
    assert [str(value) for value in found] == [str(value) for value in expected]
    return found


odd = st.sampled_from(
    [True, "5", 5.0, 2.5, 0.1, Decimal("0.10"), Decimal("0.1000000000000000001"), float("nan"), 10**400]
)


@settings(max_examples=60, deadline=None)
@given(rows, st.lists(values, min_size=1, max_size=20), st.sampled_from(["UNIQUE", "FIRST", "ANY", "COLLECT"]), odd)
def test_all_at_once_says_the_same_as_one_by_one(drawn, inputs, policy, strange):
    columns = {name: [row[name] for row in inputs] for name, _, _ in COLUMNS}
    asked = model(table(COLUMNS, drawn, policy))
    same(asked, columns)
    same(asked, {**columns, "age": [strange, *columns["age"][1:]]})
    same(asked, {**columns, "kind": [strange, *columns["kind"][1:]]})


NUMBERS = table(
    [("n", "number", "")],
    [["< 0.1", "1"], ["0.1", "2"], ["(0.1..0.3)", "3"], ["0.30000000000000004", "4"], ["3", "5"], ["> 3", "6"]],
    "FIRST",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats() | st.integers() | st.decimals() | st.sampled_from([0.1, 0.1 + 0.2, 0.3, 3.0]), min_size=1))
def test_numbers_are_compared_exactly_whatever_type_they_come_in(numbers):
    same(model(NUMBERS), {"n": [number if not _is_signalling(number) else 0 for number in numbers]})


def _is_signalling(number: object) -> bool:
    return isinstance(number, Decimal) and number.is_snan()


@given(st.lists(st.floats(), min_size=1))
def test_an_array_of_floats_is_decided_like_a_list(numbers):
    asked = model(NUMBERS)
    assert decide_many(asked, "d", {"n": np.array(numbers)}) == one_by_one(asked, {"n": numbers})


@pytest.mark.parametrize("dtype", ["int64", "uint64", "int8", "float32", "float64", "bool", "object", "U3"])
def test_arrays_of_every_type_are_decided_like_their_values(dtype):
    array = np.array([0, 1, 3, 4], dtype)
    asked = model(NUMBERS)
    assert decide_many(asked, "d", {"n": array}) == one_by_one(asked, {"n": array.tolist()})


def test_days_in_an_array_are_days():
    days = table([("day", "date", "")], [['< date("2026-03-01")', "1"], ["-", "2"]], "FIRST")
    array = np.array(["2026-02-28", "2026-03-01"], "M8[D]")
    assert decide_many(model(days), "d", {"day": array}) == [1, 2]
    assert same(model(days), {"day": [date(2026, 2, 28), date(2026, 3, 1), None, "2026-02-28"]})[:2] == [1, 2]


def test_results_that_are_computed_are_computed_for_each_row():
    drawn = table([("n", "number", "")], [["< 5", "n * 2"], [">= 5", "0"]])
    assert same(model(drawn), {"n": [1, 2, 7, 2]}) == [2, 4, 0, 4]


def test_what_is_written_differently_stays_different():
    drawn = table([("n", "number", "")], [["-", "string(n)"]], "UNIQUE", Output("o", "", "", "string"))
    same(model(drawn), {"n": [Decimal("1.0"), Decimal("1.00"), 1, 1.0, -0.0, 0.0]})


def test_a_moment_in_two_zones_is_not_one():
    drawn = table([("t", "", "")], [["-", "t.hour"]])
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    same(model(drawn), {"t": [noon, noon.astimezone(timezone(timedelta(hours=8)))]})


def test_cells_that_ask_for_other_inputs_are_decided_row_by_row():
    drawn = table([("n", "number", "")], [["> limit", "1"], ["<= limit", "2"]])
    assert same(model(drawn), {"n": [1, 5, 5], "limit": [3, 3, 9]}) == [2, 1, 2]


def test_inputs_that_are_computed_are_decided_row_by_row():
    drawn = table([("count(items)", "number", "")], [["> 1", "1"], ["-", "2"]], "FIRST")
    assert same(model(drawn), {"items": [[1, 2], [], (1, 2, 3)]}) == [1, 2, 1]


def test_functions_of_the_value_are_decided_row_by_row():
    drawn = table([("s", "string", "")], [['starts with(?, "甲")', "1"], ["-", "2"]], "FIRST")
    assert same(model(drawn), {"s": ["甲一", "乙", "甲"]}) == [1, 2, 1]


def test_a_type_of_the_model_may_allow_less_than_the_table_shows():
    drawn = table([("n", "number", "")], [["< 2", "1"], [">= 2", "2"]])
    assert same(model(drawn, {"n": "few"}), {"n": [1, -1, 3, 4]}) == [1, None, 2, None]


def test_a_decision_that_needs_another_is_decided_row_by_row():
    source = model(table([("n", "number", "")], [["< 2", "1"], [">= 2", "2"]]))
    above = (
        '<decision id="e" name="e"><variable name="e"/><informationRequirement><requiredDecision href="#d"/>'
        "</informationRequirement><literalExpression><text>裁罰 + n</text></literalExpression></decision></definitions>"
    )
    both = read_model(source.xml().replace(b"</definitions>", above.encode()))
    columns = {"n": [1, 2, 3]}
    assert decide_many(both, "e", columns) == [both.evaluate("e", {"n": n}).value for n in (1, 2, 3)]


def test_columns_nobody_asks_for_cost_nothing():
    asked = model(table([("n", "number", "")], [["< 2", "1"], [">= 2", "2"]]))
    assert decide_many(asked, "d", {"n": [1, 2], "other": [object(), {}]}) == [1, 2]


def test_no_rows_have_no_answers():
    assert decide_many(model(NUMBERS), "d", {"n": []}) == []
    assert decide_many(model(NUMBERS), "d", {}) == []


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        decide_many(model(NUMBERS), "d", {"n": [1], "m": [1, 2]})


def test_many_rows_are_decided_as_often_as_they_differ(monkeypatch):
    asked = model(table([("n", "number", ""), ("s", "string", "")], [["< 2", '"甲"', "1"], [">= 2", "-", "2"]]))
    calls = []
    evaluate = Model.evaluate
    monkeypatch.setattr(Model, "evaluate", lambda *a, **k: calls.append(a) or evaluate(*a, **k))
    found = decide_many(asked, "d", {"n": np.arange(10_000) / 100, "s": ["甲", "乙"] * 5_000})
    assert found[:2] == [1, None]
    assert len(calls) <= 6


def test_names_with_spaces_are_names_of_columns():
    drawn = table([("venue area", "number", "")], [["< 2", "1"], [">= 2", "venue area * 2"]])
    assert same(model(drawn, {"venue area": "number"}), {"venue area": [1, 2, 3]}) == [1, 4, 6]
