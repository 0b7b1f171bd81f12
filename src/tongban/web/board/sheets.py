"""A page's figures as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse

from tongban.web.parts.spreadsheet import BOOK, LONGEST, MARK, ROC_DAY, SHEET, harmless, sheet_name

SHARE = "0.0%"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 1, so that spreadsheets can count with it."""

    value: float


Cell = str | int | float | date | Share | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`about`: lines above the table that say what it shows. `name` is the file's, without its ending."""

    title: str
    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[str] = ()


def as_file(sheet: Sheet, form: str) -> HttpResponse:
    writers = {"csv": (_csv, "text/csv; charset=utf-8"), "xlsx": (_xlsx, SHEET)}
    if form not in writers:
        raise Http404
    write, content_type = writers[form]
    response = HttpResponse(write(sheet), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.{form}"'
    return response


def _csv(sheet: Sheet) -> bytes:
    """The table alone, so that other programs read it: dates as 2026-11-20, shares as 0.973."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in (sheet.header, *sheet.rows):
        writer.writerow([_plain(cell) for cell in row])
    return (MARK + buffer.getvalue()).encode()


def _plain(cell: Cell) -> object:
    if isinstance(cell, Share):
        return round(cell.value, 4)
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell


def _xlsx(sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **BOOK})
    page = book.add_worksheet(sheet_name(sheet.title))
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "share": book.add_format({"num_format": SHARE}),
        "day": book.add_format({"num_format": ROC_DAY}),
    }
    page.write_string(0, 0, harmless(sheet.title), formats["title"])
    for number, line in enumerate(sheet.about, 1):
        page.write_string(number, 0, harmless(line))
    top = len(sheet.about) + 2
    for place, label in enumerate(sheet.header):
        page.set_column(place, place, 12 if place else 30)
        page.write_string(top, place, harmless(label), formats["head"])
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for number, row in enumerate(sheet.rows, top + 1):
        for place, cell in enumerate(row):
            _write(page, number, place, cell, formats)
    book.close()
    return buffer.getvalue()


def _write(page: Any, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, Share):
        page.write_number(row, place, cell.value, formats["share"])
    elif isinstance(cell, date):
        page.write_datetime(row, place, cell, formats["day"])
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell)
    elif cell:
        page.write_string(row, place, harmless(cell)[:LONGEST])
