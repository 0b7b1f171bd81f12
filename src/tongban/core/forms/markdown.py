"""A form written as Markdown tables: the first column names the sheet, the other columns are the sheet.

    | survey |            |           |                          |
    |        | type       | name      | label::中文 (zh-Hant)     |
    |        | text       | applicant | 申請人姓名                |

Lines that are no table rows are prose. A `|` inside a cell is written `\\|`.
"""

from __future__ import annotations

import re

from tongban.core.forms.collecting import Faults
from tongban.core.text import Text

_CELLS = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"[|\s:-]+")

Table = list[list[str]]


def read_tables(text: str, faults: Faults) -> dict[str, Table]:
    """Sheet name in lower case → its rows, header first; blank rows are kept so that row numbers are true."""
    sheets: dict[str, Table] = {}
    current: Table | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line.startswith("|") or (_RULER.fullmatch(line) and "-" in line):
            continue
        sheet, *cells = _cells(line)
        if sheet:
            current = sheets.setdefault(sheet.lower(), [])
        if current is not None and (current or any(cells)) and not (sheet and not any(cells)):
            current.append(cells)
        elif current is None:
            faults.add(
                f"line {number}",
                Text("表格列之前沒有工作表名稱。", "This table row comes before any sheet name."),
                Text(
                    "第一欄先寫 survey、choices 或 settings。", "Write survey, choices or settings in the first column."
                ),
            )
            return {}
    return sheets


def as_records(sheet: str, table: Table, faults: Faults) -> tuple[list[str], list[dict[str, str]]]:
    """The header and, per row, its filled cells by header."""
    if not table:
        return [], []
    header = table[0]
    records = []
    for number, cells in enumerate(table[1:], start=2):
        if any(cells[len(header) :]):
            faults.row(
                sheet,
                number,
                Text("這一列的欄數比標題列多。", "This row has more cells than the header."),
                Text("儲存格內的 | 請寫成 \\|。", "Write a | inside a cell as \\|."),
            )
        records.append({name: cell for name, cell in zip(header, cells, strict=False) if name and cell})
    return [name for name in header if name], records


def _cells(line: str) -> list[str]:
    inner = line[1:]
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(inner)]
