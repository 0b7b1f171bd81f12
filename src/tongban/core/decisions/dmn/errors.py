"""What makes a file no decision model at all."""

from __future__ import annotations

from tongban.core.text import Text


class ModelError(Exception):
    """A file that cannot be used: not DMN, or XML that is malformed or hostile."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)
