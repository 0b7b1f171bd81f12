from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.core.decisions.dmn.drawn import COLUMNS, rows, table
from tongban.core.decisions import read_model, texts_of
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Output, Table
from tongban.core.decisions.dmn.workbook import TooLong, from_workbook, to_workbook

PACKS = Path(__file__).parents[4] / "packs"
KIND = ("kind", "string", '"甲","乙"')
SMALL = table([("age", "number", ""), KIND], [["< 18", '"甲"', "1000"], [">= 18", "-", "2000"]])


def edited(drawn: Table, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook of a table, changed by another program."""
    book = openpyxl.load_workbook(BytesIO(to_workbook(drawn)))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def typed(*cells: tuple[str, object]) -> bytes:
    def edit(book: openpyxl.Workbook) -> None:
        for place, value in cells:
            book["規則"][place] = value

    return edited(SMALL, edit)


lines = st.text(
    st.characters(exclude_categories=["C"]) | st.sampled_from("\n\t\"'=+-@_x000D_<>&甲 　"), max_size=20
).map(str.strip)


@settings(max_examples=25, deadline=None)
@given(rows, st.sampled_from(list(HitPolicy)), st.sampled_from([None, *Aggregator]), lines, lines, lines)
def test_a_table_comes_back_as_it_was(drawn, policy, aggregator, name, label, note):
    amount = Output("o", "", label, "number", "2, 1", default="2")
    more = {"aggregator": aggregator, "annotations": ("法條", label), "orientation": "Rule-as-Row"}
    made = table(COLUMNS, drawn, policy, amount, **more)
    rules = tuple(replace(rule, annotations=(note, "第 1 條"), description=label) for rule in made.rules)
    inputs = (replace(made.inputs[0], label=label), *made.inputs[1:])
    made = replace(made, name=name or "表", rules=rules, inputs=inputs)
    again, faults = from_workbook(to_workbook(made), made)
    assert faults == []
    assert again == made


@pytest.mark.parametrize(
    "text", ["_x000D_", "a_x0041_b", "=1+1", "'quoted", "  two  ", "line\nbreak", '"a\\"b"', "5", "1e3"]
)
def test_texts_that_a_spreadsheet_likes_to_change_stay_as_they_are(text):
    made = replace(SMALL, rules=tuple(replace(rule, annotations=(text,)) for rule in SMALL.rules))
    assert from_workbook(to_workbook(made), made) == (made, [])


def test_inputs_whose_names_have_spaces_come_back_even_when_nobody_says_what_is_known():
    made = table([("Years of Service", "number", "")], [["> 3", "Years of Service * 2"]])
    assert from_workbook(to_workbook(made), made) == (made, [])
    broken = table([("Years of", "number", ""), ("age +", "number", "")], [["> 3", "-", "1"]])
    _, faults = from_workbook(to_workbook(broken), broken)
    assert [fault.place for fault in faults] == ["欄位 第 3 列「欄1」"]


@pytest.mark.parametrize("path", sorted(PACKS.rglob("*.dmn")), ids=lambda path: path.parent.name)
def test_the_tables_of_every_pack_can_be_edited_in_a_workbook_and_have_no_fault(path):
    model = read_model(path)
    assert model.check() == ()
    for made in model.tables.values():
        assert from_workbook(to_workbook(made), made) == (made, [])


def test_rules_without_annotations_stay_without():
    made = replace(SMALL, annotations=("法條",))
    assert from_workbook(to_workbook(made), made) == (made, [])


def test_the_sheet_says_in_chinese_how_cells_are_written():
    book = openpyxl.load_workbook(BytesIO(to_workbook(SMALL)))
    assert book.sheetnames == ["規則", "欄位", "設定", "寫法說明", "選項"]
    assert any("雙引號" in str(cell.value) for row in book["寫法說明"].rows for cell in row)
    sheet = book["規則"]
    assert sheet.freeze_panes == "A4"
    assert sheet["B3"].value == "條件：數字"
    assert [(str(v.sqref).split(":")[0], v.formula1) for v in sheet.data_validations.dataValidation] == [
        ("C4", "選項!$B$1:$B$3")
    ]
    assert [cell.value for cell in book["選項"]["B"]] == ["-", '"甲"', '"乙"']


def test_what_an_official_types_is_understood():
    found, faults = from_workbook(
        typed(("B4", "＜ 18"), ("C4", "甲、乙"), ("D4", 1500.0), ("C5", "「乙」"), ("D5", 0.5)), SMALL
    )
    assert faults == []
    assert found is not None
    assert [rule.inputs for rule in found.rules] == [("< 18", '"甲", "乙"'), (">= 18", '"乙"')]
    assert [rule.outputs for rule in found.rules] == [("1500",), ("0.5",)]


def test_days_and_truth_values_of_a_spreadsheet_become_those_of_the_table():
    made = table([("day", "date", ""), ("ok", "boolean", "")], [["-", "-", "1"]])

    def edit(book: openpyxl.Workbook) -> None:
        book["規則"]["B4"] = datetime(2026, 1, 31)
        book["規則"]["C4"] = True

    found, faults = from_workbook(edited(made, edit), made)
    assert faults == []
    assert found is not None
    assert found.rules[0].inputs == ('date("2026-01-31")', "true")


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("B4", "> >", "看不懂"),
        ("B5", '"五"', "此欄是數字"),
        ("C4", "丁", "沒有「丁」這個名稱"),
        ("C5", '"丁"', "不在此欄可用的值"),
        ("D4", '"很多"', "此欄是數字"),
        ("F4", "旁註", "不屬於任何欄位"),
    ],
)
def test_a_fault_is_named_by_its_cell(place, value, words):
    found, faults = from_workbook(typed((place, value)), SMALL, names=("age", "kind"), file="表.xlsx")
    assert found is None
    assert [fault.file for fault in faults] == ["表.xlsx"]
    assert faults[0].place.startswith(f"規則 {place}")
    assert words in faults[0].text.zh


def test_rows_can_be_added_removed_and_copied():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["規則"]
        for column in "ABCD":
            sheet[f"{column}7"] = sheet[f"{column}5"].value  # copied with its hidden id, below an empty row
        sheet["B7"] = ">= 65"
        sheet["B5"] = "[18..65)"
        sheet.delete_rows(4)
        sheet["B9"], sheet["D9"] = "< 18", 5

    found, faults = from_workbook(edited(SMALL, edit), SMALL)
    assert faults == []
    assert found is not None
    assert [(rule.id, rule.inputs[0]) for rule in found.rules] == [
        ("r2", "[18..65)"),
        ("t_rule_2", ">= 65"),
        ("t_rule_3", "< 18"),
    ]


def test_columns_may_be_moved_and_renamed():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["規則"]
        for row in range(1, 6):
            sheet.cell(row, 2).value, sheet.cell(row, 3).value = sheet.cell(row, 3).value, sheet.cell(row, 2).value
        book["欄位"]["B2"] = "年齡"
        book["設定"]["B2"] = "first"

    found, faults = from_workbook(edited(SMALL, edit), SMALL)
    assert faults == []
    assert found == replace(
        SMALL, inputs=(replace(SMALL.inputs[0], label="年齡"), SMALL.inputs[1]), hit_policy=HitPolicy.FIRST
    )


def test_columns_that_went_missing_are_named():
    found, faults = from_workbook(edited(SMALL, lambda book: book["規則"].delete_cols(3)), SMALL)
    assert found is None
    assert [fault.text.zh for fault in faults] == ["缺少「條件2」。"]
    found, faults = from_workbook(edited(SMALL, lambda book: book["欄位"].delete_rows(2)), SMALL)
    assert [(fault.place, fault.text.zh) for fault in faults] == [("欄位", "缺少「條件1」。")]


def test_a_setting_nobody_knows_is_named():
    def edit(book: openpyxl.Workbook) -> None:
        book["設定"]["B2"] = "ALWAYS"

    found, faults = from_workbook(edited(SMALL, edit), SMALL)
    assert found is None
    assert faults[0].place == "設定 B2"
    assert "UNIQUE" in faults[0].remedy.zh


def test_a_missing_sheet_is_named():
    def edit(book: openpyxl.Workbook) -> None:
        del book["規則"], book["設定"]

    _, faults = from_workbook(edited(SMALL, edit), SMALL)
    assert [fault.place for fault in faults] == ["規則", "設定"]


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", to_workbook(SMALL)[:500], b"0" * 5_000_001])
def test_what_is_no_workbook_is_one_fault(data):
    found, faults = from_workbook(data, SMALL, file="x")
    assert found is None
    assert len(faults) == 1


def test_a_file_that_unpacks_to_too_much_is_not_unpacked():
    _, faults = from_workbook(_bomb(), SMALL)
    assert "過大" in faults[0].text.zh


def test_what_no_cell_can_hold_is_refused_not_cut():
    long = replace(SMALL, rules=(replace(SMALL.rules[0], description="長" * 40_000),))
    with pytest.raises(TooLong) as caught:
        to_workbook(long)
    assert "第 1 列" in caught.value.text.zh


def test_two_columns_of_the_same_heading_are_told_apart():
    same = Output("p", "b", "欄0", "number")
    made = table([("age", "number", "")], [["-", "1"]], "UNIQUE", same)

    def edit(book: openpyxl.Workbook) -> None:
        book["規則"]["C4"] = '"x"'

    _, faults = from_workbook(edited(made, edit), made)
    assert [fault.place for fault in faults] == ["規則 C4「欄0」"]


@pytest.mark.parametrize("path", sorted(PACKS.rglob("*.dmn")), ids=lambda path: path.parent.name)
def test_two_readers_see_the_same_cells_and_the_drop_downs_of_every_pack(path):
    for made in read_model(path).tables.values():
        data = to_workbook(made)
        book, other = openpyxl.load_workbook(BytesIO(data)), CalamineWorkbook.from_filelike(BytesIO(data))
        assert other.sheet_names == book.sheetnames
        shown = other.get_sheet_by_name("規則").to_python(skip_empty_area=False)[3:]
        assert shown == [[cell.value or "" for cell in row] for row in book["規則"].iter_rows(min_row=4)]
        drop_downs = {str(one.sqref)[0]: one for one in book["規則"].data_validations.dataValidation}
        for column, letter in zip((*made.inputs, *made.outputs), ascii_uppercase[1:], strict=False):
            texts = texts_of(column.values)
            assert (letter in drop_downs) == bool(texts)
            if texts:
                assert drop_downs[letter].type == "list"
                source = drop_downs[letter].formula1.partition("!")[2].replace("$", "")
                listed = {cell.value for (cell,) in book["選項"][source]}
                assert {f'"{text}"' for text in texts} <= listed
