"""Collect the faults of one form file."""

from __future__ import annotations

from dataclasses import dataclass, field

from tongban.core.text import Fault, Text

MOST_FAULTS = 200
NOTHING = Text("", "")


@dataclass
class Faults:
    """The faults of `file` so far; beyond 200 the rest is only counted: nobody reads more at once."""

    file: str
    found: list[Fault] = field(default_factory=list)
    _more: int = 0

    def add(self, place: str, text: Text, remedy: Text = NOTHING) -> None:
        if len(self.found) >= MOST_FAULTS:
            self._more += 1
        else:
            self.found.append(Fault(self.file, place, text, remedy))

    def row(self, sheet: str, row: int, text: Text, remedy: Text = NOTHING) -> None:
        """`row` as the spreadsheet numbers it: the header is row 1."""
        self.add(f"{sheet} row {row}", text, remedy)

    def all(self) -> list[Fault]:
        if not self._more:
            return self.found
        more = Text("另有 {n} 項問題未列出。", "{n} more faults are not listed.").fill(n=self._more)
        return [*self.found, Fault(self.file, "", more)]

    def __bool__(self) -> bool:
        return bool(self.found)
