"""Expressions of forms: the part of XPath 1.0 and of the ODK functions that XLSForms use.

An expression is read once into a small tree of plain values (`tree`), which serialises to JSON so
that a browser can evaluate the very same tree. Nothing is ever handed to an interpreter.
"""

from __future__ import annotations

from tongban.core.forms.xpath.evaluate import Moment, evaluate
from tongban.core.forms.xpath.faults import ExpressionFault
from tongban.core.forms.xpath.parse import Expression, parse
from tongban.core.forms.xpath.values import Value, to_boolean, to_number, to_string

__all__ = [
    "Expression",
    "ExpressionFault",
    "Moment",
    "Value",
    "evaluate",
    "parse",
    "to_boolean",
    "to_number",
    "to_string",
]
