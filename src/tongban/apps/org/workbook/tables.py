"""From the bytes of an uploaded file to rows of text, whatever the bytes are."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from tongban.core.text import Fault, Text

from .columns import Sheet

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 50_000_000
MOST_ROWS = 20_000
MOST_IN_A_CELL = 500
_ZIP = b"PK\x03\x04"
Grid = Sequence[Sequence[object]]
SAVE_AGAIN = Text(
    "請用 Excel 或 LibreOffice 另存為 .xlsx 再試。", "Save it as .xlsx in Excel or LibreOffice and try again."
)


class Row(NamedTuple):
    """A row that is not empty: its number as a spreadsheet shows it, its cells as trimmed text by column."""

    number: int
    cells: Mapping[str, str]


def open_tables(data: bytes, file: str) -> tuple[dict[str, Grid], list[Fault]]:
    """The sheets by name; a CSV file (UTF-8, or Big5 as Excel saves it) is one sheet named ""."""
    if len(data) > LARGEST_FILE:
        return {}, [Fault(file, "", Text("檔案超過 5 MB。", "The file is larger than 5 MB."), SAVE_AGAIN)]
    if not data.startswith(_ZIP):
        return _csv(data, file)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                text = Text("活頁簿解壓縮後過大。", "The workbook unpacks to too much.")
                return {}, [Fault(file, "", text, SAVE_AGAIN)]
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return {name.strip(): book.get_sheet_by_name(name).to_python() for name in book.sheet_names}, []
    # The libraries raise whatever a damaged or hostile workbook makes them raise.
    except Exception as wrong:
        reason = str(wrong)[:200]
        text = Text(f"無法讀取這個活頁簿：{reason}", f"The workbook cannot be read: {reason}")
        return {}, [Fault(file, "", text, SAVE_AGAIN)]


def rows_of(grid: Grid, sheet: Sheet, file: str) -> tuple[list[Row], list[Fault]]:
    """The rows below the header; columns are found by name, in any order, others are left aside."""
    start, header = next(((n, _header(line)) for n, line in enumerate(grid) if any(_text(c) for c in line)), (0, []))
    faults = _header_faults(header, sheet, file)
    if faults:
        return [], faults
    rows = [
        Row(number, cells)
        for number, line in enumerate(grid[start + 1 :], start + 2)
        if any((cells := _cells(header, line, sheet)).values())
    ]
    if len(rows) > MOST_ROWS:
        text = Text(f"資料超過 {MOST_ROWS:,} 列。", f"There are more than {MOST_ROWS:,} rows.")
        return [], [Fault(file, sheet.name, text, Text("請分成幾個檔案。", "Split it into several files."))]
    return rows, [fault for row in rows for fault in _row_faults(row, sheet, file)]


def place(sheet: Sheet, row: int, column: str = "") -> str:
    return f"{sheet.name} 第 {row} 列" + (f"「{column}」" if column else "")


def _csv(data: bytes, file: str) -> tuple[dict[str, Grid], list[Fault]]:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        wrong = Text(
            "檔案不是 .xlsx，也不是 UTF-8 或 Big5 的 CSV。", "The file is neither .xlsx nor CSV in UTF-8 or Big5."
        )
        return {}, [Fault(file, "", wrong, SAVE_AGAIN)]
    try:
        return {"": list(csv.reader(StringIO(text.replace("\0", ""), newline=""), strict=True))}, []
    except csv.Error as broken:
        wrong = Text(f"CSV 格式有誤：{broken}", f"The CSV is broken: {broken}")
        return {}, [Fault(file, "", wrong, SAVE_AGAIN)]


def _header(line: Iterable[object]) -> list[str]:
    return [_text(cell).replace(" ", "").removesuffix("*") for cell in line]


def _header_faults(header: Sequence[str], sheet: Sheet, file: str) -> list[Fault]:
    remedy = Text(f"第一列需為：{'、'.join(sheet.columns)}", f"The first row must be: {', '.join(sheet.columns)}")
    missing = [name for name in sheet.required if name not in header]
    doubled = [name for name in sheet.columns if header.count(name) > 1]
    return [
        Fault(file, sheet.name, Text(f"缺少欄位「{name}」。", f"The column “{name}” is missing."), remedy)
        for name in missing
    ] + [
        Fault(file, sheet.name, Text(f"欄位「{name}」重複。", f"The column “{name}” appears twice."), remedy)
        for name in doubled
    ]


def _cells(header: Sequence[str], line: Sequence[object], sheet: Sheet) -> dict[str, str]:
    found = {name: _text(cell) for name, cell in zip(header, line, strict=False) if name in sheet.columns}
    return {name: found.get(name, "") for name in sheet.columns}


def _row_faults(row: Row, sheet: Sheet, file: str) -> list[Fault]:
    fill = Text("請填寫。", "Fill it in.")
    faults = [
        Fault(file, place(sheet, row.number, name), Text("此欄必填。", "This is required."), fill)
        for name in sheet.required
        if not row.cells[name]
    ]
    too_long = Text(f"內容超過 {MOST_IN_A_CELL} 字。", f"More than {MOST_IN_A_CELL} characters.")
    return faults + [
        Fault(file, place(sheet, row.number, name), too_long, Text("請縮短。", "Shorten it."))
        for name, value in row.cells.items()
        if len(value) > MOST_IN_A_CELL
    ]


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
