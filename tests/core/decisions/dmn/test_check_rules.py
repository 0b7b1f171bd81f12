from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.core.decisions.dmn.drawn import COLUMNS, matching, rows, table, values
from tongban.core.decisions.dmn import rules
from tongban.core.decisions.dmn.checks import check_table
from tongban.core.decisions.dmn.findings import Finding, Severity
from tongban.core.decisions.dmn.table import Output, Table

AGE, KIND = ("age", "number", ""), ("kind", "string", "")


def said(drawn: Table, words: str, names: tuple[str, ...] | None = None) -> list[Finding]:
    return [finding for finding in check_table(drawn, names) if words in finding.text.zh]


@given(rows)
def test_rules_that_are_said_to_match_together_do(drawn):
    unique = table(COLUMNS, drawn)
    for finding in said(unique, "同時成立"):
        found = matching(unique, dict(finding.example))
        assert len(found) > 1
        assert finding.rule in found
        assert finding.severity is Severity.ERROR


@given(rows, values)
def test_no_two_rules_match_when_nothing_is_said(drawn, inputs):
    unique = table(COLUMNS, drawn)
    if not said(unique, "同時成立"):
        assert len(matching(unique, inputs)) <= 1


@given(rows)
def test_no_rule_matches_the_example_of_a_gap(drawn):
    unique = table(COLUMNS, drawn)
    for finding in said(unique, "沒有規則涵蓋"):
        if finding.example:
            assert matching(unique, dict(finding.example)) == []


@given(rows, values)
def test_every_value_is_covered_when_no_gap_is_found(drawn, inputs):
    unique = table(COLUMNS, drawn)
    if None not in inputs.values() and not said(unique, "沒有規則涵蓋"):
        assert matching(unique, inputs)


@given(rows, values)
def test_a_row_that_is_said_never_to_decide_never_comes_first(drawn, inputs):
    first = table(COLUMNS, drawn, "FIRST")
    lost = {finding.rule for finding in check_table(first) if "永遠" in finding.text.zh}
    assert not lost.intersection(matching(first, inputs)[:1])


@given(rows)
def test_a_contradiction_is_between_rows_that_decide_differently(drawn):
    any_ = table(COLUMNS, drawn, "ANY")
    for finding in said(any_, "結果卻不同"):
        found = matching(any_, dict(finding.example))
        assert len({any_.rules[number - 1].outputs for number in found}) > 1


def test_a_gap_is_described_whole_and_by_an_example():
    gaps = said(table([AGE, KIND], [["< 18", '"甲"', "1"], [">= 18", "-", "2"]]), "沒有規則涵蓋")
    assert [gap.text.zh for gap in gaps] == [
        '沒有規則涵蓋：「欄0」< 18、「欄1」not("甲")。例如：「欄0」= 17、「欄1」= "其他"。'
    ]
    assert gaps[0].example == (("age", Decimal(17)), ("kind", "其他"))
    assert gaps[0].severity is Severity.WARNING


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER", "OUTPUT ORDER"])
def test_a_table_that_gathers_has_no_gaps(policy):
    assert not said(table([AGE], [["< 18", "1"]], policy), "沒有規則涵蓋")


def test_a_default_closes_every_gap():
    assert not said(table([AGE], [["< 18", "1"]], "UNIQUE", Output("o", "", "金額", "number", default="0")), "涵蓋")


def test_values_that_are_not_allowed_leave_no_gap():
    assert not said(table([("age", "number", "[0..120]")], [["< 18", "1"], ["[18..120]", "2"]]), "涵蓋")
    assert not said(table([("kind", "string", '"甲","乙"')], [['"甲"', "1"], ['"乙"', "2"]]), "涵蓋")
    assert said(table([("kind", "string", '"甲","乙"')], [['"甲"', "1"]]), '「欄0」"乙"')


def test_between_whole_numbers_there_is_a_gap_only_where_there_are_fractions():
    drawn = [["<= 5", "1"], [">= 6", "2"]]
    (gap,) = said(table([AGE], drawn), "涵蓋")
    assert "(5..6)" in gap.text.zh
    assert "整數" in gap.remedy.zh
    assert not said(table([("age", "integer", "")], drawn), "涵蓋")


def test_days_have_nothing_between_them():
    days = [['<= date("2024-02-28")', "1"], ['>= date("2024-02-29")', "2"]]
    assert not said(table([("day", "date", "")], days), "涵蓋")
    days[1][0] = '>= date("2024-03-01")'
    (gap,) = said(table([("day", "date", "")], days), "涵蓋")
    assert "2024-02-29" in gap.text.zh


def test_what_depends_on_other_names_is_neither_claimed_to_overlap_nor_to_leave_a_gap():
    drawn = table([AGE], [["> limit", "1"], ["<= limit", "2"], ["> limit", "3"]])
    assert check_table(drawn, ("age", "limit")) == []


def test_two_columns_that_ask_the_same_are_one_value():
    drawn = table([AGE, AGE], [["< 18", "< 65", "1"], [">= 18", "< 65", "2"], ["-", ">= 65", "3"]])
    assert check_table(drawn, ("age",)) == []


def test_a_row_is_shadowed_only_by_what_goes_before_it():
    drawn = [["< 10", "1"], [">= 5", "2"], ["[3..20]", "3"]]
    assert [f.rule for f in said(table([AGE], drawn, "FIRST"), "永遠輪不到")] == [3]
    assert not said(table([AGE], drawn[::-1], "FIRST"), "永遠輪不到")


def test_under_priority_a_row_is_shadowed_by_higher_results():
    grade = Output("o", "", "等級", "string", '"重","輕"')
    drawn = table([AGE], [["> 5", '"輕"'], ["-", '"重"']], "PRIORITY", grade)
    assert [finding.rule for finding in said(drawn, "永遠輪不到")] == [1]
    reverse = table([AGE], [["> 5", '"重"'], ["-", '"輕"']], "PRIORITY", grade)
    assert not said(reverse, "永遠輪不到")


def test_functions_of_the_value_are_tried_but_nothing_is_proved_by_them():
    drawn = table([KIND], [['starts with(?, "甲")', "1"], ['"甲一"', "2"], ["-", "3"]], "FIRST")
    assert not said(drawn, "永遠輪不到")
    (overlap,) = said(table([KIND], [['starts with(?, "甲")', "1"], ['"甲一"', "2"]]), "同時成立")
    assert dict(overlap.example) == {"kind": "甲一"}


def test_without_rules_there_is_one_thing_to_say():
    (finding,) = check_table(table([AGE], []))
    assert "沒有規則" in finding.text.zh


def test_a_table_without_inputs_always_decides():
    assert check_table(table([], [["1"]])) == []
    assert said(table([], [["1"], ["2"]]), "同時成立")


def test_inputs_that_hang_together_are_doubted():
    drawn = table([("age", "number", ""), ("age * 2", "number", "")], [["< 5", "> 20", "1"], ["< 3", "-", "2"]])
    (overlap,) = said(drawn, "同時成立")
    assert overlap.severity is Severity.WARNING
    assert {gap.severity for gap in said(drawn, "沒有規則涵蓋")} == {Severity.NOTE}


def test_a_search_that_would_never_end_says_so(monkeypatch):
    monkeypatch.setattr(rules, "STEPS", 50)
    drawn = table([AGE, ("b", "number", "")], [[f"[{n}..{n + 9}]", f"> {n}", "1"] for n in range(40)])
    assert any("沒有全部檢查" in finding.text.zh for finding in check_table(drawn))


@settings(deadline=None, max_examples=1)
@given(values)
def test_a_thousand_rules_with_six_inputs_are_checked_within_seconds(_):
    columns = [(f"c{n}", "number", "") for n in range(6)]
    drawn = [[*(f"[{(n * k) % 997}..{(n * k) % 997 + 40}]" for k in range(1, 7)), "1"] for n in range(1000)]
    assert len(check_table(table(columns, drawn))) < 200
