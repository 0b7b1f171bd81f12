"""The public face of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tongban.core.forms import checking, comparing, explaining, showing
from tongban.core.forms.checking import Checked
from tongban.core.forms.comparing import Difference
from tongban.core.forms.schema import Answer, Item, Question, Structure
from tongban.core.forms.showing import Line
from tongban.core.text import Text


@dataclass(frozen=True)
class Column:
    """A question as a list shows it."""

    name: str
    title: Text
    question: Question

    def text(self, answers: Mapping[str, Answer], language: str) -> str:
        return showing.value_text(self.question, answers.get(self.name), language)


@dataclass(frozen=True)
class FormSchema(Structure):
    """A form: `title`, the tree `fields`, the flat `questions`, and what can be done with answers to it."""

    def check(
        self, answers: Mapping[str, object], *, at: datetime, previous: Mapping[str, Answer] | None = None
    ) -> Checked:
        """Judge what was sent (texts and lists from a browser, or JSON) as of the moment `at` (aware).

        `today()` and `now()` are `at` in Taipei. Answers to questions that do not apply are dropped,
        refused ones are named in `faults`, never both kept and refused; unknown fields are refused by
        name. `previous` are the answers accepted before: one that has not changed, nor anything its
        constraint reads, is not judged by that constraint again, so that a date that was in the future
        when it was given does not turn wrong by waiting.
        """
        return checking.check(self, answers, at, previous or {})

    def defaults(self, *, at: datetime) -> dict[str, Answer]:
        """What stands in an empty form at the moment `at` (aware)."""
        return checking.defaults(self, at)

    def display(self, answers: Mapping[str, Answer], language: str) -> list[Line]:
        """`(group, label, value, name)` per answered question, for reading."""
        return showing.display(self, answers, language)

    def fill_in(self, text: Text, answers: Mapping[str, Answer], language: str) -> str:
        """A label, hint or note with its `${name}` replaced by the answers."""
        return showing.fill_in(self, text.in_(language), answers, language)

    def applies_when(self, item: Item) -> Text | None:
        """In words, on what the item itself (not its group) depends; None when always or not to be said plainly."""
        return explaining.explain(self, item.relevant) if item.relevant else None

    def difference(self, older: FormSchema) -> Difference:
        """What was added, removed and changed since `older`."""
        return comparing.difference(self, older)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(question.name, question.label, question) for question in self.questions)
