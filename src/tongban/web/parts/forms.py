"""A form as a page shows it: for every question its widget, value, faults and what describes it.

    sent = sent_answers(schema, request.POST)
    checked = schema.check(sent, at=now, previous=case.answers)
    view = form_view(schema, sent, at=now, checked=checked)     →  {% include "parts/form/form.html" with form=view %}

What was typed stays as it was typed until it is accepted. Nothing here needs JavaScript: questions
that do not apply yet are shown with the condition in words, and what is filled in them is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from math import isfinite
from typing import TypeAlias

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.core.forms import Checked, FormSchema, Group, Line, Question, QuestionType, roc_text
from tongban.core.forms.checks import CHECKS
from tongban.core.forms.conversion import LONGEST_LINE, LONGEST_TEXT
from tongban.core.text import Text

PREFIX = "answer-"
_MOST_RADIOS = 10


@dataclass(frozen=True)
class ChoiceView:
    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class QuestionView:
    """`id` is where a link to the question leads; `field` its name in the request; `widget` a template's name."""

    id: str
    field: str
    name: str
    widget: str
    label: str
    hint: str
    example: str
    when: str
    value: str
    faults: tuple[str, ...]
    is_required: bool
    is_strictly_required: bool
    applies: bool
    choices: tuple[ChoiceView, ...]
    input_type: str
    inputmode: str
    maxlength: int

    @property
    def template(self) -> str:
        return f"parts/form/{self.widget}.html"

    @property
    def is_group_of_inputs(self) -> bool:
        return self.widget in ("radios", "checkboxes")

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader reads with the field, faults first."""
        parts = {"fault": self.faults, "when": self.when, "hint": self.hint, "example": self.example}
        return " ".join(f"{self.id}-{part}" for part, text in parts.items() if text)

    @property
    def focus_id(self) -> str:
        """What a link in the summary of faults leads to: the field itself, or the first of several."""
        return self.choices[0].id if self.is_group_of_inputs and self.choices else self.id


@dataclass(frozen=True)
class GroupView:
    id: str
    label: str
    when: str
    applies: bool
    items: tuple[ItemView, ...]

    @property
    def template(self) -> str:
        return "parts/form/group.html"


ItemView: TypeAlias = QuestionView | GroupView


@dataclass(frozen=True)
class FaultView:
    """A line of the summary; `href` is blank when there is no field to go to."""

    href: str
    label: str
    text: str


@dataclass(frozen=True)
class FormView:
    title: str
    items: tuple[ItemView, ...]
    faults: tuple[FaultView, ...]
    summary_id: str
    has_required: bool


def sent_answers(schema: FormSchema, data: QueryDict, *, prefix: str = PREFIX) -> dict[str, object]:
    """What a request says about this form, by question name, as `FormSchema.check` takes it.

    Fields whose name begins with the prefix but that the form does not have stay in it: the check refuses them.
    """
    sent: dict[str, object] = {}
    for field in data:
        if field.startswith(prefix):
            name = field.removeprefix(prefix)
            question = schema.question_named.get(name)
            values = [str(value) for value in data.getlist(field)]
            several = len(values) != 1 or (question and question.type is QuestionType.SELECT_MULTIPLE)
            sent[name] = values if several else values[0]
    return sent


def form_view(
    schema: FormSchema,
    values: Mapping[str, object],
    *,
    at: datetime,
    checked: Checked | None = None,
    prefix: str = PREFIX,
    roc_dates: bool = False,
) -> FormView:
    """The form with `values` in it: accepted answers, defaults, or whatever was sent.

    `checked` brings the faults; without it the form is shown as not yet sent. `roc_dates` lets people
    type dates with Republic years instead of choosing them in the browser's Gregorian calendar.
    """
    known = {name: value for name, value in values.items() if name in schema.question_named}
    judged = checked or schema.check(known, at=at)
    return _Maker(schema, known, judged, checked is not None, prefix, roc_dates).form()


def answer_groups(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of `FormSchema.display` under their headings, for `parts/form/answers.html`."""
    return [(heading, list(found)) for heading, found in groupby(lines, key=lambda line: line.group)]


class _Maker:
    def __init__(
        self,
        schema: FormSchema,
        values: Mapping[str, object],
        judged: Checked,
        show_faults: bool,
        prefix: str,
        roc_dates: bool,
    ) -> None:
        self._schema = schema
        self._values = values
        self._judged = judged
        self._show_faults = show_faults
        self._prefix = prefix
        self._roc_dates = roc_dates
        self._language = get_language() or "zh-hant"

    def form(self) -> FormView:
        items = self._items(self._schema.fields)
        return FormView(
            self._schema.title.in_(self._language),
            items,
            tuple(self._summary(items)) if self._show_faults else (),
            f"{self._prefix}faults",
            any(question.required for question in self._schema.questions),
        )

    def _items(self, items: Iterable[Question | Group]) -> tuple[ItemView, ...]:
        return tuple(self._group(item) if isinstance(item, Group) else self._question(item) for item in items)

    def _group(self, group: Group) -> GroupView:
        return GroupView(
            f"{self._prefix}{group.name}",
            group.label.in_(self._language) if group.label else "",
            self._when(group),
            group.name in self._judged.relevant,
            self._items(group.children),
        )

    def _question(self, question: Question) -> QuestionView:
        field = f"{self._prefix}{question.name}"
        value = self._values.get(question.name)
        widget = _widget(question)
        input_type, shown = self._shown(question, value)
        return QuestionView(
            id=field,
            field=field,
            name=question.name,
            widget=widget,
            label=self._filled(question.label),
            hint=self._filled(question.hint) if question.hint else "",
            example=_example(question, input_type),
            when=self._when(question),
            value=shown,
            faults=self._faults_of(question),
            is_required=question.required is not None,
            is_strictly_required=question.is_always_required and not self._is_conditional(question),
            applies=question.name in self._judged.relevant,
            choices=_choices(question, field, value, widget, self._language),
            input_type=input_type,
            inputmode=_inputmode(question),
            maxlength=LONGEST_TEXT if question.is_multiline else LONGEST_LINE,
        )

    def _filled(self, text: Text) -> str:
        return self._schema.fill_in(text, self._judged.answers, self._language)

    def _faults_of(self, question: Question) -> tuple[str, ...]:
        faults = self._judged.faults_of(question.name) if self._show_faults else ()
        return tuple(fault.in_(self._language) for fault in faults)

    def _is_conditional(self, question: Question) -> bool:
        return bool(question.relevant) or any(group.relevant for group in self._schema.placed[question.name].groups)

    def _when(self, item: Question | Group) -> str:
        if not item.relevant:
            return ""
        words = self._schema.applies_when(item)
        if words is None:
            return _("Only if it applies after your answers above.")
        return _("Only if %(condition)s.") % {"condition": words.in_(self._language)}

    def _shown(self, question: Question, value: object) -> tuple[str, str]:
        """The input's type and text: an unaccepted date stays as it was typed, which a date picker could not show."""
        text = _typed(value)
        if question.type is not QuestionType.DATE:
            return "text", text
        day = _iso_day(text)
        if self._roc_dates or "roc" in question.appearance:
            return "text", roc_text(day) if day else text
        return ("date" if day or not text else "text"), text

    def _summary(self, items: Iterable[ItemView]) -> Iterable[FaultView]:
        views = {view.name: view for view in _flat(items)}
        for fault in self._judged.faults:
            view = views.get(fault.name)
            label = view.label if view else fault.name
            yield FaultView(f"#{view.focus_id}" if view else "", label, fault.text.in_(self._language))


def _flat(items: Iterable[ItemView]) -> Iterable[QuestionView]:
    for item in items:
        if isinstance(item, GroupView):
            yield from _flat(item.items)
        else:
            yield item


def _widget(question: Question) -> str:
    if question.type is QuestionType.NOTE:
        return "note"
    if question.type is QuestionType.SELECT_MULTIPLE:
        return "checkboxes"
    if question.type is QuestionType.SELECT_ONE:
        return "menu" if "minimal" in question.appearance or len(question.choices) > _MOST_RADIOS else "radios"
    return "paragraphs" if question.is_multiline else "line"


def _choices(question: Question, field: str, value: object, widget: str, language: str) -> tuple[ChoiceView, ...]:
    chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
    views = [
        ChoiceView(f"{field}-{number}", choice.name, choice.label.in_(language), choice.name in chosen)
        for number, choice in enumerate(question.choices, start=1)
    ]
    if widget == "radios" and not question.is_always_required:
        # Without script a radio button cannot be let go again: an answer that may stay out needs a way out.
        nothing = not any(view.is_chosen for view in views)
        views.append(ChoiceView(f"{field}-none", "", _("No answer"), nothing))
    return tuple(views)


def _inputmode(question: Question) -> str:
    by_check = {"phone": "tel", "mobile": "tel", "email": "email", "company_id": "numeric"}
    by_type = {QuestionType.INTEGER: "numeric", QuestionType.DECIMAL: "decimal"}
    return by_check.get(question.check or "") or by_type.get(question.type, "text")


def _example(question: Question, input_type: str) -> str:
    if question.type is QuestionType.DATE:
        if input_type == "date":
            return _("In years AD: a year of the Republic plus 1911, so 115 is 2026.")
        return _("For example 115/2/28 or 2026-02-28.")
    example = CHECKS[question.check].example if question.check else ""
    return _("For example %(example)s") % {"example": example} if example else ""


def _typed(value: object) -> str:
    """A value as one would type it; numbers without exponents, so that sending them back is accepted."""
    if value is None or isinstance(value, list | tuple | dict):
        return ""
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) and isfinite(value) else str(value)


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
