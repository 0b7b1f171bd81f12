"""The sheet of units; a unit may stand before the one it belongs to."""

from __future__ import annotations

import re
from typing import NamedTuple

from tongban.core.text import Fault, Text

from .columns import KINDS, UNITS
from .tables import Grid, Row, place, rows_of

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PREFIX = re.compile(r"[A-Z0-9]{0,8}")


class UnitLine(NamedTuple):
    row: int
    code: str
    name: str
    name_en: str
    kind: str
    parent_code: str
    prefix: str
    district: str
    phone: str
    address: str

    @property
    def details(self) -> dict[str, str]:
        fields = ("name", "name_en", "prefix", "district", "phone", "address")
        return {field: getattr(self, field) for field in fields}


def read_units(grid: Grid, file: str) -> tuple[list[UnitLine], list[Fault]]:
    """Units in an order in which each comes after the one it belongs to, and every fault."""
    rows, faults = rows_of(grid, UNITS, file)
    lines: list[UnitLine] = []
    for row in rows:
        line, wrong = _line(row, file)
        faults += wrong
        lines += [line] if line else []
    faults += _doubled(lines, file)
    ordered, circles = _parents_first(lines, file)
    return ordered, faults + circles


def _line(row: Row, file: str) -> tuple[UnitLine | None, list[Fault]]:
    cells = row.cells
    wrong: list[tuple[str, Text, Text]] = []
    if cells["代碼"] and not _CODE.fullmatch(cells["代碼"]):
        text = Text("代碼格式不正確。", "The code is not well formed.")
        remedy = Text("只能用小寫英文、數字、- 與 _。", "Use small letters, digits, - and _ only.")
        wrong.append(("代碼", text, remedy))
    if not _PREFIX.fullmatch(cells["案號字首"]):
        text = Text("案號字首格式不正確。", "The prefix of case numbers is not well formed.")
        wrong.append(("案號字首", text, Text("最多 8 個大寫英文或數字。", "At most 8 capital letters or digits.")))
    kind = KINDS.get(cells["類型"]) or next((kind for kind in KINDS.values() if kind == cells["類型"]), None)
    if cells["類型"] and kind is None:
        text = Text(f"沒有「{cells['類型']}」這個類型。", f"There is no kind “{cells['類型']}”.")
        wrong.append(("類型", text, Text(f"可填：{'、'.join(KINDS)}。", f"One of: {', '.join(KINDS)}.")))
    faults = [Fault(file, place(UNITS, row.number, column), text, remedy) for column, text, remedy in wrong]
    if faults or kind is None or not all(cells[name] for name in UNITS.required):
        return None, faults
    return UnitLine(row.number, *(str(kind) if name == "類型" else cells[name] for name in UNITS.columns)), []


def _doubled(lines: list[UnitLine], file: str) -> list[Fault]:
    faults, first = [], dict[str, int]()
    for line in lines:
        for column, value in (("代碼", line.code), ("案號字首", line.prefix)):
            if value and first.setdefault(f"{column}{value}", line.row) != line.row:
                text = Text(f"「{value}」已用於第 {first[column + value]} 列。", f"“{value}” stands in another row.")
                faults.append(
                    Fault(file, place(UNITS, line.row, column), text, Text("請改用其他值。", "Choose another."))
                )
    return faults


def _parents_first(lines: list[UnitLine], file: str) -> tuple[list[UnitLine], list[Fault]]:
    waiting = {line.code: line for line in lines}
    ordered: list[UnitLine] = []
    while ready := [line for line in waiting.values() if line.parent_code not in waiting]:
        ordered += ready
        for line in ready:
            del waiting[line.code]
    text = Text("上下級關係循環。", "The units stand below each other in a circle.")
    remedy = Text("請更正上級代碼。", "Mend the codes of the units above.")
    return ordered, [Fault(file, place(UNITS, line.row, "上級代碼"), text, remedy) for line in waiting.values()]
