"""Why a decision came out as it did, in words: the rows that held, what the case had there, and the legal basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.core.decisions import Rule, Table
from tongban.core.forms.showing import value_text

from .definition import Definition

ENGLISH = "(en)"
"""At the end of an annotation column's heading: for readers of English; all other columns are for those of Chinese."""


@dataclass(frozen=True, slots=True)
class RowHit:
    """A row that decided. `facts`: column → what the case has there; `reasons`: heading → annotation."""

    table: str
    number: int
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]


def rows_hit(definition: Definition, data: Mapping[str, Any], language: str) -> list[RowHit]:
    """The rows named in the data of a `DecisionMade`; one that this version of the pack no longer has is left out."""
    model = definition.decisions
    tables = {table.name or table.id: table for table in model.tables.values()} if model else {}
    hits = ((tables.get(name), rules) for name, rules in data.get("rules", {}).items())
    return [
        _row(definition, table, number, rule, data.get("inputs", {}), language)
        for table, rules in hits
        if table is not None
        for number, rule in enumerate(table.rules, 1)
        if rule.id in rules
    ]


def _row(
    definition: Definition, table: Table, number: int, rule: Rule, inputs: Mapping[str, Any], language: str
) -> RowHit:
    questions = {q.name: q for form in definition.forms.values() for q in form.questions}
    facts = []
    for column, test in zip(table.inputs, rule.inputs, strict=True):
        question, value = questions.get(column.expression), inputs.get(column.expression)
        if value is None or test.strip() in ("", "-"):
            continue
        words = value_text(question, value, language) if question else str(value)
        label = question.label.in_(language) if question else column.label or column.expression
        facts.append((label, words))
    return RowHit(table.name, number, tuple(facts), tuple(_reasons(table, rule, language)))


def _reasons(table: Table, rule: Rule, language: str) -> Iterator[tuple[str, str]]:
    told = [pair for pair in zip(table.annotations, rule.annotations, strict=False) if pair[1].strip()]
    english = [(heading.removesuffix(ENGLISH).strip(), text) for heading, text in told if heading.endswith(ENGLISH)]
    chinese = [(heading, text) for heading, text in told if not heading.endswith(ENGLISH)]
    wanted, other = (english, chinese) if language.lower().startswith("en") else (chinese, english)
    yield from wanted or other
