from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from tongban.core.text import Text


class Level(Enum):
    GOOD = "✓"
    WARNING = "!"
    FAULT = "✗"


class Finding(NamedTuple):
    level: Level
    what: Text
    remedy: Text = Text("", "")

    @property
    def is_fault(self) -> bool:
        return self.level is Level.FAULT

    def in_(self, language: str) -> str:
        line = f"{self.level.value} {self.what.in_(language)}"
        return f"{line}\n  → {self.remedy.in_(language)}" if self.remedy.en else line


def good(zh: str, en: str, **values: object) -> Finding:
    return Finding(Level.GOOD, Text(zh, en).fill(**values))


def warning(what: Text, remedy: Text) -> Finding:
    return Finding(Level.WARNING, what, remedy)


def fault(what: Text, remedy: Text) -> Finding:
    return Finding(Level.FAULT, what, remedy)
