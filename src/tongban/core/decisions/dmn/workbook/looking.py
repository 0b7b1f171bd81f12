"""What is seen of a workbook's part while it goes by, element by element."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from tongban.core.text import Text

MOST_CELLS = 1_000_000
"""From the first cell to the last one that holds something."""
Place = tuple[int, int]
"""Row and column, from 0."""


class Odd(Enum):
    """What a cell holds that is no value."""

    FORMULA = "formula"
    ERROR = "error"


class TooWide(Exception):
    """A sheet whose last cell is too far from its first."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.text = Text(
            f"工作表過大：內容到第 {rows:,} 列、第 {columns:,} 欄。請刪除表格以外的內容。",
            f"A sheet is too large: it goes to row {rows:,} and column {columns:,}. Delete what is not in the table.",
        )


class Looker:
    """A document type is nothing a workbook has; only what would harm its reader declares one."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError("a document type")

    def close(self) -> None:
        """Nothing is built."""


class Tags(Looker):
    """The attributes of all elements of a name, without their namespaces."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _local(tag) == self._name:
            self.found.append({_local(key): value for key, value in attributes.items()})


class Sheet(Looker):
    """Where its formulas and errors stand; it stops at a cell that is too far away."""

    def __init__(self) -> None:
        self.odd: dict[Place, Odd] = {}
        self._row = self._column = -1
        self._rows = self._columns = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self._row, self._column = _place(attributes.get("r", ""), self._row, self._column + 1)
            if attributes.get("t") == "e":
                self.odd[self._row, self._column] = Odd.ERROR
        elif name == "row":
            row = attributes.get("r", "")
            self._row, self._column = int(row) - 1 if row.isdecimal() else self._row + 1, -1
        elif name in ("v", "is", "f"):
            self._filled()
            if name == "f":
                self.odd[self._row, self._column] = Odd.FORMULA

    def _filled(self) -> None:
        self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
        if self._rows * self._columns > MOST_CELLS:
            raise TooWide(self._rows, self._columns)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _place(reference: str, row: int, column: int) -> Place:
    """`C7` → (6, 2); a cell that does not say where it is follows the one before."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits) or len(letters) > 3 or len(digits) > 9:
        return row, column
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, number - 1
