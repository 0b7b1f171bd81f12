"""A table as it is drawn on the page, and its rows as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from tongban.core.casework.why import ENGLISH
from tongban.core.decisions import (
    Input,
    Output,
    Rule,
    Table,
    condition_words,
    heading,
    policy_words,
    result_words,
)
from tongban.core.text import Text
from tongban.web.studio.showing import language, said

from .labels import Questions, labels_of

_KINDS = {"string": Text("文字", "text"), "number": Text("數字", "number"), "boolean": Text("是非", "yes or no")}


class Heading(NamedTuple):
    """`expression` is what the column looks at or gives; `kind` and `values` say what may stand in it."""

    label: str
    expression: str
    kind: str
    values: str
    is_input: bool


class Cell(NamedTuple):
    """`words` where there are any; `feel` as it is written, where that says more."""

    words: str
    feel: str
    is_input: bool
    label: str


class Row(NamedTuple):
    number: int
    cells: list[Cell]
    notes: list[tuple[str, str]]


class Drawn(NamedTuple):
    name: str
    policy: str
    code: str
    headings: list[Heading]
    notes: list[str]
    rows: list[Row]


def drawn(table: Table, questions: Questions) -> Drawn:
    columns = [*(_heading(column, questions) for column in table.inputs), *map(_result_heading, table.outputs)]
    shown = _notes_shown(table)
    rows = [
        Row(number, list(_cells(table, rule, questions)), _notes(table, rule, shown))
        for number, rule in enumerate(table.rules, 1)
    ]
    policy = said(policy_words(table))
    return Drawn(table.name, policy, table.hit_policy.value, columns, [table.annotations[n] for n in shown], rows)


def row_sentence(table: Table, number: int, rule: Rule, questions: Questions) -> str:
    """「消防法裁罰基準」第 5 列：「違規事項」消防安全設備；「違規次數」2 以上、未滿 3 → 「罰鍰（元）」100,000"""
    cells = list(_cells(table, rule, questions))
    asks = [f"「{cell.label}」{cell.words or cell.feel}" for cell in cells if cell.is_input and cell.words != _any()]
    gives = [f"「{cell.label}」{cell.words or cell.feel}" for cell in cells if not cell.is_input]
    where = _("“%(table)s”, row %(number)s") % {"table": table.name or table.id, "number": number}
    return f"{where}：{'；'.join(asks) or _any()} → {'；'.join(gives)}"


def reasons(table: Table, rule: Rule) -> list[tuple[str, str]]:
    """The row's annotations in the reader's language, those that are filled in."""
    return [pair for pair in _notes(table, rule, _notes_shown(table)) if pair[1]]


def _heading(column: Input, questions: Questions) -> Heading:
    values = condition_words(column.values, labels_of(column, questions)) if column.values.strip() else None
    return Heading(
        heading(column), column.expression, _kind(column.type), said(values) if values else column.values, True
    )


def _result_heading(column: Output) -> Heading:
    values = condition_words(column.values) if column.values.strip() else None
    return Heading(heading(column), column.name, _kind(column.type), said(values) if values else column.values, False)


def _kind(type_: str) -> str:
    return said(_KINDS[type_]) if type_ in _KINDS else type_


def _cells(table: Table, rule: Rule, questions: Questions) -> Iterator[Cell]:
    for column, text in zip(table.inputs, rule.inputs, strict=False):
        yield _cell(heading(column), text, condition_words(text, labels_of(column, questions)), is_input=True)
    for result, text in zip(table.outputs, rule.outputs, strict=False):
        yield _cell(heading(result), text, result_words(text), is_input=False)


def _cell(label: str, text: str, words: Text | None, *, is_input: bool) -> Cell:
    """What is a plain number is not written twice."""
    shown = said(words) if words else ""
    says_more = shown.replace(",", "") != text.strip().strip('"') and text.strip() not in ("", "-")
    return Cell(shown, text.strip() if says_more else "", is_input, label)


def _notes_shown(table: Table) -> list[int]:
    """The annotation columns for the reader's language, all of them where there are none for it."""
    english = [n for n, name in enumerate(table.annotations) if name.endswith(ENGLISH)]
    others = [n for n in range(len(table.annotations)) if n not in english]
    return (english or others) if language().startswith("en") else (others or english)


def _notes(table: Table, rule: Rule, shown: list[int]) -> list[tuple[str, str]]:
    return [
        (table.annotations[n].removesuffix(ENGLISH).strip(), rule.annotations[n] if n < len(rule.annotations) else "")
        for n in shown
    ]


def _any() -> str:
    return said(Text("不限", "any"))
