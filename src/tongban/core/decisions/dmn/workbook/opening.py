"""The sheets of a workbook that strangers may have made."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineWorkbook

from tongban.core.text import Fault, Text

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 50_000_000
MOST_PARTS = 500
Grid = list[list[str]]
_SAVE_AGAIN = Text(
    "請用 Excel 或 LibreOffice 另存為 .xlsx 再試。", "Save it as .xlsx in Excel or LibreOffice and try again."
)


def open_workbook(data: bytes, file: str) -> tuple[Mapping[str, Grid], list[Fault]]:
    """The sheets by name, their cells as FEEL texts, from the first row and column on."""
    if len(data) > LARGEST_FILE:
        return {}, [Fault(file, "", Text("檔案超過 5 MB。", "The file is larger than 5 MB."), _SAVE_AGAIN)]
    try:
        if not _is_harmless(data):
            text = Text("活頁簿解壓縮後過大。", "The workbook unpacks to too much.")
            return {}, [Fault(file, "", text, _SAVE_AGAIN)]
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    # The libraries raise whatever a damaged or hostile workbook makes them raise.
    except Exception as wrong:
        reason = str(wrong)[:200]
        text = Text(f"無法讀取這個活頁簿：{reason}", f"The workbook cannot be read: {reason}")
        return {}, [Fault(file, "", text, _SAVE_AGAIN)]
    return {name: [[_text(cell) for cell in row] for row in rows] for name, rows in sheets.items()}, []


def _is_harmless(data: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        return len(parts) <= MOST_PARTS and sum(part.file_size for part in parts) <= LARGEST_UNPACKED


def _text(cell: object) -> str:
    """What was typed, as FEEL has it: Excel turns some of it into numbers, dates and truth values."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return f'date and time("{cell.isoformat()}")' if cell.time() != cell.min.time() else _day(cell.date())
    if isinstance(cell, date):
        return _day(cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _day(day: date) -> str:
    return f'date("{day.isoformat()}")'
