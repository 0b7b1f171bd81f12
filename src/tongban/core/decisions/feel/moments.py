"""`@"2026-11-20"`: a date, a time, a date and time, or a duration, by how it is written (DMN 1.5, 10.3.2.3)."""

from __future__ import annotations

from tongban.core.decisions.feel.builtins import BUILTINS

_KINDS = ("date", "date and time", "time", "duration")


def moment(text: str) -> object:
    """The value `text` writes; None when it writes none."""
    readings = (BUILTINS[name].call(text) for name in _KINDS if name in BUILTINS)
    return next((value for value in readings if value is not None), None)
