"""Every element of a model made ready: its closure, its type, and what it needs (DMN 1.5, 10.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tongban.core.decisions.dmn import calls, repetition, structures
from tongban.core.decisions.dmn.boxed import Boxes, Names, Sort, members
from tongban.core.decisions.dmn.calls import Parameters
from tongban.core.decisions.dmn.drawing import Document, Kind, Node
from tongban.core.decisions.dmn.items import ANYTHING, Item
from tongban.core.decisions.dmn.tabled import decision_table
from tongban.core.decisions.dmn.xml import Element
from tongban.core.decisions.feel.known import Members
from tongban.core.decisions.feel.scope import Run
from tongban.core.decisions.feel.types import FunctionType
from tongban.core.text import Text

KINDS: Mapping[str, Callable[[Boxes, Element, Names], Run]] = {
    "literalExpression": Boxes.literal,
    "decisionTable": decision_table,
    "context": structures.context,
    "list": structures.list_,
    "relation": structures.relation,
    "conditional": structures.conditional,
    "filter": repetition.filter_,
    "for": repetition.for_,
    "every": repetition.every,
    "some": repetition.some,
    "functionDefinition": calls.function,
    "invocation": calls.invocation,
}


@dataclass(frozen=True, slots=True)
class Need:
    """What an element may use, and the import by whose name it is called (empty for its own document's)."""

    prefix: str
    node: Node


@dataclass(frozen=True, slots=True)
class Made:
    """An element made ready. `item` is what its value may be; of a function, what it gives. `open` ones take every
    input there is."""

    needs: tuple[Need, ...]
    item: Item
    run: Run
    parameters: Parameters = ()
    open: bool = False


class Maker:
    """Makes the elements of one document."""

    def __init__(self, document: Document) -> None:
        self.boxes = Boxes(document, KINDS)
        self._document = document
        self._nodes = document.nodes
        self.open = not any(node.kind is Kind.INPUT for node in document.nodes.values())
        """It declares no inputs, as models of process engines do: its decisions take what they are given."""

    def made(self, node: Node) -> Made:
        self.boxes.where = node.name
        needs = tuple(self._needs(node))
        item = self.boxes.item(node.type, node.element)
        match node.kind:
            case Kind.INPUT | Kind.SERVICE:
                return Made(needs, self._result(node, item), lambda scope: None)
            case Kind.DECISION:
                return Made(needs, item, self.boxes.run(node.logic, self._names(needs)), open=self.open)
        return self._function(node, needs, item)

    def _function(self, node: Node, needs: tuple[Need, ...], item: Item) -> Made:
        names = {**self._names(needs), node.name: members(item.type)}
        if node.logic is None:
            return Made(needs, ANYTHING, lambda scope: None)
        body = calls.body_of(self.boxes, node.logic, names)
        result = self.boxes.item(node.logic.get("typeRef", ""), node.logic)
        if result == ANYTHING:
            result = self._result(node, item)
        return Made(needs, result, body, calls.parameters_of(self.boxes, node.logic), self.open)

    def _result(self, node: Node, item: Item) -> Item:
        """What a function gives: its variable has the type of the function, or (as many write it) of its result."""
        if node.kind is Kind.INPUT:
            return item
        return Item(item.type.result) if isinstance(item.type, FunctionType) else item

    def _needs(self, node: Node) -> Iterator[Need]:
        for reference in node.requires:
            found = self._document.find(reference)
            if found is None:
                text = Text(f"找不到所需的「{reference}」。", f"What is required, “{reference}”, is not there.")
                self.boxes.fault(node.element, text)
            else:
                yield Need(*found)

    def _names(self, needs: tuple[Need, ...]) -> dict[str, Members | None]:
        names: dict[str, Members | None] = {}
        for need in needs:
            inside = members(need.node.document.items.named(need.node.type).type)
            if need.prefix:
                names[need.prefix] = {**(names.get(need.prefix) or {}), need.node.name: inside}
            else:
                names[need.node.name] = inside
        return names

    def asked_in(self, node: Node) -> list[str]:
        """The names that an element of a model without declared inputs asks for."""
        free = [one for one in self.boxes.problems if one.sort is Sort.NAME] if self.open else []
        return [one.name for one in free if node.element in (one.element, *one.element.iterancestors())]

    def table_names(self, made: Made) -> dict[str, Members | None] | None:
        """What the texts of a table may use; None when they may use anything."""
        parameters = {name: members(item.type) for name, item in made.parameters}
        return None if self.open else {**self._names(made.needs), **parameters}


def circles(made: Mapping[Node, Made]) -> Iterator[Node]:
    """The elements that need themselves, through whatever others. Services and functions may: they are called."""
    done: set[Node] = set()
    for start in made:
        path: dict[Node, None] = {}
        waiting = [(start, False)]
        while waiting:
            node, left = waiting.pop()
            if left:
                path.pop(node)
                done.add(node)
            elif node in path:
                yield node
            elif node not in done:
                path[node] = None
                waiting.append((node, True))
                waiting.extend((need.node, False) for need in made[node].needs if need.node.kind is Kind.DECISION)
