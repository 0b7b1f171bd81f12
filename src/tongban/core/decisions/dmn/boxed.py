"""Boxed expressions (DMN 1.5, 7.3 and 10.2.2) → closures, like the expressions of the language itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tongban.core.decisions.dmn.drawing import Document
from tongban.core.decisions.dmn.items import ANYTHING, Item
from tongban.core.decisions.dmn.xml import Element, elements, first, local, place, text_in
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import UnaryTests, parse, parse_tests
from tongban.core.decisions.feel.known import Members
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.tree import Literal
from tongban.core.decisions.feel.types import ContextType, FunctionType, ListType, Type
from tongban.core.text import Fault, Text

Names = Mapping[str, "Members | None"]
"""What an expression may use, and what is known to be in it."""


class Sort(StrEnum):
    FAULT = "fault"
    TEXT = "text"
    """An expression that cannot be read."""
    NAME = "name"
    """One that nothing explains; an input, where inputs are not declared."""
    FUNCTION = "function"


class Problem(NamedTuple):
    sort: Sort
    element: Element
    fault: Fault
    name: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A closure whose value needs no computing."""

    value: object

    def __call__(self, scope: Scope) -> object:
        return self.value


class Boxes:
    """Makes the closures of one document; what is wrong in it gathers in `problems`. `kinds` says how each kind of
    box is made."""

    def __init__(self, document: Document, kinds: Mapping[str, Callable[[Boxes, Element, Names], Run]]) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.where = ""
        """The decision that is being made, as people call it."""
        self._kinds = kinds
        self._types = document.items.types

    def run(self, element: Element | None, names: Names) -> Run:
        """The closure of a box with the type it declares; without a box it is null."""
        if element is None:
            return Constant(None)
        made = self._kinds[local(element)](self, element, names)
        return self.typed(made, element.get("typeRef", ""), element)

    def inside(self, element: Element | None, names: Names) -> Run:
        """The closure of the one box inside `element`: `if`, `in`, `return` …"""
        return self.run(None if element is None else next(self.boxes_in(element), None), names)

    def boxes_in(self, element: Element) -> Iterator[Element]:
        return elements(element, *self._kinds)

    def part(self, element: Element, name: str, names: Names) -> Run:
        return self.inside(first(element, name), names)

    def literal(self, element: Element, names: Names) -> Run:
        """The FEEL text inside `element`."""
        if self.foreign(element):
            return Constant(None)
        return self.feel(text_in(element), names, element)

    def foreign(self, element: Element) -> bool:
        """Whether it is written in another language than FEEL, which is a fault."""
        language = element.get("expressionLanguage", "")
        if not language or "FEEL" in language.upper():
            return False
        text = Text(f"不支援運算語言 {language}。", f"The expression language {language} is not supported.")
        self.fault(element, text)
        return True

    def feel(self, text: str, names: Names, element: Element) -> Run:
        """The closure of `text`; one that cannot be read is a fault, and null with that reason."""
        if not text.strip():
            return Constant(None)
        try:
            expression = parse(text, names, lenient=True, types=self._types)
        except FeelError as error:
            return self.unreadable(element, error)
        self._unknown(expression.names, expression.functions, names, element)
        return Constant(expression.tree.value) if isinstance(expression.tree, Literal) else expression.compute

    def tests(self, text: str, names: Names, element: Element) -> UnaryTests | None:
        """The tests of a cell; None, and a fault, when it cannot be read."""
        try:
            tests = parse_tests(text, names, lenient=True, types=self._types)
        except FeelError as error:
            self.unreadable(element, error)
            return None
        self._unknown(tests.names, tests.functions, names, element)
        return tests

    def unreadable(self, element: Element, error: FeelError) -> Run:
        self.fault(element, error.text, Sort.TEXT)
        return lambda scope: scope.null(error.position, error.text.zh, error.text.en)

    def fault(self, element: Element, text: Text, sort: Sort = Sort.FAULT) -> None:
        where = " ".join(dict.fromkeys((self.where, place(element))))
        self.problems.append(Problem(sort, element, Fault(self.document.file, where.strip(), text)))

    def _unknown(self, used: frozenset[str], functions: frozenset[str], names: Names, element: Element) -> None:
        for name in sorted((used | functions) - names.keys()):
            text = Text(f"沒有「{name}」這個名稱。", f"There is nothing called “{name}”.")
            where = " ".join(dict.fromkeys((self.where, place(element))))
            sort = Sort.FUNCTION if name in functions else Sort.NAME
            self.problems.append(Problem(sort, element, Fault(self.document.file, where, text), name))

    def item(self, reference: str, element: Element) -> Item:
        """The type `reference` names; one there is not is a fault and counts as any."""
        if not self.document.items.knows(reference):
            self.fault(element, Text(f"沒有「{reference}」這個型別。", f"There is no type “{reference}”."))
        return self.document.items.named(reference) if reference else ANYTHING

    def typed(self, run: Run, reference: str, element: Element) -> Run:
        """`run` with its value as a variable of this type holds it."""
        return taking(run, self.item(reference, element), reference) if reference else run


def taking(run: Run, item: Item, name: str) -> Run:
    if item == ANYTHING:
        return run

    def typed(scope: Scope) -> object:
        return taken(run(scope), item, name, scope)

    return typed


def taken(value: object, item: Item, name: str, scope: Scope) -> object:
    """`value` as a variable of the type holds it; null, with the reason, when it may not be it."""
    if item is ANYTHING:
        return value
    result = item.take(value)
    if result is None and value is not None:
        return scope.null(0, f"這個值不是「{name}」所允許的。", f"This value is none that “{name}” allows.")
    return result


def members(type_: Type) -> Members | None:
    """What is in values of a type, as far as it says."""
    match type_:
        case ContextType(entries) if entries:
            return {name: members(inner) for name, inner in entries}
        case ListType(inner) | FunctionType(result=inner):
            return members(inner)
    return None
