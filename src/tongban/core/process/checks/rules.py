"""A rule of the drawing that was broken: what is wrong, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

from tongban.core.text import Text


class Rule(NamedTuple):
    text: Text
    remedy: Text


Finding = tuple[str, Rule]
"""The id of the element at fault, and the rule."""
