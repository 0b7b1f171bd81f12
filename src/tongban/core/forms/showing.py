"""Answers as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tongban.core.forms.checks import CHECKS
from tongban.core.forms.roc_dates import date_text
from tongban.core.forms.schema import Answer, Question, QuestionType, Structure

REFERENCE = re.compile(r"\$\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}")


class Line(NamedTuple):
    """One answered question: the heading it stands under (blank outside groups), its label, its answer in words."""

    group: str
    label: str
    value: str
    name: str


def display(form: Structure, answers: Mapping[str, Answer], language: str) -> list[Line]:
    """All answers in the order of the form; unanswered questions are left out, answers to other forms too."""
    lines = []
    for one in form.placed.values():
        question = form.question_named.get(one.item.name)
        if question is not None and question.name in answers:
            headings = [group.label.in_(language) for group in one.groups if group.label]
            value = value_text(question, answers[question.name], language)
            label = fill_in(form, question.label.in_(language), answers, language)
            lines.append(Line(" › ".join(headings), label, value, question.name))
    return lines


def fill_in(form: Structure, text: str, answers: Mapping[str, Answer], language: str) -> str:
    """`text` of a label, hint or note with each `${name}` replaced by that answer in words; blank when unanswered."""

    def words(found: re.Match[str]) -> str:
        question = form.question_named.get(found[1])
        return value_text(question, answers.get(found[1]), language) if question else found[0]

    return REFERENCE.sub(words, text)


def value_text(question: Question, answer: Answer | None, language: str) -> str:
    """One answer in words: choices by label, dates with Republic years in Chinese, thousands separated.

    An answer that does not fit the question (it was given to an older form) is shown as it is.
    """
    if answer is None:
        return ""
    if question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        names = answer if isinstance(answer, list) else [str(answer)]
        separator = ", " if language.lower().startswith("en") else "、"
        return separator.join(_label(question, name, language) for name in names)
    if isinstance(answer, list):
        return " ".join(answer)
    if isinstance(answer, int | float):
        return _number(answer)
    if question.type is QuestionType.DATE:
        return _date(answer, language)
    return CHECKS[question.check].show(answer) if question.check else answer


def _label(question: Question, name: str, language: str) -> str:
    choice = question.choice(name)
    return choice.label.in_(language) if choice else name


def _number(answer: int | float) -> str:
    return f"{Decimal(repr(answer)):,f}"


def _date(answer: str, language: str) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return answer
    return date_text(day, language)
