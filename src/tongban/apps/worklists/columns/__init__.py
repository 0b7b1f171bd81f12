"""The columns of the worklist."""

from __future__ import annotations

from tongban.apps.worklists.asking import Asking

from .answers import PREFIX, answer_columns
from .column import Column, Due, Name, Options, Type, Value
from .own import NUMBER, OWN, PHASES

__all__ = [
    "NUMBER",
    "PHASES",
    "PREFIX",
    "Column",
    "Due",
    "Name",
    "Options",
    "Type",
    "Value",
    "columns_for",
]

_BY_NAME = {column.name: column for column in OWN}


def columns_for(asking: Asking) -> dict[str, Column]:
    """Every column there is for this list: those of all cases, and the questions of the kinds it is narrowed to.

    Where two kinds ask a question of the same name, the first kind's stands for both.
    """
    if not asking.kinds:
        return _BY_NAME
    asked = {
        column.name: column
        for place, drawn in reversed(list(enumerate(asking.narrowed)))
        for column in answer_columns(drawn, f"answer_{place}", asking.language)
    }
    return {**_BY_NAME, **asked}
