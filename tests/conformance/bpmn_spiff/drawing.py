"""A drawn process before it is written down: what both engines are given, each in its own dialect.

Conditions ask for variables that the walk lays with every step (`TOSSED`), the same for both engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

TOSSED = ("a", "b", "c")
SIDES = 4
"""Each tossed variable is a whole number below it."""

PROCESS = "process"
"""The kind of node that stands for a process called by others; its activities have it as their scope."""

PEOPLE = frozenset(("task", "userTask", "manualTask"))
SCOPES = frozenset(("subProcess", PROCESS))
SPLITS = frozenset(("exclusiveGateway", "inclusiveGateway"))


@dataclass(frozen=True, slots=True)
class Asked:
    """`name` compared with a number; `operator` is `=`, `<` or `>=`."""

    name: str
    operator: str
    number: int


@dataclass(frozen=True, slots=True)
class Event:
    """`trigger` without `EventDefinition`: timer, cycle, message, signal, error, escalation, terminate."""

    trigger: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """`kind` as in the engine's model: parallel, sequential, repeat. `until` ends, `again` goes on."""

    kind: str
    times: int = 2
    until: Asked | None = None
    again: Asked | None = None
    first_asked: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """`result` becomes the variable `name` and `added`."""

    result: str
    name: str
    added: int


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    kind: str
    scope: str = ""
    event: Event | None = None
    attached_to: str = ""
    interrupting: bool = True
    loop: Loop | None = None
    script: Script | None = None
    default: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    test: Asked | None = None


@dataclass(frozen=True)
class Drawing:
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    def inside(self, scope: str) -> Iterator[Node]:
        return (node for node in self.nodes if node.scope == scope)

    def node(self, id: str) -> Node:
        return next(node for node in self.nodes if node.id == id)

    def out_of(self, id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == id]

    def into(self, id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == id]

    def processes(self) -> list[str]:
        """The processes that are called, besides the one that is walked."""
        return [node.id for node in self.nodes if node.kind == PROCESS]

    def with_node(self, changed: Node) -> Drawing:
        return replace(self, nodes=tuple(changed if node.id == changed.id else node for node in self.nodes))

    def without(self, ids: set[str]) -> Drawing:
        """Without these nodes, what is in them and at them, the flows named and those that would hang in the air."""
        gone = set(ids)
        while True:
            more = {n.id for n in self.nodes if n.scope in gone or n.attached_to in gone or n.called in gone} - gone
            if not more:
                break
            gone |= more
        nodes = tuple(node for node in self.nodes if node.id not in gone)
        flows = tuple(f for f in self.flows if not gone & {f.id, f.source, f.target})
        kept = {flow.id for flow in flows}
        return Drawing(tuple(replace(n, default=n.default if n.default in kept else "") for n in nodes), flows)


def lines(drawing: Drawing) -> str:
    """For people: `a -> b [test]`, one flow a line, and below what the nodes are."""
    told = [f"{f.source} -> {f.target}{_asked(drawing, f)}" for f in drawing.flows]
    return "\n".join(told + [_told(node) for node in drawing.nodes if _is_special(node)])


def _asked(drawing: Drawing, flow: Flow) -> str:
    if flow.test:
        return f" [{flow.test.name} {flow.test.operator} {flow.test.number}]"
    return " (default)" if drawing.node(flow.source).default == flow.id else ""


def _is_special(node: Node) -> bool:
    return node.kind not in ("startEvent", "endEvent", "userTask") or bool(node.scope or node.event or node.loop)


def _told(node: Node) -> str:
    parts = [node.kind, *([f"in {node.scope}"] if node.scope else [])]
    if node.event:
        parts.append(f"{node.event.trigger} {node.event.name}".strip())
    if node.attached_to:
        parts.append(f"at {node.attached_to}{'' if node.interrupting else ', not interrupting'}")
    if node.loop:
        parts.append(f"{node.loop}")
    if node.script:
        parts.append(f"{node.script.result} := {node.script.name} + {node.script.added}")
    if node.called:
        parts.append(f"calls {node.called}")
    return f"  {node.id}: {', '.join(parts)}"
