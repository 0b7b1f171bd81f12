"""How large a result may become; larger ones are null."""

from __future__ import annotations

LONGEST_TEXT = 1_000_000
"""Characters of a string."""

LONGEST_LIST = 1_000_000
"""Items of a list."""
