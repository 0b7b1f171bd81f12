"""Breaks the blocks of a drawing: ways across, jumps, ends in the middle."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random

from tests.conformance.bpmn_spiff.drawing import Asked, Drawing, Flow, Node

_KNOTS = ("exclusiveGateway", "exclusiveGateway", "parallelGateway", "inclusiveGateway")


def tangle(drawing: Drawing, random: Random, knots: int, kinds: tuple[str, ...] = _KNOTS) -> Drawing:
    numbers = count(1)
    for _ in range(knots):
        kind = random.choice(kinds)
        knot = _end if random.randrange(4) == 0 else _across
        drawing = knot(drawing, random, kind, numbers)
    return drawing


def _across(drawing: Drawing, random: Random, kind: str, numbers: count[int]) -> Drawing:
    """From one flow to another of the same scope."""
    start = random.choice(_open(drawing))
    scope = drawing.node(start.source).scope
    others = [flow for flow in _open(drawing) if flow != start and drawing.node(flow.source).scope == scope]
    if not others:
        return drawing
    drawing, split = _knot(drawing, start, kind, numbers)
    drawing, merge = _knot(drawing, random.choice(others), kind, numbers)
    return _branch(drawing, split, merge, random, numbers)


def _end(drawing: Drawing, random: Random, kind: str, numbers: count[int]) -> Drawing:
    drawing, split = _knot(drawing, random.choice(_open(drawing)), kind, numbers)
    end = Node(f"z{next(numbers)}", "endEvent", drawing.node(split).scope)
    return _branch(replace(drawing, nodes=(*drawing.nodes, end)), split, end.id, random, numbers)


def _open(drawing: Drawing) -> list[Flow]:
    """What follows an event-based gateway directly stays there."""
    kinds = {node.id: node.kind for node in drawing.nodes}
    return [flow for flow in drawing.flows if kinds[flow.source] != "eventBasedGateway"]


def _knot(drawing: Drawing, flow: Flow, kind: str, numbers: count[int]) -> tuple[Drawing, str]:
    """A gateway put on a flow; it goes on where the flow went."""
    id = f"y{next(numbers)}"
    on = Flow(f"q{next(numbers)}", id, flow.target)
    node = Node(id, kind, drawing.node(flow.source).scope)
    flows = [replace(one, target=id) if one.id == flow.id else one for one in drawing.flows]
    return Drawing((*drawing.nodes, node), (*flows, on)), id


def _branch(drawing: Drawing, split: str, target: str, random: Random, numbers: count[int]) -> Drawing:
    node = drawing.node(split)
    if node.kind == "parallelGateway":
        return replace(drawing, flows=(*drawing.flows, Flow(f"q{next(numbers)}", split, target)))
    test = Asked(random.choice("abc"), random.choice(("=", "<")), random.randrange(4))
    drawing = drawing.with_node(replace(node, default=drawing.out_of(split)[0].id))
    return replace(drawing, flows=(*drawing.flows, Flow(f"q{next(numbers)}", split, target, test)))
