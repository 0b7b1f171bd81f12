"""What officials do to the workbook of a table: understood where it is clear, else a fault at its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from tests.core.decisions.dmn.drawn import table
from tongban.core.decisions import Output, Table, from_workbook, to_workbook
from tongban.core.text import Fault

COLUMNS = [
    ("kind", "string", '"甲類","乙類"'),
    ("size", "number", ""),
    ("since", "date", ""),
    ("open", "boolean", ""),
]
DRAWN = table(COLUMNS, [['"甲類"', "< 300", "-", "-", "1000"], ['"乙類"', "[300..900)", "-", "true", "2000"]], "FIRST")
Edit = Callable[[openpyxl.Workbook], None]


def edited(edit: Edit, drawn: Table = DRAWN) -> tuple[Table | None, list[Fault]]:
    book = openpyxl.load_workbook(BytesIO(to_workbook(drawn)))
    edit(book)
    out = BytesIO()
    book.save(out)
    return from_workbook(out.getvalue(), drawn, names={"kind", "size", "since", "open"}, file="表.xlsx")


def with_cell(place: str, value: object) -> tuple[Table | None, list[Fault]]:
    def edit(book: openpyxl.Workbook) -> None:
        book["規則"][place] = value

    return edited(edit)


@pytest.mark.parametrize(
    ("place", "typed", "meant"),
    [
        ("B4", "乙類", '"乙類"'),
        ("B4", " 乙類 ", '"乙類"'),
        ("B4", "“乙類”", '"乙類"'),
        ("B4", "「甲類」、「乙類」", '"甲類","乙類"'),
        ("B4", "『乙類』", '"乙類"'),
        ("B4", "甲類，乙類", '"甲類", "乙類"'),
        ("B4", "　", ""),
        ("B4", "不限", "-"),
        ("C4", 300, "300"),
        ("C4", "300", "300"),
        ("C4", "３００", "300"),
        ("C4", "＞＝３００　", ">=300"),
        ("C4", "< 1,200", "< 1200"),
        ("C4", "[1,000..2,500)", "[1000..2500)"),
        ("C4", "100, 200", "100, 200"),
        ("D4", datetime(2026, 1, 31), 'date("2026-01-31")'),
        ("D4", "2026/1/31", 'date("2026-01-31")'),
        ("D4", "115/1/31", 'date("2026-01-31")'),
        ("D4", ">= 2026-01-31", '>= date("2026-01-31")'),
        ("D4", '>= date("2026-01-31")', '>= date("2026-01-31")'),
        ("E4", "是", "true"),
        ("E4", False, "false"),
    ],
)
def test_a_condition_that_is_clear_is_understood(place: str, typed: object, meant: str) -> None:
    found, faults = with_cell(place, typed)
    assert faults == []
    assert found is not None
    assert found.rules[0].inputs["BCDE".index(place[0])] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1,500", "1500"), (1500.0, "1500"), ("１５００", "1500"), (0.1, "0.1"), ("size * 1,000", "size * 1000")],
)
def test_an_amount_that_is_clear_is_understood(typed: object, meant: str) -> None:
    found, faults = with_cell("F4", typed)
    assert faults == []
    assert found is not None
    assert found.rules[0].outputs == (meant,)


@pytest.mark.parametrize(
    ("place", "typed", "words"),
    [
        ("B4", "丙類", "丙類"),
        ("C4", "100-300", "減法"),
        ("C4", "12,345", "一個數字還是多個值"),
        ("C4", "大約三百", "大約三百"),
        ("C4", "100～300", "看不懂"),
        ("D4", "115/2/29", "此欄是日期"),
        ("F4", "一千元", "一千元"),
        ("F4", "2026/1/31 起", "看不懂"),
        ("C4", "=300*2", "公式"),
        ("F5", "=F4*2", "公式"),
    ],
)
def test_what_is_not_clear_is_a_fault_at_its_cell(place: str, typed: object, words: str) -> None:
    found, faults = with_cell(place, typed)
    assert found is None
    assert [fault.file for fault in faults] == ["表.xlsx"]
    assert faults[0].place.startswith(f"規則 {place}")
    assert words in faults[0].text.zh
    assert faults[0].remedy.zh


def test_an_error_of_excel_is_no_blank_cell() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["規則"]["C4"].value = "#REF!"
        book["規則"]["C4"].data_type = "e"

    _, faults = edited(edit)
    assert [(fault.place, fault.text.en) for fault in faults] == [("規則 C4", "This cell holds an error of Excel.")]


def test_rows_merged_in_one_column_all_have_its_value() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["規則"].merge_cells("B4:B6")
        book["規則"]["C6"], book["規則"]["F6"] = ">= 900", 3000

    found, faults = edited(edit)
    assert faults == []
    assert found is not None
    assert [rule.inputs[0] for rule in found.rules] == ['"甲類"'] * 3


def test_a_cell_merged_across_columns_is_a_fault() -> None:
    _, faults = edited(lambda book: book["規則"].merge_cells("C4:D4"))
    assert [fault.place for fault in faults] == ["規則 C4"]


def test_rows_may_be_sorted_with_or_without_their_hidden_ids() -> None:
    def swap(first: int) -> Edit:
        def edit(book: openpyxl.Workbook) -> None:
            sheet = book["規則"]
            for column in range(first, 8):
                above, below = sheet.cell(4, column), sheet.cell(5, column)
                above.value, below.value = below.value, above.value

        return edit

    for first in (1, 2):
        found, faults = edited(swap(first))
        assert faults == []
        assert found is not None
        assert [rule.inputs for rule in found.rules] == [rule.inputs for rule in reversed(DRAWN.rules)]


def test_empty_rows_between_are_passed_over() -> None:
    found, faults = edited(lambda book: book["規則"].insert_rows(5, 3))
    assert (found, faults) == (DRAWN, [])


def test_a_deleted_column_is_named() -> None:
    found, faults = edited(lambda book: book["規則"].delete_cols(3))
    assert found is None
    assert [fault.text.zh for fault in faults] == ["缺少「條件2」。"]


def test_the_hidden_first_row_that_was_deleted_is_one_fault() -> None:
    found, faults = edited(lambda book: book["規則"].delete_rows(1))
    assert found is None
    assert len(faults) == 1
    assert faults[0].place == "規則 第 1 列"


def test_the_values_of_a_column_may_be_typed_like_any_cell() -> None:
    drawn = table([("kind", "string", "")], [['"丙"', "1"]], "FIRST", Output("o", "", "額", "number"))

    def edit(book: openpyxl.Workbook) -> None:
        book["欄位"]["E2"], book["欄位"]["F3"] = "「丙」、「丁」", "1,000"

    found, faults = edited(edit, drawn)
    assert faults == []
    assert found is not None
    assert (found.inputs[0].values, found.outputs[0].default) == ('"丙","丁"', "1000")
