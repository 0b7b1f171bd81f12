"""Hit policies: which of the rules that match decide."""

from __future__ import annotations

import pytest

from tests.core.decisions.dmn.xmls import decision, input_, model, output, table
from tongban.core.decisions import Decided

RULES = [("> 5", '"low"'), ("> 10", '"high"'), ("> 10", '"high"'), ("> 100", '"low"')]


def decided(policy: str, number: object, *, column: str = output(), more: str = "") -> Decided:
    logic = table(["n: number"], [column], RULES, policy, more)
    return model(input_("n", "number"), decision("d", logic, inputs="n")).evaluate("d", {"n": number})


def test_unique_gives_the_one_rule_that_matches_and_says_which() -> None:
    answer = decided("UNIQUE", 6)
    assert answer.value == "low"
    assert answer.hits[0].rules == ("r1",)


def test_unique_gives_nothing_when_two_match_and_says_which_two() -> None:
    answer = decided("UNIQUE", 11)
    assert answer.value is None
    assert answer.hits == ()
    assert "1、2、3" in answer.notes[0].text.en


def test_first_gives_the_topmost() -> None:
    answer = decided("FIRST", 200)
    assert (answer.value, answer.hits[0].rules) == ("low", ("r1",))


def test_any_wants_all_to_agree() -> None:
    assert decided("ANY", 11).value is None
    assert decided("ANY", 6).value == "low"


def test_priority_goes_by_the_order_of_the_values() -> None:
    column = output(values='"high", "low"')
    assert decided("PRIORITY", 200, column=column).value == "high"
    assert decided("OUTPUT ORDER", 200, column=column).value == ["high", "high", "low", "low"]


def test_rule_order_gives_all_from_top_to_bottom() -> None:
    assert decided("RULE ORDER", 200).value == ["low", "high", "high", "low"]
    assert decided("COLLECT", 11).value == ["low", "high", "high"]


def test_without_a_match_one_value_is_null_and_a_list_is_empty() -> None:
    assert decided("FIRST", 1).value is None
    assert decided("FIRST", 1).notes
    assert decided("COLLECT", 1).value == []


def test_the_default_stands_in_when_nothing_matches() -> None:
    assert decided("FIRST", 1, column=output(default='"none"')).value == "none"


@pytest.mark.parametrize(("aggregator", "expected"), [("SUM", 60), ("MIN", 10), ("MAX", 30), ("COUNT", 3)])
def test_collect_makes_one_of_many(aggregator: str, expected: int) -> None:
    rules = [("-", "10"), ("-", "20"), ("-", "30"), ("> 5", "40")]
    logic = table(["n"], [output()], rules, "COLLECT", f'aggregation="{aggregator}"')
    assert model(decision("d", logic)).evaluate("d", {"n": 1}).value == expected


def test_several_outputs_are_a_context() -> None:
    logic = table(["n"], [output("amount"), output("basis")], [("1", "6000", '"35"')])
    assert model(decision("d", logic)).evaluate("d", {"n": 1}).value == {"amount": 6000, "basis": "35"}


def test_a_value_the_column_does_not_allow_decides_nothing() -> None:
    logic = table(["k"], [output()], [("-", "1")]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"a","b"</text></inputValues>'
    )
    asked = model(decision("d", logic))
    assert asked.evaluate("d", {"k": "a"}).value == 1
    assert asked.evaluate("d", {"k": "c"}).value is None


def test_cells_may_ask_about_the_value_and_about_other_names() -> None:
    rules = [("? > limit and ? < 2 * limit", '"over"'), ("[2 * limit..3 * limit]", '"far"'), ("not(> limit)", '"fine"')]
    asked = model(decision("d", table(["n"], [output()], rules)))
    answers = [asked.evaluate("d", {"n": n, "limit": 10}).value for n in (5, 15, 25)]
    assert answers == ["fine", "over", "far"]


def test_an_unknown_hit_policy_is_a_fault() -> None:
    faults = model(decision("d", table(["n"], [output()], [("-", "1")], "SOMETIMES"))).faults
    assert "SOMETIMES" in faults[0].text.en


def test_a_row_with_too_few_cells_is_a_fault_and_never_matches() -> None:
    logic = table(["n", "m"], [output()], [("-", "-", "1")]).replace("<inputEntry><text>-</text></inputEntry>", "", 1)
    asked = model(decision("d", logic))
    assert asked.faults
    assert asked.evaluate("d", {"n": 1, "m": 1}).value is None


def test_an_output_its_column_does_not_allow_is_null_with_the_reason() -> None:
    rules = [("1", '"a"'), ("2", '"c"'), ("3", 'if n > 0 then "c" else "a"')]
    asked = model(decision("d", table(["n"], [output("kind", values='"a", "b"')], rules)))
    assert asked.evaluate("d", {"n": 1}).value == "a"
    for number in (2, 3):
        answer = asked.evaluate("d", {"n": number})
        assert answer.value is None
        assert "“kind” may not be “c”" in answer.notes[0].text.en
