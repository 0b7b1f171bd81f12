"""Boxes that go through a list: filter, for, every, some (DMN 1.5, 10.2.2.10 to 10.2.2.12).

They mean what the expressions of the same names mean, and so they are compiled as those.
"""

from __future__ import annotations

from dataclasses import dataclass

from tongban.core.decisions.dmn.boxed import Boxes, Names
from tongban.core.decisions.dmn.xml import Element, first
from tongban.core.decisions.feel.compiler import compiled
from tongban.core.decisions.feel.scope import Run
from tongban.core.decisions.feel.tree import Binding, Filter, Local, Loop, Node, Quantified


@dataclass(frozen=True, slots=True)
class Boxed(Node):
    """A box where the language has an expression; `mentions` are the names in it that matter around it."""

    run: Run
    mentions: tuple[Local, ...] = ()


@compiled.register
def _(node: Boxed) -> Run:
    return node.run


def filter_(boxes: Boxes, element: Element, names: Names) -> Run:
    condition = _part(boxes, element, "match", {**names, "item": None}, "item")
    return compiled(Filter(_part(boxes, element, "in", names), condition))


def for_(boxes: Boxes, element: Element, names: Names) -> Run:
    binding = _binding(boxes, element, names)
    result = _part(boxes, element, "return", {**names, binding.name: None, "partial": None}, "partial")
    return compiled(Loop((binding,), result))


def every(boxes: Boxes, element: Element, names: Names) -> Run:
    return _quantified(boxes, element, names, every=True)


def some(boxes: Boxes, element: Element, names: Names) -> Run:
    return _quantified(boxes, element, names, every=False)


def _quantified(boxes: Boxes, element: Element, names: Names, *, every: bool) -> Run:
    binding = _binding(boxes, element, names)
    return compiled(Quantified(every, (binding,), _part(boxes, element, "satisfies", {**names, binding.name: None})))


def _binding(boxes: Boxes, element: Element, names: Names) -> Binding:
    return Binding(element.get("iteratorVariable", ""), _part(boxes, element, "in", names))


def _part(boxes: Boxes, element: Element, name: str, names: Names, mention: str = "") -> Boxed:
    part = first(element, name)
    mentions = mention and part is not None and mention in "".join(part.itertext())
    return Boxed(boxes.inside(part, names), (Local(mention),) if mentions else ())
