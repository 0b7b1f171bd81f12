"""What an evaluation sees, and the reasons it collects for what became null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tongban.core.text import Text

NULL: object = None


class Note(NamedTuple):
    """Why something became null, and at which character (from 0) of the expression."""

    position: int
    text: Text


class Scope:
    """One evaluation: the names it may use, and the notes it leaves."""

    __slots__ = ("notes", "values")

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values
        self.notes: list[Note] = []

    def null(self, at: int, zh: str, en: str) -> object:
        """Null, with the reason kept (DMN 1.5, 10.3.2.13)."""
        self.notes.append(Note(at, Text(zh, en)))
        return NULL


Run = Callable[[Scope], object]
"""A compiled expression."""

Test = Callable[[Scope, object], "bool | None"]
"""A compiled unary test: whether a value passes it."""
