"""For each class of disagreement a small drawing and the steps that show it; docs/reference/bpmn-walks.md prints them."""

from __future__ import annotations

from typing import NamedTuple

from tests.conformance.bpmn_spiff.drawing import Asked, Drawing, Event, Flow, Loop, Node
from tests.conformance.bpmn_spiff.sides import Step


class Example(NamedTuple):
    drawing: Drawing
    steps: tuple[Step, ...]


def step(said: str) -> Step:
    """`complete t1 a=2`: the deed, where, and what is tossed other than 0."""
    deed, *rest = said.split()
    at = next((word for word in rest if "=" not in word), "")
    tossed = {name: int(value) for name, _, value in (word.partition("=") for word in rest if "=" in word)}
    return Step(deed, at, {"a": 0, "b": 0, "c": 0} | tossed)


def process(*ways: str, **nodes: Node) -> Drawing:
    """Ways like `a -> b`, or `a -> b if b = 3`; what is not in `nodes` is a start (s), an end (e), an exclusive (x) or
    parallel (p) gateway or a user task, by its first letter."""
    flows = [_flow(f"f{number}", way) for number, way in enumerate(ways)]
    ids = dict.fromkeys(id for flow in flows for id in (flow.source, flow.target))
    others = [Node(id, _KINDS.get(id[0], "userTask")) for id in ids if id not in nodes]
    drawing = Drawing((*others, *nodes.values()), tuple(flows))
    for flow in flows:
        if flow.test:
            default = next(one.id for one in flows if one.source == flow.source and not one.test)
            node = drawing.node(flow.source)
            drawing = drawing.with_node(Node(node.id, node.kind, node.scope, default=default))
    return drawing


_KINDS = {"s": "startEvent", "e": "endEvent", "x": "exclusiveGateway", "p": "parallelGateway"}


def _flow(id: str, way: str) -> Flow:
    ends, _, asked = way.partition(" if ")
    source, target = ends.split(" -> ")
    test = Asked(asked.split()[0], asked.split()[1], int(asked.split()[2])) if asked else None
    return Flow(id, source, target, test)


def border(host: str, event: Event, *, interrupting: bool = True, scope: str = "") -> Node:
    return Node("b", "boundaryEvent", scope, event=event, attached_to=host, interrupting=interrupting)


def inside(scope: str, last: Event | None = None) -> dict[str, Node]:
    """A start, a task t and an end in a sub-process."""
    nodes = (Node("si", "startEvent", scope), Node("t", "userTask", scope), Node("ei", "endEvent", scope, event=last))
    return {"sub": Node("sub", "subProcess"), **{node.id: node for node in nodes}}


def example(drawing: Drawing, *said: str) -> Example:
    return Example(drawing, tuple(step(one) for one in ("start", *said)))


EXAMPLES = {
    "looks-ahead-for-ever": example(process("s -> p1", "p1 -> t1", "t1 -> p2", "p2 -> e", "p2 -> p1")),
    "forgets-where-it-came-from": example(
        process(
            "s -> x1", "x1 -> t1", "t1 -> x1", "b -> t2", "t2 -> i", "i -> e", "i -> t2 if b = 3",
            i=Node("i", "inclusiveGateway"), b=border("t1", Event("message", "m"), interrupting=False),
        ),
        "happen b", "complete t2 b=3", "complete t1", "happen b", "complete t2 b=3", "complete t2",
    ),
    "rounds-behind-an-event": example(
        process(
            "s -> t1", "t1 -> e1", "b -> t2", "t2 -> e2",
            b=border("t1", Event("timer")), t2=Node("t2", "userTask", loop=Loop("parallel", 2)),
        ),
        "happen b",
    ),
    "join-out-of-step": example(
        process(
            "s -> x1", "x1 -> p1", "p1 -> t1", "p1 -> t2", "t1 -> p2", "t2 -> p2", "p2 -> t3", "t3 -> x2",
            "x2 -> x1 if a >= 1", "x2 -> e",
        ),
        "complete t2", "complete t1", "complete t3 a=1", "complete t1",
    ),
    "ends-with-tokens": example(
        process("s -> p1", "p1 -> x1", "p1 -> x2", "p1 -> t2", "x2 -> x1", "x1 -> t1", "t1 -> p2", "t2 -> p2", "p2 -> e"),
        "complete t1", "complete t1", "complete t2",
    ),
    "drops-an-earlier-pass": example(
        process("s -> p0", "p0 -> x1", "p0 -> t0", "t0 -> x1", "x1 -> p1", "p1 -> t1", "p1 -> t2", "t1 -> e1", "t2 -> e2"),
        "complete t0",
    ),
    "drops-what-a-cycle-began": example(
        process("s -> t1", "t1 -> e1", "b -> t2", "t2 -> e2", b=border("t1", Event("cycle"), interrupting=False)),
        "happen b", "complete t1",
    ),
    "interrupted-but-counted": example(
        process(
            "s -> sub", "si -> t", "t -> ei", "sub -> p2", "b -> p1", "p1 -> e1", "p1 -> p2", "p2 -> t2", "t2 -> e2",
            b=border("sub", Event("error", "q")), **inside("sub", Event("error", "q")),
        ),
        "complete sub/t",
    ),
    "waits-at-what-was-left": example(
        process("s -> x1", "x1 -> t1", "t1 -> e", "b -> x1", b=border("t1", Event("signal", "g"), interrupting=False)),
        "give g", "complete t1", "complete t1",
    ),
    "caught-by-a-stranger": example(
        process(
            "s -> p1", "p1 -> x1", "p1 -> x2", "x2 -> x1", "x1 -> sub", "si -> t", "t -> ei", "sub -> e1", "b -> t2",
            "t2 -> e2", b=border("sub", Event("escalation", "q")), **inside("sub", Event("escalation", "q")),
        ),
        "complete sub/t",
    ),
    "caught-once": example(
        process("s -> t1", "t1 -> e1", "b -> t2", "t2 -> e2", b=border("t1", Event("message", "m"), interrupting=False)),
        "happen b",
    ),
}  # fmt: skip
