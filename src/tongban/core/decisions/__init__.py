"""FEEL, the expression language of OMG DMN: parsed once, checked before use, run without `eval`.

>>> parse('outcome = "approved"').evaluate({"outcome": "approved"})
True
"""

from __future__ import annotations

from tongban.core.decisions.dmn.asked import texts_of
from tongban.core.decisions.dmn.axis import kind_of_type
from tongban.core.decisions.dmn.decide import Hit
from tongban.core.decisions.dmn.differences import differences
from tongban.core.decisions.dmn.errors import ModelError
from tongban.core.decisions.dmn.findings import Finding, Severity
from tongban.core.decisions.dmn.model import Decided, Model, Needed, read_model
from tongban.core.decisions.dmn.reading import heading
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Input, Output, Rule, Table
from tongban.core.decisions.dmn.wording import condition_words, policy_words, result_words, value_words
from tongban.core.decisions.dmn.workbook import TooLong, from_workbook, to_workbook
from tongban.core.decisions.feel.coverage import leave_nothing_out
from tongban.core.decisions.feel.errors import FeelError, TooMuch
from tongban.core.decisions.feel.expression import Expression, Result, UnaryTests, parse, parse_tests
from tongban.core.decisions.feel.scope import Note
from tongban.core.decisions.feel.values import Range

__all__ = [
    "Aggregator",
    "Decided",
    "Expression",
    "FeelError",
    "Finding",
    "Hit",
    "HitPolicy",
    "Input",
    "Model",
    "ModelError",
    "Needed",
    "Note",
    "Output",
    "Range",
    "Result",
    "Rule",
    "Severity",
    "Table",
    "TooLong",
    "TooMuch",
    "UnaryTests",
    "condition_words",
    "differences",
    "from_workbook",
    "heading",
    "kind_of_type",
    "leave_nothing_out",
    "parse",
    "parse_tests",
    "policy_words",
    "read_model",
    "result_words",
    "texts_of",
    "to_workbook",
    "value_words",
]
