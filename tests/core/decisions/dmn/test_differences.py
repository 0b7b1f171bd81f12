from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.dmn.drawn import COLUMNS, rows, table
from tongban.core.decisions.dmn.differences import differences
from tongban.core.decisions.dmn.table import HitPolicy, Input, Output, Table

OLD = table(
    [("age", "number", ""), ("kind", "string", "")],
    [["< 18", '"甲"', "1000"], [">= 18", "-", "2000"], ["-", '"乙"', "3000"]],
)


def said(newer: Table, older: Table = OLD) -> list[str]:
    return [text.zh for text in differences(older, newer)]


def with_cells(*cells: tuple[int, int, str]) -> Table:
    rules = list(OLD.rules)
    for row, column, text in cells:
        inputs = list(rules[row].inputs)
        inputs[column] = text
        rules[row] = replace(rules[row], inputs=tuple(inputs))
    return replace(OLD, rules=tuple(rules))


@given(rows, rows, st.booleans())
def test_nothing_is_said_exactly_when_both_say_the_same(one, other, same_ids):
    older, newer = table(COLUMNS, one), table(COLUMNS, other)
    if not same_ids:
        newer = replace(newer, rules=tuple(replace(rule, id=f"n{rule.id}") for rule in newer.rules))
    assert (differences(older, newer) == []) == (one == other)


@given(rows)
def test_a_table_does_not_differ_from_itself(drawn):
    assert differences(table(COLUMNS, drawn), table(COLUMNS, drawn)) == []


def test_a_changed_cell_is_named_with_what_it_was_and_is():
    assert said(with_cells((0, 0, "< 20"))) == ["第 1 列「欄0」由 < 18 改為 < 20。"]
    assert differences(OLD, with_cells((0, 0, "< 20")))[0].en == "Row 1, “欄0”: < 18 became < 20."


def test_an_empty_condition_is_no_condition():
    assert said(with_cells((1, 1, ""))) == []


def test_a_changed_result_is_named():
    newer = replace(OLD, rules=(*OLD.rules[:2], replace(OLD.rules[2], outputs=("",))))
    assert said(newer) == ["第 3 列「金額」由 3000 改為 空白。"]


def test_rows_that_came_and_went_are_told_as_sentences():
    added = replace(OLD.rules[0], id="new", inputs=("[5..9]", "-"), outputs=("9",))
    newer = replace(OLD, rules=(OLD.rules[0], added, OLD.rules[2]))
    assert said(newer) == [
        "刪除原第 2 列：「欄0」>= 18 → 「金額」2000。",
        "新增第 2 列：「欄0」[5..9] → 「金額」9。",
    ]


def test_a_row_under_another_id_is_the_same_row_when_it_says_the_same():
    newer = replace(OLD, rules=tuple(replace(rule, id="") for rule in OLD.rules))
    assert said(newer) == []


def test_a_row_that_moved_is_the_only_one_that_did():
    assert said(replace(OLD, rules=(OLD.rules[2], *OLD.rules[:2]))) == ["原第 3 列移到第 1 列。"]


def test_settings_and_columns_come_first():
    newer = replace(
        OLD,
        name="新表",
        hit_policy=HitPolicy.FIRST,
        inputs=(replace(OLD.inputs[0], label="年齡", values="[0..120]"), Input("x", "面積", "area", "number")),
        outputs=(replace(OLD.outputs[0], default="0"),),
        rules=tuple(replace(rule, inputs=(rule.inputs[0], "> 9")) for rule in OLD.rules),
    )
    assert said(newer)[:7] == [
        "表名由 裁罰 改為 新表。",
        "命中原則由 UNIQUE 改為 FIRST。",
        "刪除條件欄「欄1」。",
        "新增條件欄「面積」。",
        "「欄0」的標題由 欄0 改為 年齡。",
        "「欄0」的可用的值由 空白 改為 [0..120]。",
        "「金額」的預設值由 空白 改為 0。",
    ]
    assert said(newer)[7:] == [f"第 {n} 列「面積」由 - 改為 > 9。" for n in (1, 2, 3)]


def test_columns_that_changed_places_change_no_cell():
    newer = replace(
        OLD,
        inputs=OLD.inputs[::-1],
        rules=tuple(replace(rule, inputs=rule.inputs[::-1]) for rule in OLD.rules),
    )
    assert len(said(newer)) == 1
    assert "移到" in said(newer)[0]


def test_annotations_and_descriptions_count():
    rules = (replace(OLD.rules[0], annotations=("消防法第 37 條",), description="輕微"), *OLD.rules[1:])
    assert said(replace(OLD, annotations=("法條",), rules=rules)) == [
        "註記欄由 空白 改為 法條。",
        "第 1 列「法條」由 空白 改為 消防法第 37 條。",
        "第 1 列「說明」由 空白 改為 輕微。",
    ]


def test_another_result_column_is_named():
    second = Output("p", "days", "天數", "number")
    newer = replace(
        OLD,
        outputs=(*OLD.outputs, second),
        rules=tuple(replace(rule, outputs=(*rule.outputs, "5")) for rule in OLD.rules),
    )
    assert said(newer)[0] == "新增結果欄「天數」。"
    assert "第 1 列「天數」由 空白 改為 5。" in said(newer)
