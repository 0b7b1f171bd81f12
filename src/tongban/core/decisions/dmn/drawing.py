"""The requirements graph as it is drawn (DMN 1.5, chapter 6): what there is, and what needs what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tongban.core.decisions.dmn.items import Items
from tongban.core.decisions.dmn.xml import Element, elements, first
from tongban.core.text import Fault


class Kind(StrEnum):
    INPUT = "inputData"
    DECISION = "decision"
    KNOWLEDGE = "businessKnowledgeModel"
    SERVICE = "decisionService"


_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """An element of the graph; each is itself only. `name` is how others call it, `type` a name of `Items`."""

    kind: Kind
    id: str
    name: str
    type: str
    element: Element
    document: Document

    @property
    def requires(self) -> list[str]:
        """References (`#id`, `namespace#id`) to what its logic may use."""
        needs = elements(self.element, "informationRequirement", "knowledgeRequirement")
        return [need.get("href", "") for one in needs for need in elements(one, *_REQUIRED)]

    def references(self, name: str) -> list[str]:
        """Of a service: its `outputDecision`, `inputDecision`, `inputData` …"""
        return [one.get("href", "") for one in elements(self.element, name)]

    @property
    def logic(self) -> Element | None:
        """The boxed expression of a decision, the function of a business knowledge model."""
        if self.kind is Kind.KNOWLEDGE:
            return first(self.element, "encapsulatedLogic")
        return next((one for one in elements(self.element) if is_expression(one)), None)


@dataclass(eq=False, slots=True)
class Document:
    """One DMN file: its elements by id, and the files it imports."""

    file: str
    namespace: str
    root: Element
    imports: list[tuple[str, Document]]
    """Whose elements are called `name.element`, or by their own names where the import has none."""
    items: Items
    faults: list[Fault] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)

    def find(self, reference: str) -> tuple[str, Node] | None:
        """The element a reference means, and the name of the import it comes by (empty for its own)."""
        namespace, _, id_ = reference.rpartition("#")
        if namespace in ("", self.namespace):
            return ("", self.nodes[id_]) if id_ in self.nodes else None
        found = ((name, other) for name, other in self.imports if other.namespace == namespace)
        return next(((name, other.nodes[id_]) for name, other in found if id_ in other.nodes), None)

    def all(self) -> Iterator[Document]:
        """This file and all that it imports, each once."""
        seen: list[Document] = [self]
        for document in seen:
            seen.extend(other for _, other in document.imports if other not in seen)
        return iter(seen)


def read_nodes(document: Document) -> Iterator[Node]:
    for element in elements(document.root, *Kind):
        variable = first(element, "variable")
        name = element.get("name", "")
        yield Node(
            kind=Kind(element.tag.rpartition("}")[2]),
            id=element.get("id") or name,
            name=name if variable is None else variable.get("name") or name,
            type="" if variable is None else variable.get("typeRef", ""),
            element=element,
            document=document,
        )


EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "functionDefinition",
    "relation",
    "list",
    "conditional",
    "filter",
    "for",
    "every",
    "some",
)


def is_expression(element: Element) -> bool:
    return element.tag.rpartition("}")[2] in EXPRESSIONS
