"""Values that are typed in to try a decision: how each is asked for, and what it becomes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongban.core.decisions import Model, Needed, Table, kind_of_type, texts_of
from tongban.core.forms import Question, QuestionType
from tongban.core.forms.roc_dates import read_date
from tongban.core.text import Text
from tongban.web.studio.showing import said

from .labels import Questions

_LONGEST = 1_000


@dataclass(frozen=True)
class Field:
    """`kind` is text, number, date, choice or choices; `value` what was typed, `fault` what is wrong with that."""

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    fault: str = ""
    hint: str = ""


def written(value: object) -> str:
    """As one types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def fields(models: Iterable[Model], decision: str, questions: Questions, typed: QueryDict) -> list[Field]:
    """For every input that the decision needs in any of the models."""
    needed: dict[str, tuple[Needed, Model]] = {}
    for model in models:
        if any(one.id == decision for one in model.decisions):
            needed |= {one.name: (one, model) for one in model.inputs_of(decision) if one.name not in needed}
    return [_field(one, model, questions.get(one.name), typed) for one, model in needed.values()]


def _field(one: Needed, model: Model, question: Question | None, typed: QueryDict) -> Field:
    values = tuple(value.strip()[:_LONGEST] for value in typed.getlist(f"in-{one.name}"))
    kind, choices = _asked(one, model, question)
    label = said(question.label) if question else _column_label(one.name, model.tables.values()) or one.name
    value = values[0] if values else ""
    return Field(one.name, label, kind, choices, value, values, _fault(kind, value), one.name)


def _asked(one: Needed, model: Model, question: Question | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    if question is not None and question.choices:
        many = question.type is QuestionType.SELECT_MULTIPLE
        return ("choices" if many else "choice"), tuple((c.name, said(c.label)) for c in question.choices)
    of = kind_of_type(one.type) or _KINDS.get(question.type if question else QuestionType.NOTE, "")
    if of == "boolean":
        return "choice", (("true", said(Text("是", "yes"))), ("false", said(Text("否", "no"))))
    if of in ("number", "date"):
        return of, ()
    listed = _listed(one.name, model.tables.values())
    return ("choice" if listed else "text"), tuple((text, text) for text in listed)


def _listed(name: str, tables: Iterable[Table]) -> tuple[str, ...]:
    """The texts that the tables let an input have."""
    columns = [column for table in tables for column in table.inputs if column.expression.strip() == name]
    return tuple(dict.fromkeys(text for column in columns for text in texts_of(column.values)))


def _column_label(name: str, tables: Iterable[Table]) -> str:
    columns = (column for table in tables for column in table.inputs if column.expression.strip() == name)
    return next((column.label for column in columns if column.label), "")


def _fault(kind: str, value: str) -> str:
    if not value:
        return ""
    if kind == "number" and _number(value) is None:
        return _("This is not a number.")
    if kind == "date" and read_date(value) is None:
        return _("This is not a day: write it like 115/2/28 or 2026-02-28.")
    return ""


def inputs_from(asked: Iterable[Field], model: Model, decision: str) -> Mapping[str, object]:
    """What the decision is given, each value as a case would hold it; what is left blank is not given."""
    types = {one.name: kind_of_type(one.type) for one in model.inputs_of(decision)}
    return {one.name: _value(one, types.get(one.name, "")) for one in asked if one.value and one.name in types}


def _value(field: Field, type_: str) -> object:
    if field.kind == "choices":
        return list(field.values)
    if type_ == "boolean":
        return field.value == "true"
    if field.kind == "number":
        return _number(field.value)
    if field.kind == "date":
        day: date | None = read_date(field.value)
        return day if type_ == "date" or day is None else day.isoformat()
    return field.value


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


_KINDS = {
    QuestionType.INTEGER: "number",
    QuestionType.DECIMAL: "number",
    QuestionType.DATE: "date",
}
