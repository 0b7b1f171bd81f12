"""One evaluation of a requirements graph: every element once, those it needs before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tongban.core.decisions.dmn.boxed import taken
from tongban.core.decisions.dmn.calls import made_function
from tongban.core.decisions.dmn.decide import Deciding
from tongban.core.decisions.dmn.drawing import Kind, Node
from tongban.core.decisions.dmn.items import Item
from tongban.core.decisions.dmn.logic import Made
from tongban.core.decisions.feel.scope import Note, Scope
from tongban.core.decisions.feel.values import Function, feel
from tongban.core.text import Text


class Ready(Protocol):
    """A model whose elements are made."""

    def made(self, node: Node) -> Made: ...


class Frame:
    """What is known so far. A service has a frame of its own, in which its inputs are given."""

    def __init__(self, model: Ready, inputs: Mapping[str, object], evaluation: Deciding) -> None:
        self._model, self._inputs, self.evaluation = model, inputs, evaluation
        self._known: dict[Node, object] = {}
        self._root = Scope({}, evaluation)

    def value(self, node: Node) -> object:
        """Computed after everything it needs; without recursion, for graphs may be deep."""
        known, waiting = self._known, [node]
        begun: set[Node] = set()
        while waiting:
            one = waiting[-1]
            made = self._model.made(one)
            if made.needs and one not in known and one not in begun:
                begun.add(one)
                waiting.extend(need.node for need in made.needs if need.node not in known and need.node not in begun)
                continue
            waiting.pop()
            if one not in known:
                notes = len(self.evaluation.notes)
                known[one] = self._computed(one, made)
                if len(self.evaluation.notes) > notes:
                    self._sign(notes, one.name)
        return known[node]

    def given(self, node: Node, value: object) -> None:
        """The element has this value here, whatever its logic says."""
        self._known[node] = value

    def _computed(self, node: Node, made: Made) -> object:
        kind = node.kind
        if kind is Kind.DECISION:
            return taken(made.run(self._scope(node, made)), made.item, node.name, self._root)
        if kind is Kind.INPUT:
            return taken(feel(self._input(node)), made.item, node.name, self._root)
        return self._knowledge(node, made) if kind is Kind.KNOWLEDGE else self.service(node)

    def _input(self, node: Node) -> object:
        """Given as `namespace#name`, or just by its name."""
        qualified = f"{node.document.namespace}#{node.name}"
        return self._inputs[qualified] if qualified in self._inputs else self._inputs.get(node.name)

    def _knowledge(self, node: Node, made: Made) -> Function:
        """It may call itself."""
        own: dict[str, object] = {}
        function = made_function(self._scope(node, made).inner(own), node.name, made.parameters, made.run, made.item)
        own[node.name] = function
        return function

    def _scope(self, node: Node, made: Made) -> Scope:
        values: dict[str, object] = {}
        for need in made.needs:
            value = self._known.get(
                need.node
            )  # null where the graph goes in a circle, which the model names as a fault
            if need.prefix:
                inside = values.setdefault(need.prefix, {})
                assert isinstance(inside, dict)
                inside[need.node.name] = value
            else:
                values[need.node.name] = value
        if not made.open:
            return self._root.inner(values)
        around = Scope(self._inputs, self.evaluation)
        return around.inner(values) if values else around

    def service(self, node: Node) -> Function:
        """A decision service as a function of its input data, then its input decisions (DMN 1.5, 10.4)."""
        parameters = self._parameters(node)

        def body(scope: Scope) -> object:
            return self.served(node, [(one, scope.values[one.name]) for one, _ in parameters])

        items = [(one.name, item) for one, item in parameters]
        return made_function(self._root, node.name, items, body, self._model.made(node).item)

    def served(self, node: Node, given: Sequence[tuple[Node, object]]) -> object:
        """What the service gives: the value of its one output decision, or a context of several."""
        frame = Frame(self._model, self._inputs, self.evaluation)
        for one, value in given:
            frame.given(one, value)
        outputs = self._referred(node, "outputDecision")
        values = {one.name: frame.value(one) for one in outputs}
        return values if len(values) != 1 else next(iter(values.values()))

    def parameters_given(self, node: Node) -> list[tuple[Node, object]]:
        """The inputs of a service as they were given by name, each as its type has it."""
        return [
            (one, taken(feel(self._input(one)), item, one.name, self._root)) for one, item in self._parameters(node)
        ]

    def _parameters(self, node: Node) -> list[tuple[Node, Item]]:
        inputs = [*self._referred(node, "inputData"), *self._referred(node, "inputDecision")]
        return [(one, self._model.made(one).item) for one in inputs]

    def _referred(self, node: Node, name: str) -> list[Node]:
        found = (node.document.find(reference) for reference in node.references(name))
        return [one[1] for one in found if one]

    def _sign(self, since: int, name: str) -> None:
        """Notes that nobody has signed yet are about this element."""
        notes = self.evaluation.notes
        for number in range(since, len(notes)):
            note = notes[number]
            if not isinstance(note, Signed):
                notes[number] = Signed(note.position, Text(f"{name}：{note.text.zh}", f"{name}: {note.text.en}"))


class Signed(Note):
    """A note that says which element it is about."""
