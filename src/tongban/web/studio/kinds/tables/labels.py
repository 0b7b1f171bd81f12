"""What people call the values a column is about: the labels of the form's choices."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.core.casework import Definition
from tongban.core.decisions import Input
from tongban.core.forms import Question
from tongban.core.text import Text

Questions = Mapping[str, Question]


def questions_of(definition: Definition | None) -> Questions:
    """By name, of all forms of the pack."""
    if definition is None:
        return {}
    return {question.name: question for form in definition.forms.values() for question in form.questions}


def labels_of(column: Input, questions: Questions) -> dict[str, Text]:
    question = questions.get(column.expression.strip())
    return {choice.name: choice.label for choice in question.choices} if question else {}
