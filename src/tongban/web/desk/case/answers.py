"""What was filled in, in the order of the form. Protected answers are masked until somebody asks to see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from tongban.apps.cases.models import Answers
from tongban.apps.parties.queries import protected_answers
from tongban.core.casework.definition import MAIN_FORM
from tongban.core.forms import FormSchema
from tongban.core.forms.showing import value_text

from .opening import Opened

MASK = "••••••"


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The answers under one heading of a form; `form` is the form's title where a new one begins."""

    form: str
    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class AnswersShown:
    sections: list[Section]
    has_hidden: bool
    is_revealed: bool
    may_reveal: bool
    must_say_why: bool
    was_amended: bool


def answers_shown(opened: Opened, revealed: Mapping[str, object] | None = None) -> AnswersShown:
    """`revealed` are the protected answers in clear, when this page may show them once."""
    kept = protected_id(opened)
    # Only which of them were answered is shown without a look.
    protected: Mapping[str, Any] = revealed if revealed is not None else (protected_answers(kept) if kept else {}) or {}
    known = {**opened.file.state.answers, **protected}
    hidden = frozenset(protected) if revealed is None else frozenset()
    sections = [
        section
        for code, form in sorted(opened.definition.forms.items(), key=lambda one: one[0] != MAIN_FORM)
        for section in _sections(form, known, hidden, opened.language, is_main=code == MAIN_FORM)
    ]
    return AnswersShown(
        sections,
        has_hidden=bool(hidden),
        is_revealed=revealed is not None,
        may_reveal=opened.sees_names,
        must_say_why=opened.must_say_why,
        was_amended=_was_amended(opened, kept),
    )


def _was_amended(opened: Opened, kept: UUID | None) -> bool:
    """Whether what was applied for was corrected: answers that a later step's own form added are none of it."""
    if opened.file.answers_version == 1:
        return False
    first = Answers.objects.filter(case_id=opened.file.id, version=1).values_list("data", "protected").first()
    if first is None:
        return False
    now = {**opened.file.state.answers, **_in_clear(kept)}
    then = {**first[0], **_in_clear(first[1])}
    return any(now.get(q.name) != then.get(q.name) for q in opened.definition.form.questions)


def _in_clear(kept: UUID | None) -> Mapping[str, object]:
    return (protected_answers(kept) or {}) if kept else {}


def _sections(
    form: FormSchema, known: Mapping[str, Any], hidden: frozenset[str], language: str, *, is_main: bool
) -> list[Section]:
    lines = []
    for placed in form.placed.values():
        question = form.question_named.get(placed.item.name)
        if question is None or question.name not in known:
            continue
        heading = " › ".join(group.label.in_(language) for group in placed.groups if group.label)
        is_hidden = question.name in hidden
        value = MASK if is_hidden else value_text(question, known[question.name], language)
        shown = {name: value for name, value in known.items() if name not in hidden}
        lines.append((heading, Line(form.fill_in(question.label, shown, language), value, is_hidden)))
    title = "" if is_main else form.title.in_(language)
    found = []
    for heading, group in groupby(lines, key=lambda one: one[0]):
        found.append(Section(title, heading, [line for _, line in group]))
        title = ""
    return found


def protected_id(opened: Opened) -> UUID | None:
    """Where the protected answers lie: with the current version, or the last one that brought any."""
    if opened.file.protected is not None:
        return opened.file.protected
    if opened.file.answers_version == 1:
        return None
    kept = Answers.objects.filter(case_id=opened.file.id, protected__isnull=False).order_by("-version")
    return kept.values_list("protected", flat=True).first()
