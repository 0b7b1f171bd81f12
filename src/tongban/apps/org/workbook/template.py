"""The workbook to fill in: both sheets with drop-downs, dates as dates, and what is there already."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tongban.apps.org.models import Unit

from .columns import KINDS, PEOPLE, ROLES, UNITS, Sheet

LAST = 2_000
"""Rows that have drop-downs."""


def template(units: Iterable[Unit]) -> bytes:
    """An .xlsx file with these units filled in and room for people."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    add_sheets(book, units)
    book.close()
    return out.getvalue()


def add_sheets(book: xlsxwriter.Workbook, units: Iterable[Unit]) -> None:
    """Both sheets in a workbook that may hold others too."""
    head, must = book.add_format({"bold": True}), book.add_format({"bold": True, "bg_color": "#FFF2CC"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = add_sheet(book, UNITS, head, must)
    for row, unit in enumerate(units, 1):
        sheet.write_row(row, 0, _cells(unit))
    add_choice(sheet, UNITS, "類型", list(KINDS))
    sheet = add_sheet(book, PEOPLE, head, must)
    for column in ("起日", "迄日"):
        sheet.set_column(PEOPLE.columns.index(column), PEOPLE.columns.index(column), 14, day)
    add_choice(sheet, PEOPLE, "角色", list(ROLES))
    add_choice(sheet, PEOPLE, "機關代碼", f"={UNITS.name}!$A$2:$A${LAST}")


def _cells(unit: Unit) -> list[str]:
    kind = next(word for word, kind in KINDS.items() if kind == unit.kind)
    above = unit.parent.code if unit.parent else ""
    return [
        unit.code,
        unit.name,
        unit.name_en,
        kind,
        above,
        unit.prefix,
        unit.district,
        unit.phone,
        unit.address,
    ]


def add_sheet(book: xlsxwriter.Workbook, sheet: Sheet, head: Format, must: Format) -> Worksheet:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.columns) - 1, 16)
    for number, name in enumerate(sheet.columns):
        page.write_string(0, number, name, must if name in sheet.required else head)
    return page


def add_choice(page: Worksheet, sheet: Sheet, column: str, source: list[str] | str) -> None:
    number = sheet.columns.index(column)
    page.data_validation(1, number, LAST - 1, number, {"validate": "list", "source": source})
