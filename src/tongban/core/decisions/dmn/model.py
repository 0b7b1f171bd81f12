"""A decision model: read, asked, checked, and written back (DMN 1.1 to 1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tongban.core.decisions.dmn.boxed import Problem, Sort
from tongban.core.decisions.dmn.checks import check_table
from tongban.core.decisions.dmn.decide import Deciding, Hit
from tongban.core.decisions.dmn.drawing import Document, Kind, Node
from tongban.core.decisions.dmn.errors import ModelError
from tongban.core.decisions.dmn.findings import Finding
from tongban.core.decisions.dmn.frame import Frame
from tongban.core.decisions.dmn.imports import Find, find_beside, read_document
from tongban.core.decisions.dmn.logic import Made, Maker, circles
from tongban.core.decisions.dmn.table import Table
from tongban.core.decisions.dmn.table_writing import write_table
from tongban.core.decisions.dmn.tables import read_table
from tongban.core.decisions.dmn.xml import Element, first, local, parsed_xml
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.scope import Note
from tongban.core.decisions.feel.values import Function, feel
from tongban.core.text import Fault, Text


class Decided(NamedTuple):
    """The value of a decision, the rules that decided it, and why something on the way became null."""

    value: object
    hits: tuple[Hit, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """An input or a decision of a model, as others call it; `type` is a name of FEEL or of the model."""

    id: str
    name: str
    type: str = ""


class Model:
    """Immutable; what is merely wrong in one decision is in `faults`, and null when that decision is asked."""

    def __init__(self, document: Document, find_import: Find) -> None:
        self._document = document
        self._find_import = find_import
        documents = list(document.all())
        self._makers = {one.namespace: Maker(one) for one in documents}
        self._made = {node: self._maker(node).made(node) for one in documents for node in one.nodes.values()}
        self._name_circles()
        self.faults: tuple[Fault, ...] = tuple(_faults(documents, self._makers.values()))

    @property
    def name(self) -> str:
        return self._document.root.get("name", "")

    @property
    def namespace(self) -> str:
        return self._document.namespace

    @cached_property
    def decisions(self) -> tuple[Needed, ...]:
        return self._named(Kind.DECISION)

    @cached_property
    def inputs(self) -> tuple[Needed, ...]:
        """The declared inputs; of a model that declares none, the names its decisions ask for."""
        declared = self._named(Kind.INPUT)
        maker = self._makers[self._document.namespace]
        free = (problem.name for problem in maker.boxes.problems if problem.sort is Sort.NAME)
        return declared or tuple(Needed(name, name) for name in dict.fromkeys(free))

    @cached_property
    def services(self) -> tuple[Needed, ...]:
        return self._named(Kind.SERVICE)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables by the id of the decision or business knowledge model whose logic they are."""
        return {node.id: read_table(element, node.name) for node, element in self._table_elements()}

    def names_of(self, table: str) -> frozenset[str] | None:
        """What the cells of a table may use, for `from_workbook`; None when they may use anything. Raises KeyError
        when there is no table of this id."""
        node, _ = self._tabled(table)
        names = self._maker(node).table_names(self._made[node])
        return None if names is None else frozenset(names)

    def inputs_of(self, decision: str) -> tuple[Needed, ...]:
        """The inputs that a decision (by name or id) looks at, all the way down; each once, in the order in which
        they come up. Of a model that declares none, the names that are asked for. Raises KeyError."""
        reached = self._below(self._find(decision, Kind.DECISION))
        named = (Needed(node.id, node.name, node.type) for node in reached if node.kind is Kind.INPUT)
        asked = (Needed(name, name) for node in reached for name in self._maker(node).asked_in(node))
        return tuple(dict.fromkeys((*named, *asked)))

    def evaluate(self, decision: str, inputs: Mapping[str, object], *, at: datetime | None = None) -> Decided:
        """The decision of this name or id for inputs by name (`namespace#name` for one of an imported model).

        `at` is what `now()` says. Raises KeyError when there is no such decision.
        """
        return self._ask(Frame(self, inputs, Deciding(at)), self._find(decision, Kind.DECISION))

    def serve(self, service: str, inputs: Mapping[str, object], *, at: datetime | None = None) -> Decided:
        """A decision service, or a business knowledge model, with its parameters by name. Raises KeyError."""
        node = self._find(service, Kind.SERVICE, Kind.KNOWLEDGE)
        return self._ask(Frame(self, inputs, Deciding(at)), node, inputs)

    def _ask(self, frame: Frame, node: Node, parameters: Mapping[str, object] | None = None) -> Decided:
        evaluation = frame.evaluation
        try:
            value = frame.value(node) if parameters is None else _served(frame, node, parameters)
        except FeelError as error:
            value = None
            evaluation.notes.append(Note(error.position, error.text))
        except RecursionError:
            value = None
            evaluation.notes.append(Note(0, Text("值層層相套，沒有盡頭。", "The values are nested without end.")))
        return Decided(value, tuple(evaluation.hits), tuple(evaluation.notes))

    def check(self) -> tuple[Finding, ...]:
        """Everything that can be found wrong without running it: faults, unknown names and functions, tables."""
        return tuple(self._check())

    def _check(self) -> Iterator[Finding]:
        checked = {element for _, element in self._table_elements()}
        for maker in self._makers.values():
            for problem in maker.boxes.problems:
                if problem.sort is Sort.FAULT or problem.element not in checked:
                    yield from _finding(problem, is_open=maker.open)
        for id_ in self.tables:
            node = self._document.nodes[id_]
            yield from check_table(self._plain(self.tables[id_], node), self._maker(node).table_names(self._made[node]))

    def with_table(self, id_: str, table: Table) -> Model:
        """The same model with another table for the decision `id_`. Raises KeyError when it has no table."""
        root = deepcopy(self._document.root.getroottree()).getroot()
        _, element = self._tabled(id_)
        same = list(root.iter())[list(self._document.root.iter()).index(element)]
        write_table(same, table)
        return _model(root, self._document.file, self._find_import)

    def xml(self) -> bytes:
        """The file, with everything in it that others put there."""
        return etree.tostring(self._document.root.getroottree(), xml_declaration=True, encoding="UTF-8")

    def made(self, node: Node) -> Made:
        """An element made ready, for the frames of an evaluation."""
        return self._made[node]

    def _maker(self, node: Node) -> Maker:
        return self._makers[node.document.namespace]

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, Kind], Node]:
        """By name, by id, and by `namespace#` and either; the model's own before imported ones, names before ids."""
        nodes = [node for one in self._document.all() for node in one.nodes.values()]
        named = [(node.name, node) for node in nodes]
        named += [(other, node) for node in nodes for other in (node.element.get("name", ""), node.id)]
        found: dict[tuple[str, Kind], Node] = {}
        for name, node in named:
            found.setdefault((name, node.kind), node)
            found.setdefault((f"{node.document.namespace}#{name}", node.kind), node)
        return found

    def _below(self, top: Node) -> tuple[Node, ...]:
        """The element and all it needs, those of its own first; what a service needs is given to it by its caller."""
        reached: dict[Node, None] = {}
        waiting = [top]
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached[node] = None
                needs = () if node.kind is Kind.SERVICE else self._made[node].needs
                waiting.extend(need.node for need in reversed(needs))
        return tuple(reached)

    def _find(self, name: str, *kinds: Kind) -> Node:
        for kind in kinds:
            if (node := self._by_name.get((name, kind))) is not None:
                return node
        raise KeyError(name)

    def _named(self, kind: Kind) -> tuple[Needed, ...]:
        nodes = (node for node in self._document.nodes.values() if node.kind is kind)
        return tuple(Needed(node.id, node.name, node.type) for node in nodes)

    def _tabled(self, id_: str) -> tuple[Node, Element]:
        for node, element in self._table_elements():
            if node.id == id_:
                return node, element
        raise KeyError(id_)

    def _table_elements(self) -> Iterator[tuple[Node, Element]]:
        for node in self._document.nodes.values():
            logic = first(node.logic, "decisionTable") if node.kind is Kind.KNOWLEDGE else node.logic
            if node.kind in (Kind.DECISION, Kind.KNOWLEDGE) and logic is not None and local(logic) == "decisionTable":
                yield node, logic

    def _plain(self, table: Table, node: Node) -> Table:
        """The table with the model's own types resolved into those of the language and the values they allow."""
        items = node.document.items
        inputs = tuple(
            replace(one, type=items.plain_name(one.type), values=one.values or items.named(one.type).values)
            for one in table.inputs
        )
        outputs = tuple(
            replace(one, type=items.plain_name(one.type), values=one.values or items.named(one.type).values)
            for one in table.outputs
        )
        return replace(table, inputs=inputs, outputs=outputs)

    def _name_circles(self) -> None:
        for node in circles(self._made):
            text = Text(f"「{node.name}」需要它自己的結果。", f"“{node.name}” needs its own result.")
            self._maker(node).boxes.fault(node.element, text)


def read_model(source: Path | bytes, *, others: Mapping[str, bytes] | None = None, file: str = "") -> Model:
    """The model in a file or in bytes. What it imports is looked for in `others` (by file name), then beside it.

    Raises ModelError for what is no DMN, or XML that is malformed or hostile; OSError when a file cannot be read.
    """
    path = source if isinstance(source, Path) else None
    content = source.read_bytes() if isinstance(source, Path) else source
    return _model(parsed_xml(content), file or (path.name if path else ""), find_beside(path, others or {}))


def _model(root: Element, file: str, find: Find) -> Model:
    try:
        return Model(read_document(root, file, find), find)
    except RecursionError:
        raise ModelError(Text("模型的層次太多。", "The model is nested too deeply.")) from None


def _served(frame: Frame, node: Node, inputs: Mapping[str, object]) -> object:
    if node.kind is Kind.SERVICE:
        return frame.served(node, frame.parameters_given(node))
    function = frame.value(node)
    assert isinstance(function, Function)
    return function.call(*(feel(inputs.get(parameter)) for parameter in function.parameters))


def _faults(documents: Iterable[Document], makers: Iterable[Maker]) -> Iterator[Fault]:
    for document in documents:
        yield from document.faults
    for maker in makers:
        yield from (problem.fault for problem in maker.boxes.problems if problem.sort in (Sort.FAULT, Sort.TEXT))


def _finding(problem: Problem, *, is_open: bool) -> Iterator[Finding]:
    if not (is_open and problem.sort is Sort.NAME):
        yield Finding(problem.fault.place, None, "", problem.fault.text, problem.fault.remedy)
