"""What a form is: questions in groups, with the rules that stand on them.

A schema is a value. It is read once (`reading`), checks answers (`checking`), shows them (`showing`)
and says what changed since an older version (`comparing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from tongban.core.forms.xpath import Expression
from tongban.core.text import Text

Answer: TypeAlias = str | int | float | list[str]
"""An accepted answer, safe for JSON; see `conversion` for what each type of question gives."""


class QuestionType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    NOTE = "note"


@dataclass(frozen=True)
class Choice:
    name: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One row of the survey sheet. `row` is where it stands there, no part of what it means."""

    name: str
    type: QuestionType
    label: Text
    hint: Text | None = None
    required: Expression | None = None
    required_message: Text | None = None
    constraint: Expression | None = None
    constraint_message: Text | None = None
    relevant: Expression | None = None
    default: Answer | Expression | None = None
    appearance: frozenset[str] = frozenset()
    check: str | None = None
    choices: tuple[Choice, ...] = ()
    row: int = field(default=0, compare=False)

    @property
    def is_multiline(self) -> bool:
        return "multiline" in self.appearance

    @property
    def is_always_required(self) -> bool:
        return self.required is not None and self.required.source == ALWAYS

    def choice(self, name: str) -> Choice | None:
        return self._choices_by_name.get(name)

    @cached_property
    def _choices_by_name(self) -> dict[str, Choice]:
        return {choice.name: choice for choice in self.choices}


@dataclass(frozen=True)
class Group:
    """Questions under one heading. The heading may be blank; `relevant` holds for all of them."""

    name: str
    label: Text | None
    children: tuple[Item, ...]
    relevant: Expression | None = None
    appearance: frozenset[str] = frozenset()
    row: int = field(default=0, compare=False)


Item: TypeAlias = Question | Group
ALWAYS = "true()"


@dataclass(frozen=True)
class Placed:
    """An item with the groups around it, outermost first."""

    item: Item
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Structure:
    """The tree of a form and the ways to walk it."""

    title: Text
    fields: tuple[Item, ...]

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Every question, note and group by name, in the order of the form."""
        return {one.item.name: one for one in _place(self.fields, ())}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What can be answered, in the order of the form: the columns of a list."""
        items = (one.item for one in self.placed.values())
        return tuple(item for item in items if isinstance(item, Question) and item.type is not QuestionType.NOTE)

    @cached_property
    def question_named(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def titles(self) -> Mapping[str, Text]:
        """The label of every question by name, in the order of the form."""
        return {question.name: question.label for question in self.questions}

    @cached_property
    def relevance_order(self) -> tuple[Placed, ...]:
        """Items so that each comes after all that decide whether it applies; items in a circle are left out."""
        waiting = {name: self.decided_by(name) for name in self.placed}
        readers: dict[str, list[str]] = {}
        for name, others in waiting.items():
            for other in others:
                readers.setdefault(other, []).append(name)
        left = {name: len(others) for name, others in waiting.items()}
        ready = [name for name, count in left.items() if count == 0]
        for name in ready:  # grows while it is walked
            for reader in readers.get(name, ()):
                left[reader] -= 1
                if left[reader] == 0:
                    ready.append(reader)
        return tuple(self.placed[name] for name in ready)

    def decided_by(self, name: str) -> frozenset[str]:
        """The items whose answer or relevance decides whether the item applies."""
        one = self.placed[name]
        names = one.item.relevant.names if one.item.relevant else frozenset[str]()
        return (names & self.placed.keys()) | {group.name for group in one.groups[-1:]}


def _place(items: tuple[Item, ...], groups: tuple[Group, ...]) -> Iterator[Placed]:
    for item in items:
        yield Placed(item, groups)
        if isinstance(item, Group):
            yield from _place(item.children, (*groups, item))


def as_expression_value(question: Question, answer: Answer | None) -> str | float | date | tuple[str, ...]:
    """An accepted answer as expressions see it: numbers as doubles, dates as dates, blank as ''."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return tuple(answer)
    if isinstance(answer, str):
        return date.fromisoformat(answer) if question.type is QuestionType.DATE else answer
    return float(answer)
