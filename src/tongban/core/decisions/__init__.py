"""FEEL, the expression language of OMG DMN: parsed once, checked before use, run without `eval`.

>>> parse('outcome = "approved"').evaluate({"outcome": "approved"})
True
"""

from __future__ import annotations

from tongban.core.decisions.feel.coverage import leave_nothing_out
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import Expression, Result, UnaryTests, parse, parse_tests
from tongban.core.decisions.feel.scope import Note
from tongban.core.decisions.feel.values import Range

__all__ = [
    "Expression",
    "FeelError",
    "Note",
    "Range",
    "Result",
    "UnaryTests",
    "leave_nothing_out",
    "parse",
    "parse_tests",
]
