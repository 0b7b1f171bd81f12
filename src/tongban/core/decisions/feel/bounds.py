"""How large a value may become. A result that would be larger is null; a value that is must not be walked through."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.text import Text

LONGEST_TEXT = 1_000_000
"""Characters of a string."""

LONGEST_LIST = 1_000_000
"""Items of a list."""

MOST_CHARACTERS = 16 * LONGEST_TEXT
"""Of all the strings within one value."""

MOST_PARTS = 1_000_000
"""Items and entries within one value, at all depths: `{a: [1, 1], b: [a, a], c: [b, b]}` doubles with each entry."""


def too_many_parts() -> TooMuch:
    return TooMuch(
        Text(f"一個值超過 {MOST_PARTS:,} 個項目，已經停止。", f"A value has more than {MOST_PARTS:,} parts; stopped.")
    )


def check_parts(value: object) -> None:
    """Raises TooMuch when it would take too long to go through `value`."""
    waiting, parts, characters = [value], 0, 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
            parts += len(part)
        elif isinstance(part, Mapping):
            waiting.extend(part.values())
            parts += len(part)
        elif isinstance(part, str):
            characters += len(part)
        if parts > MOST_PARTS or characters > MOST_CHARACTERS:
            raise too_many_parts()
