"""Boxes that go through a list: filter, for, every, some (DMN 1.5, 10.2.2.10 to 10.2.2.12).

They mean what the expressions of the same names mean, and so they are compiled as those; only that a condition
which is neither true, false nor null makes the whole null.
"""

from __future__ import annotations

from dataclasses import dataclass

from tongban.core.decisions.dmn.boxed import Boxes, Names
from tongban.core.decisions.dmn.xml import Element
from tongban.core.decisions.feel.compiler import compiled
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.tree import Binding, Filter, Local, Loop, Node, Quantified
from tongban.core.decisions.feel.values import kind


@dataclass(frozen=True, slots=True)
class Boxed(Node):
    """A box where the language has an expression; `mentions` are the names in it that matter around it."""

    run: Run
    mentions: tuple[Local, ...] = ()


@compiled.register
def _(node: Boxed) -> Run:
    return node.run


def filter_(boxes: Boxes, element: Element, names: Names) -> Run:
    match = boxes.part(element, "match", {**names, "item": None})
    return _all_or_nothing(Filter(_source(boxes, element, names), Boxed(_condition(match), (Local("item"),))))


def for_(boxes: Boxes, element: Element, names: Names) -> Run:
    name = element.get("iteratorVariable", "")
    result = boxes.part(element, "return", {**names, name: None, "partial": None})
    # Asking for the results so far costs; a box that never names them does not.
    mentions = (Local("partial"),) if "partial" in "".join(map(str, element.itertext())) else ()
    return compiled(Loop((Binding(name, _source(boxes, element, names)),), Boxed(result, mentions)))


def every(boxes: Boxes, element: Element, names: Names) -> Run:
    return _quantified(boxes, element, names, every=True)


def some(boxes: Boxes, element: Element, names: Names) -> Run:
    return _quantified(boxes, element, names, every=False)


def _quantified(boxes: Boxes, element: Element, names: Names, *, every: bool) -> Run:
    name = element.get("iteratorVariable", "")
    condition = _condition(boxes.part(element, "satisfies", {**names, name: None}))
    binding = Binding(name, _source(boxes, element, names))
    return _all_or_nothing(Quantified(every, (binding,), Boxed(condition)))


def _source(boxes: Boxes, element: Element, names: Names) -> Boxed:
    return Boxed(boxes.part(element, "in", names))


class _NoBoolean(Exception):
    """A condition is something else."""


def _condition(run: Run) -> Run:
    def condition(scope: Scope) -> object:
        value = run(scope)
        if value is not None and not isinstance(value, bool):
            raise _NoBoolean(kind(value))
        return value

    return condition


def _all_or_nothing(node: Node) -> Run:
    whole = compiled(node)

    def run(scope: Scope) -> object:
        try:
            return whole(scope)
        except _NoBoolean as strange:
            return scope.null(0, f"條件不是布林值而是 {strange}。", f"The condition is no boolean but {strange}.")

    return run
