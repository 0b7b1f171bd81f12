"""Check answers against a form: convert, drop what does not apply, then judge what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tongban.core.forms.conversion import Unconvertible, clean, convert
from tongban.core.forms.schema import ALWAYS, Answer, Question, QuestionType, Structure, as_expression_value
from tongban.core.forms.xpath import Expression, Moment, Value, evaluate, to_boolean
from tongban.core.text import Text

TAIPEI = ZoneInfo("Asia/Taipei")
_MOST_UNKNOWN = 20


class FieldFault(NamedTuple):
    """Why the answer to the question `name` is refused."""

    name: str
    text: Text


@dataclass(frozen=True)
class Checked:
    """`answers` are the accepted ones, in the order of the form and safe for JSON; `relevant` names what applies."""

    answers: dict[str, Answer]
    faults: tuple[FieldFault, ...]
    relevant: frozenset[str]

    @property
    def is_complete(self) -> bool:
        return not self.faults

    def faults_of(self, name: str) -> tuple[Text, ...]:
        return tuple(fault.text for fault in self.faults if fault.name == name)


def check(form: Structure, answers: Mapping[str, object], at: datetime, previous: Mapping[str, Answer]) -> Checked:
    """See `FormSchema.check`."""
    if at.tzinfo is None:
        raise ValueError("The moment of a check must be aware of its time zone.")
    round_ = _Round(form, at.astimezone(TAIPEI))
    round_.convert(answers)
    round_.decide_relevance()
    faults = [*_unknown(form, answers), *round_.judge(previous)]
    refused = {fault.name for fault in faults}
    accepted = {
        question.name: round_.values[question.name]
        for question in form.questions
        if question.name in round_.relevant and question.name in round_.values and question.name not in refused
    }
    return Checked(accepted, tuple(faults), frozenset(round_.relevant))


def defaults(form: Structure, at: datetime) -> dict[str, Answer]:
    """What stands in the form before anyone has typed: static defaults and computed ones such as `today()`."""
    local = at.astimezone(TAIPEI)
    found: dict[str, Answer] = {}
    for question in form.questions:
        default = question.default
        if isinstance(default, Expression):
            moment = Moment(lambda name: as_expression_value(form.question_named[name], found.get(name)), local)
            default = _as_answer(question, evaluate(default.tree, moment), local)
        if default is not None:
            found[question.name] = default
    return found


def _as_answer(question: Question, value: Value, at: datetime) -> Answer | None:
    """A computed value as an answer to the question; one that does not fit is left out."""
    sent: object = value
    if isinstance(value, datetime):
        sent = value.date().isoformat()
    elif not isinstance(value, str | float | tuple):
        sent = str(value)
    try:
        return convert(question, sent, at.date())
    except Unconvertible:
        return None


def _unknown(form: Structure, answers: Mapping[str, object]) -> list[FieldFault]:
    known = form.question_named.keys()
    names = [str(name) for name in answers if name not in known][:_MOST_UNKNOWN]
    text = Text("表單沒有「{name}」這個欄位。", "The form has no field “{name}”.")
    return [FieldFault(name[:64], text.fill(name=clean(name[:64]))) for name in names]


class _Round:
    """One check under way: what was converted, what applies."""

    def __init__(self, form: Structure, at: datetime) -> None:
        self._form = form
        self._at = at
        self.values: dict[str, Answer] = {}
        self.relevant: set[str] = set()
        self._unconvertible: dict[str, Text] = {}

    def convert(self, answers: Mapping[str, object]) -> None:
        today = self._at.date()
        for question in self._form.questions:
            try:
                value = convert(question, answers.get(question.name), today)
            except Unconvertible as refused:
                self._unconvertible[question.name] = refused.text
            else:
                if value is not None:
                    self.values[question.name] = value

    def decide_relevance(self) -> None:
        for one in self._form.relevance_order:
            inherited = not one.groups or one.groups[-1].name in self.relevant
            rule = one.item.relevant
            if inherited and (rule is None or self._holds(rule, "")):
                self.relevant.add(one.item.name)

    def judge(self, previous: Mapping[str, Answer]) -> list[FieldFault]:
        faults = []
        for question in self._form.questions:
            if question.name in self.relevant:
                text = self._fault(question, previous)
                if text:
                    faults.append(FieldFault(question.name, text))
        return faults

    def _fault(self, question: Question, previous: Mapping[str, Answer]) -> Text | None:
        if question.name in self._unconvertible:
            return self._unconvertible[question.name]
        value = self.values.get(question.name)
        if value is None:
            if question.required and (question.is_always_required or self._holds(question.required, "")):
                return question.required_message or _missing(question)
            return None
        rule = question.constraint
        if rule is None or self._is_settled(question, rule, previous):
            return None
        if self._holds(rule, as_expression_value(question, value)):
            return None
        return question.constraint_message or Text(
            "答案不符合此題的條件。", "The answer does not meet the condition of this question."
        )

    def _is_settled(self, question: Question, rule: Expression, previous: Mapping[str, Answer]) -> bool:
        """Accepted before and nothing the rule reads has changed: time alone does not make an answer wrong."""
        read = {question.name, *rule.names}
        return question.name in previous and all(self._accepted(name) == previous.get(name) for name in read)

    def _accepted(self, name: str) -> Answer | None:
        return self.values.get(name) if name in self.relevant else None

    def _holds(self, rule: Expression, current: Value) -> bool:
        return rule.source == ALWAYS or to_boolean(evaluate(rule.tree, Moment(self._answer, self._at, current)))

    def _answer(self, name: str) -> Value:
        return as_expression_value(self._form.question_named[name], self._accepted(name))


def _missing(question: Question) -> Text:
    if question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        return Text("請選擇「{label}」。", "Choose an answer: {label}.").fill(label=question.label)
    return Text("請填寫「{label}」。", "Fill in: {label}.").fill(label=question.label)
