"""From a drawing on which the engines disagree to the smallest one on which they still disagree in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from time import monotonic

from tests.conformance.bpmn_spiff import ours, spiff
from tests.conformance.bpmn_spiff.drawing import PROCESS, Drawing, Node
from tests.conformance.bpmn_spiff.known import known
from tests.conformance.bpmn_spiff.walk import Read, Walk, read, stroll

TRIES = 40
LONGEST_SHOWN = 15
SECONDS = 60.0


def minimise(drawing: Drawing, walk: Walk, seconds: float = SECONDS) -> tuple[Drawing, Walk]:
    """The smallest drawing found and the shortest walk on it; those given, if none is smaller."""
    until = monotonic() + seconds
    way = _way(walk)
    found = drawing, walk
    smaller = True
    while smaller and monotonic() < until:
        smaller = False
        for candidate in _smaller(found[0]):
            shown = _disagreeing(candidate, way, TRIES)
            if shown:
                found, smaller = (candidate, shown), True
                break
            if monotonic() > until:
                break
    shortest = _disagreeing(found[0], way, 4 * TRIES)
    return (found[0], min(found[1], shortest, key=lambda w: len(w.steps))) if shortest else found


def _way(walk: Walk) -> tuple[object, ...]:
    """How the engines disagree: a smaller drawing that shows something else does not explain this one."""
    found = walk.disagreement
    if not found:
        return ()
    if isinstance(found.ours, str) or isinstance(found.spiff, str):
        return known(found), isinstance(found.ours, str), isinstance(found.spiff, str)
    ends = (found.ours.is_over, found.ours.ended, found.spiff.is_over, found.spiff.ended)
    return known(found), *ends, found.ours.tasks == found.spiff.tasks, found.ours.waits == found.spiff.waits


def _disagreeing(drawing: Drawing, way: tuple[object, ...], tries: int) -> Walk | None:
    """The shortest of some walks that end in a disagreement of the same way."""
    try:
        both: Read = read(drawing)
    except (ours.Refused, spiff.Refused):
        return None
    walks = (stroll(both, Random(seed), LONGEST_SHOWN) for seed in range(tries))
    return min((walk for walk in walks if _way(walk) == way), key=lambda walk: len(walk.steps), default=None)


def _smaller(drawing: Drawing) -> Iterator[Drawing]:
    """Simpler drawings, the boldest cuts first."""
    for node in drawing.nodes:
        if node.kind in ("subProcess", "callActivity"):
            yield _pruned(drawing.with_node(replace(node, kind="userTask", called="")).without(_within(drawing, node)))
        if node.attached_to:
            yield _pruned(drawing.without({node.id}))
    for flow in drawing.flows:
        yield _pruned(drawing.without({flow.id}))
    for node in drawing.nodes:
        if node.kind not in ("startEvent", "endEvent", PROCESS):
            yield from _bridged(drawing, node)
        if node.loop:
            yield drawing.with_node(replace(node, loop=None))
        if node.kind == "endEvent" and node.event:
            yield drawing.with_node(replace(node, event=None))


def _within(drawing: Drawing, node: Node) -> set[str]:
    return {one.id for one in drawing.inside(node.id)}


def _bridged(drawing: Drawing, node: Node) -> Iterator[Drawing]:
    """Without the node, where it had one way in or one way out."""
    into, out = drawing.into(node.id), drawing.out_of(node.id)
    if len(out) == 1:
        flows = [replace(flow, target=out[0].target) if flow in into else flow for flow in drawing.flows]
    elif len(into) == 1 and not into[0].test:
        flows = [replace(flow, source=into[0].source) if flow in out else flow for flow in drawing.flows]
    else:
        return
    yield _pruned(replace(drawing, flows=tuple(flows)).without({node.id}))


def _pruned(drawing: Drawing) -> Drawing:
    """Without what can no longer be reached, and gateways that neither split nor join."""
    nodes = {node.id: node for node in drawing.nodes}
    reached = {node.id for node in drawing.nodes if node.kind == "startEvent"}
    size = 0
    while size != len(reached):
        size = len(reached)
        reached |= {flow.target for flow in drawing.flows if flow.source in reached}
        reached |= {node.id for node in drawing.nodes if node.attached_to in reached}
    calls = {nodes[id].called for id in reached if nodes[id].called}
    drawing = drawing.without(set(nodes) - reached - calls)
    idle = next((n for n in drawing.nodes if n.kind.endswith("Gateway") and _is_idle(drawing, n)), None)
    return next(_bridged(drawing, idle), drawing) if idle else drawing


def _is_idle(drawing: Drawing, node: Node) -> bool:
    return len(drawing.into(node.id)) == 1 and len(drawing.out_of(node.id)) == 1
