"""What is wrong with an expression, and where."""

from __future__ import annotations

from tongban.core.text import Text


class FeelError(Exception):
    """An expression that cannot be used; `position` counts characters from 0, people read it from 1."""

    def __init__(self, text: Text, position: int = 0) -> None:
        self.position = position
        self.text = Text(f"第 {position + 1} 個字：{text.zh}", f"Character {position + 1}: {text.en}")
        super().__init__(self.text.en)


class TooMuch(FeelError):
    """An evaluation that was stopped, because it would go on for too long or without end."""
