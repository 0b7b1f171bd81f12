"""Values of expressions and how XPath 1.0 turns one type into another.

Numbers are IEEE doubles, as XPath says, so that Python, browsers and the ODK tools agree to the
last bit. A blank answer is the empty text; dates count as days since 1970-01-01.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import TypeAlias

Value: TypeAlias = str | float | bool | date | datetime | tuple[str, ...]

_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
_EPOCH = date(1970, 1, 1)


def to_number(value: Value) -> float:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        return (value - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() / 86_400
    if isinstance(value, date):
        return float((value - _EPOCH).days)
    text = " ".join(value) if isinstance(value, tuple) else value
    # A text of thousands of digits is not a number anyone typed; float() would say infinity.
    return float(text) if len(text) <= 300 and _NUMBER.fullmatch(text) else math.nan


def to_boolean(value: Value) -> bool:
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def to_string(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else value


def _number_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def equal(left: Value, right: Value) -> bool:
    """XPath 1.0 §3.4: as booleans if either is one, else as numbers if either is one, else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return to_string(left) == to_string(right)
