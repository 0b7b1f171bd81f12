"""What a check finds in a decision table, with its place and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongban.core.text import Fault, Text

Example = tuple[tuple[str, object], ...]
"""The expression of an input and a value for it."""


NOTHING_TO_DO = Text("", "")


class Severity(StrEnum):
    ERROR = "error"
    """It cannot work: the table must not be used like this."""
    WARNING = "warning"
    """It may be meant, and a case that meets it will wait."""
    NOTE = "note"
    """Good to know; nothing has to be done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`table` is the table's name; `rule` its row, counted from 1, None when it is about a column or the whole
    table; `place` what a person looks for there: the heading of the column, "" for the whole row."""

    table: str
    rule: int | None
    place: str
    text: Text
    remedy: Text = NOTHING_TO_DO
    severity: Severity = Severity.ERROR
    example: Example = ()
    """Values with which what is said happens."""

    @property
    def where(self) -> Text:
        """`第 3 列「場所面積」`, without the table."""
        zh = (f"第 {self.rule} 列" if self.rule else "") + (f"「{self.place}」" if self.place else "")
        en = " ".join(part for part in (f"row {self.rule}" if self.rule else "", self.place) if part)
        return Text(zh, en)

    def fault(self, file: str) -> Fault:
        """The same as a fault in `file`."""
        return Fault(file, f"「{self.table}」{self.where.zh}", self.text, self.remedy)
