from __future__ import annotations

import pytest

from tests.core.decisions.dmn.drawn import table
from tongban.core.decisions.dmn.checks import check_table
from tongban.core.decisions.dmn.findings import Finding, Severity
from tongban.core.decisions.dmn.table import Aggregator, Output, Table

GRADE = Output("o", "", "等級", "string", '"重","輕"')


def faults(drawn: Table, names: tuple[str, ...] | None = ("age", "kind", "day")) -> list[Finding]:
    return [finding for finding in check_table(drawn, names) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("type_", "cell", "words"),
    [
        ("number", '"五"', "此欄是數字，這格卻是文字"),
        ("number", "[1..", "看不懂"),
        ("number", "elderly", "沒有「elderly」這個名稱"),
        ("number", "[9..1]", "起點大於終點"),
        ("string", "5", "此欄是文字，這格卻是數字"),
        ("string", "甲", "沒有「甲」這個名稱"),
        ("boolean", '"true"', "此欄是是非"),
        ("date", '"2024-01-01"', "此欄是日期"),
        ("number", '1, "五"', "這格卻是文字"),
        ("number", '["a".."b"]', "這格卻是文字"),
    ],
)
def test_a_cell_that_cannot_work_is_named_with_its_row_and_column(type_, cell, words):
    (finding,) = faults(table([("age", type_, "")], [["-", "1"], [cell, "2"]], "COLLECT"))
    assert words in finding.text.zh
    assert finding.where.zh == "第 2 列「欄0」"
    assert finding.remedy.zh


@pytest.mark.parametrize("cell", ["-", "", "null", "not(5)", "? * 2 > 8", "[1..5]", "1, 2, > 7"])
def test_a_cell_that_can_work_is_left_alone(cell):
    assert faults(table([("age", "number", "")], [[cell, "2"]], "COLLECT")) == []


def test_a_value_that_is_not_among_those_allowed_is_named():
    (finding,) = faults(table([("kind", "string", '"甲","乙"')], [['"甲", "丁"', "1"]], "COLLECT"))
    assert finding.text.zh.startswith('"丁" 不在')
    assert '"甲","乙"' in finding.remedy.zh


def test_results_are_checked_like_inputs():
    rows = [["-", '"重"'], ["-", "5"], ["-", '"中"'], ["-", "minor"], ["-", "if"]]
    found = faults(table([("age", "number", "")], rows, "COLLECT", GRADE))
    assert [finding.rule for finding in found] == [2, 3, 4, 5]
    assert all(finding.place == "等級" for finding in found)


def test_a_row_that_decides_nothing_is_pointed_out():
    (finding,) = check_table(table([("age", "number", "")], [["-", ""]], "COLLECT"))
    assert (finding.rule, finding.severity) == (1, Severity.WARNING)


def test_a_row_that_can_never_match_is_pointed_out():
    drawn = table([("age", "number", ""), ("age", "number", "")], [["< 3", "> 5", "1"]], "COLLECT")
    assert any("永遠不會成立" in finding.text.zh for finding in check_table(drawn))


def test_headings_are_checked_too():
    bad = table([("agee", "number", "[1..")], [["-", "1"]], "COLLECT")
    assert [(finding.rule, finding.place) for finding in faults(bad)] == [(None, "欄0")] * 2
    assert faults(table([("age", "number", "")], [["-", "1"]], "UNIQUE", Output("o", "", "金額", "number", "", '"x"')))


def test_only_numbers_are_summed():
    text = Output("o", "", "說明", "string")
    rows = [["-", '"x"']]
    assert faults(table([("age", "number", "")], rows, "COLLECT", text, aggregator=Aggregator.SUM))
    assert not faults(table([("age", "number", "")], rows, "COLLECT", text, aggregator=Aggregator.MAX))


def test_a_row_of_another_width_is_named_and_nothing_is_said_of_gaps():
    (finding,) = check_table(table([("age", "number", "")], [["< 5", "1"], ["> 5"]]))
    assert finding.rule == 2


def test_a_finding_is_also_a_fault_of_its_file():
    (finding,) = faults(table([("age", "number", "")], [["x y", "1"]], "COLLECT"))
    fault = finding.fault("decisions.dmn")
    assert (fault.file, fault.place) == ("decisions.dmn", "「裁罰」第 1 列「欄0」")
    assert fault.in_("en").startswith("decisions.dmn 「裁罰」")


def test_functions_of_the_model_are_known_when_they_are_named_or_when_nobody_says_what_is():
    drawn = table([("age", "number", "")], [["< grade(5)", "grade(age)"]], "COLLECT")
    assert faults(drawn, ("age", "grade")) == []
    assert faults(drawn, None) == []
    assert [finding.place for finding in faults(drawn, ("age",))] == ["欄0", "金額"]
