"""What can be wrong with an expression."""

from __future__ import annotations

from tongban.core.text import Text


class ExpressionFault(ValueError):
    """An expression that cannot be used; `text` says why, `position` is the character it was seen at (0-based)."""

    def __init__(self, zh: str, en: str, position: int = 0) -> None:
        super().__init__(en)
        self.text = Text(zh, en)
        self.position = position
