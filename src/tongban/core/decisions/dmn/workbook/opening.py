"""The sheets of a workbook that strangers may have made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineSheet, CalamineWorkbook

from tongban.core.decisions.dmn.workbook.guarding import Refused, odd_cells
from tongban.core.decisions.dmn.workbook.looking import Odd, Place
from tongban.core.text import Fault, Text

_SAVE_AGAIN = Text(
    "請用 Excel 或 LibreOffice 另存為 .xlsx 再試。", "Save it as .xlsx in Excel or LibreOffice and try again."
)
_UNREADABLE = Text("無法讀取這個活頁簿。", "The workbook cannot be read.")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet as FEEL texts, from the first row and column on; `odd` ones by their places, `merged`
    ones by their first and last."""

    rows: list[list[str]]
    odd: Mapping[Place, Odd] = field(default_factory=dict)
    merged: tuple[tuple[Place, Place], ...] = ()


def open_workbook(data: bytes, wanted: Collection[str], file: str) -> tuple[dict[str, Grid], list[Fault]]:
    """Those of the wanted sheets that there are, by name."""
    try:
        odd = odd_cells(data)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        named = {name.strip(): name for name in book.sheet_names}
        sheets = {name: book.get_sheet_by_name(named[name]) for name in wanted if name in named}
        found = {name: _grid(sheet, odd.get(named[name], {})) for name, sheet in sheets.items()}
    except Refused as refused:
        return {}, [Fault(file, "", refused.text, _SAVE_AGAIN)]
    # The library raises whatever a damaged or hostile workbook makes it raise.
    except Exception:
        return {}, [Fault(file, "", _UNREADABLE, _SAVE_AGAIN)]
    return found, []


def _grid(sheet: CalamineSheet, odd: Mapping[Place, Odd]) -> Grid:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return Grid(rows, odd, tuple(sheet.merged_cell_ranges or ()))


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
