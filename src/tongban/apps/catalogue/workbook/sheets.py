"""From the bytes of a workbook to the lines of its four sheets, and every fault in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from tongban.apps.catalogue.receipt import Wording
from tongban.apps.org.workbook import PEOPLE, UNITS, PersonLine, UnitLine, open_tables, read_people, read_units
from tongban.apps.org.workbook.columns import Sheet
from tongban.apps.org.workbook.tables import Grid, Row, place, rows_of
from tongban.core.text import Fault, Text

KINDS = Sheet("案件類別", ("案件代碼", "受理機關代碼", "承辦單位代碼"), ("案件代碼", "受理機關代碼", "承辦單位代碼"))
RECEIPTS = Sheet("憑單", ("機關代碼", "抬頭", "英文抬頭", "說明", "英文說明"), ("機關代碼",))
SHEETS = (UNITS, PEOPLE, KINDS, RECEIPTS)


class OfferLine(NamedTuple):
    row: int
    code: str
    unit_code: str
    handled_code: str


class ReceiptLine(NamedTuple):
    """All rows of one agency together: each is a paragraph."""

    row: int
    unit_code: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class AgencySheets:
    units: tuple[UnitLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    offers: tuple[OfferLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.people or self.offers or self.receipts)


def read_agency(data: bytes, file: str) -> tuple[AgencySheets, list[Fault]]:
    """A CSV file is the sheet its columns say it is. Sheets of other names are left aside."""
    tables, faults = open_tables(data, file)
    if faults:
        return AgencySheets(), faults
    grids = _named(tables)
    if not grids:
        names = "、".join(sheet.name for sheet in SHEETS)
        text = Text("檔案裡沒有可匯入的工作表。", "There is no sheet in the file that could be taken in.")
        return AgencySheets(), [
            Fault(file, "", text, Text(f"工作表名稱須為：{names}。", f"Sheets are called: {names}."))
        ]
    units, unit_faults = read_units(grids[UNITS.name], file) if UNITS.name in grids else ([], [])
    people, people_faults = read_people(grids[PEOPLE.name], file) if PEOPLE.name in grids else ([], [])
    offers, offer_faults = _offers(grids[KINDS.name], file) if KINDS.name in grids else ([], [])
    receipts, receipt_faults = _receipts(grids[RECEIPTS.name], file) if RECEIPTS.name in grids else ([], [])
    read = AgencySheets(tuple(units), tuple(people), tuple(offers), tuple(receipts))
    faults = [*unit_faults, *people_faults, *offer_faults, *receipt_faults]
    if not read and not faults:
        empty = Text("工作表裡沒有資料。", "The sheets are empty.")
        faults.append(Fault(file, "", empty, Text("請從第二列開始填寫。", "Fill them in from the second row on.")))
    return read, faults


def _named(tables: Mapping[str, Grid]) -> dict[str, Grid]:
    known = {sheet.name: sheet for sheet in SHEETS}
    found = {name: grid for name, grid in tables.items() if name in known}
    if "" in tables:
        header = {str(cell).strip().removesuffix("*") for cell in next(iter(tables[""]), ())}
        matching = [sheet for sheet in SHEETS if header.issuperset(sheet.required)]
        sheet = max(matching, key=lambda one: len(one.required), default=PEOPLE)
        found[sheet.name] = tables[""]
    return found


def _offers(grid: Grid, file: str) -> tuple[list[OfferLine], list[Fault]]:
    rows, faults = rows_of(grid, KINDS, file)
    lines: list[OfferLine] = []
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        line = OfferLine(row.number, *(row.cells[name] for name in KINDS.columns))
        if not all(line[1:]):
            continue
        before = first.setdefault((line.code, line.unit_code), row.number)
        if before != row.number:
            text = Text(f"與第 {before} 列重複。", f"The same stands in row {before}.")
            faults.append(Fault(file, place(KINDS, row.number), text, Text("請刪除一列。", "Delete one of them.")))
        else:
            lines.append(line)
    return lines, faults


def _receipts(grid: Grid, file: str) -> tuple[list[ReceiptLine], list[Fault]]:
    rows, faults = rows_of(grid, RECEIPTS, file)
    by_unit: dict[str, ReceiptLine] = {}
    for row in rows:
        code = row.cells["機關代碼"]
        if code:
            by_unit[code] = _with(by_unit.get(code), row, code)
    lines = list(by_unit.values())
    for line in lines:
        columns = dict(zip(("head", "head_en", "text", "text_en"), RECEIPTS.columns[1:], strict=True))
        faults += [
            Fault(file, place(RECEIPTS, line.row, columns[field]), text)
            for field, text in line.wording.faults().items()
        ]
    return lines, faults


def _with(before: ReceiptLine | None, row: Row, code: str) -> ReceiptLine:
    line = before or ReceiptLine(row.number, code, Wording(""))
    head, head_en, text, text_en = (row.cells[name] for name in RECEIPTS.columns[1:])
    wording = replace(
        line.wording,
        head=line.wording.head or head,
        head_en=line.wording.head_en or head_en,
        text="\n".join(filter(None, (line.wording.text, text))),
        text_en="\n".join(filter(None, (line.wording.text_en, text_en))),
    )
    return line._replace(wording=wording)
