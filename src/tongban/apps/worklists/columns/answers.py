"""The questions of a kind's form as columns: all but those that the pack declares personal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from tongban.apps.cases.models import Answers
from tongban.apps.worklists import terms
from tongban.apps.worklists.asking import Asking
from tongban.core.casework import Definition
from tongban.core.forms import Question, QuestionType
from tongban.core.forms.showing import value_text

from .column import Column, Options, Type, Value

if TYPE_CHECKING:
    from tongban.apps.worklists.rows import Row

PREFIX = "answers."
_AS_JSON = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.SELECT_MULTIPLE})
_TYPES = {
    QuestionType.INTEGER: Type.NUMBER,
    QuestionType.DECIMAL: Type.NUMBER,
    QuestionType.DATE: Type.DATE,
    QuestionType.SELECT_ONE: Type.CHOICE,
    QuestionType.SELECT_MULTIPLE: Type.CHOICE,
}


def answer_columns(drawn: Definition, path: str, language: str) -> Iterator[Column]:
    """In the order of the form. `path` begins the names that queries use for this kind's questions."""
    for place, question in enumerate(drawn.form.questions):
        if question.name not in drawn.personal_data:
            yield _column(drawn.code, question, f"{path}_{place}", language)


def _column(kind: str, question: Question, path: str, language: str) -> Column:
    type = _TYPES.get(question.type, Type.TEXT)
    # As jsonb, numbers order as numbers; whatever an older form held there instead orders behind them, never fails.
    transform = KeyTransform if question.type in _AS_JSON else KeyTextTransform
    return Column(
        name=PREFIX + question.name,
        label=question.label.in_(language),
        type=type,
        sort=path,
        expression=_current(transform(question.name, "data")),
        where=_where(question, type, path),
        options=(lambda asking: _options(question, asking)) if type is Type.CHOICE else None,
        read=_reader(question),
        sums=type is Type.NUMBER,
        kind=kind,
    )


def _options(question: Question, asking: Asking) -> Options:
    return {choice.name: choice.label.in_(asking.language) for choice in question.choices}


def _where(question: Question, type: Type, path: str) -> terms.Where:
    if type is Type.NUMBER:
        return terms.numbers(path)
    if type is Type.DATE:
        return terms.dates(path, as_text=True)
    if question.type is QuestionType.SELECT_MULTIPLE:
        return lambda term, asking: _any_of(question, path, term, asking)
    if type is Type.CHOICE:
        return terms.choice(path, lambda asking: _options(question, asking), empty=None)
    return terms.text(path, contains=True)


def _any_of(question: Question, path: str, term: str, asking: Asking) -> Q:
    wanted = Q(pk__in=[])
    for code in terms.read_choices(term, _options(question, asking)):
        wanted |= Q(**{f"{path}__isnull": True}) if code == terms.NONE else Q(**{f"{path}__contains": [code]})
    return wanted


def _current(value: Any) -> Subquery:
    """Of the version of the answers that counts. No join: PostgreSQL thinks a condition on an answer rare, and would
    begin with the answers of the whole city."""
    current = Answers.objects.filter(case=OuterRef("pk"), version=OuterRef("answers_version"))
    return Subquery(current.annotate(value=value).values("value")[:1])


def _reader(question: Question) -> Callable[[Row], Value]:
    def read(row: Row) -> Value:
        asked = row.definition.form.question_named.get(question.name, question)
        answer = row.answers.get(question.name)
        if isinstance(answer, int | float):
            return answer
        return value_text(asked, answer, row.asking.language)

    return read
