"""Random block-structured drawings: every block has one way in and one way out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import NamedTuple

from tests.conformance.bpmn_spiff.drawing import (
    PROCESS,
    SIDES,
    TOSSED,
    Asked,
    Drawing,
    Event,
    Flow,
    Loop,
    Node,
    Script,
)

WEIGHTS = {
    "task": 6, "sequence": 6, "parallel": 4, "choice": 4, "inclusive": 3, "again": 3, "scripted": 2, "inside": 2,
    "called": 1, "several": 2, "several_inside": 1, "guarded": 3, "guarded_inside": 2, "awaited": 2, "thrown": 1,
    "race": 2, "failing": 2,
}  # fmt: skip
"""How often each kind of block is drawn, against the others."""


class Way(NamedTuple):
    """What the next flow comes from, and asks."""

    source: str
    test: Asked | None = None
    is_default: bool = False


@dataclass
class Blocks:
    """`left` is how many more leaves may be drawn."""

    random: Random
    kinds: dict[str, int]
    left: int
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    scope: str = ""
    alone: bool = True
    """No other branch of this scope waits for the one that is drawn: it may end where it likes."""
    numbers: count[int] = field(default_factory=lambda: count(1))

    def drawing(self) -> Drawing:
        self.fill("")
        return Drawing(tuple(self.nodes.values()), tuple(self.flows))

    def fill(self, scope: str, *, terminate: bool = False) -> None:
        """Draw all of a scope from its start to its end."""
        outside = self.scope, self.alone
        self.scope, self.alone = scope, True
        way = self.block(Way(self.node("s", "startEvent")), 3)
        self.end(way, Event("terminate") if terminate else None)
        self.scope, self.alone = outside

    def node(self, letter: str, kind: str, way: Way | None = None, **more: object) -> str:
        id = f"{letter}{next(self.numbers)}"
        self.nodes[id] = Node(id, kind, self.scope, **more)  # type: ignore[arg-type]
        if way:
            self.flow(way, id)
        return id

    def flow(self, way: Way, target: str) -> None:
        flow = Flow(f"f{next(self.numbers)}", way.source, target, way.test)
        self.flows.append(flow)
        if way.is_default:
            self.nodes[way.source] = replace(self.nodes[way.source], default=flow.id)

    def end(self, way: Way, event: Event | None = None) -> None:
        self.node("e", "endEvent", way, event=event)

    def test(self) -> Asked:
        return Asked(self.random.choice(TOSSED), self.random.choice(("=", "<", ">=")), self.random.randrange(SIDES))

    def block(self, way: Way, depth: int) -> Way:
        if self.left <= 0 or depth <= 0:
            return self.task(way, depth)
        kind = self.random.choices(list(self.kinds), list(self.kinds.values()))[0]
        drawn: Way = getattr(self, kind)(way, depth - 1)
        return drawn

    def task(self, way: Way, _depth: int) -> Way:
        self.left -= 1
        kind = self.random.choices(("userTask", "manualTask", "task"), (6, 1, 1))[0]
        return Way(self.node("t", kind, way))

    def sequence(self, way: Way, depth: int) -> Way:
        for _ in range(self.random.randint(2, 3)):
            way = self.block(way, depth)
        return way

    def parallel(self, way: Way, depth: int) -> Way:
        fork = self.node("p", "parallelGateway", way)
        branches = [Way(fork) for _ in range(self.random.randint(2, 3))]
        return self.branched(branches, self.node("p", "parallelGateway"), depth)

    def inclusive(self, way: Way, depth: int) -> Way:
        split = self.node("i", "inclusiveGateway", way)
        branches = [Way(split, self.test()) for _ in range(self.random.randint(1, 2))]
        join = self.node("i", "inclusiveGateway")
        return self.branched([*branches, Way(split, is_default=True)], join, depth)

    def branched(self, branches: list[Way], join: str, depth: int) -> Way:
        alone, self.alone = self.alone, False
        for branch in branches:
            self.flow(self.block(branch, depth), join)
        self.alone = alone
        return Way(join)

    def choice(self, way: Way, depth: int) -> Way:
        split, merge = self.node("x", "exclusiveGateway", way), self.node("x", "exclusiveGateway")
        for _ in range(self.random.randint(1, 2)):
            branch = Way(split, self.test())
            if self.alone and self.random.randrange(4) == 0:
                self.end(branch, Event("terminate") if self.random.randrange(3) == 0 else None)
            else:
                self.flow(self.block(branch, depth), merge)
        default = Way(split, is_default=True)
        self.flow(self.block(default, depth) if self.random.randrange(2) else default, merge)
        return Way(merge)

    def again(self, way: Way, depth: int) -> Way:
        """Back to the beginning, as long as it is tossed."""
        back = self.node("x", "exclusiveGateway", way)
        inside = self.task(self.block(Way(back), depth), depth)
        split = self.node("x", "exclusiveGateway", inside)
        self.flow(Way(split, self.test()), back)
        return Way(split, is_default=True)

    def scripted(self, way: Way, depth: int) -> Way:
        """A script computes what the gateway behind it asks for."""
        result = f"r{next(self.numbers)}"
        script = Script(result, self.random.choice(TOSSED), self.random.randrange(SIDES))
        split = self.node("x", "exclusiveGateway", Way(self.node("c", "scriptTask", way, script=script)))
        merge = self.node("x", "exclusiveGateway")
        self.flow(self.block(Way(split, Asked(result, ">=", self.random.randrange(1, 6))), depth), merge)
        self.flow(self.block(Way(split, is_default=True), depth), merge)
        return Way(merge)

    def inside(self, way: Way, _depth: int) -> Way:
        return Way(self.sub(way))

    def sub(self, way: Way, loop: Loop | None = None) -> str:
        sub = self.node("sub", "subProcess", way, loop=loop)
        self.fill(sub, terminate=self.random.randrange(5) == 0)
        return sub

    def called(self, way: Way, _depth: int) -> Way:
        """Another process, which may be called from several places."""
        known = [node.id for node in self.nodes.values() if node.kind == PROCESS and node.id not in self.around()]
        if known and self.random.randrange(2):
            return Way(self.node("k", "callActivity", way, called=self.random.choice(known)))
        outside, self.scope = self.scope, ""
        process = self.node("called", PROCESS)
        self.scope = outside
        call = self.node("k", "callActivity", way, called=process)
        self.fill(process)
        return Way(call)

    def around(self) -> set[str]:
        """Scopes that are being drawn: a process must not call itself."""
        found, scope = set(), self.scope
        while scope:
            found.add(scope)
            scope = self.nodes[scope].scope or next((n.scope for n in self.nodes.values() if n.called == scope), "")
        return found

    def loop(self) -> Loop:
        kind = self.random.choice(("parallel", "sequential", "repeat"))
        times = self.random.randint(1, 3)
        if kind == "repeat":
            return Loop(kind, times, again=self.test(), first_asked=self.random.randrange(2) == 0)
        return Loop(kind, times, until=self.test() if self.random.randrange(2) else None)

    def several(self, way: Way, _depth: int) -> Way:
        self.left -= 1
        return Way(self.node("t", "userTask", way, loop=self.loop()))

    def several_inside(self, way: Way, _depth: int) -> Way:
        return Way(self.sub(way, self.loop()))

    def guarded(self, way: Way, depth: int) -> Way:
        task = self.task(way, depth).source
        return self.guards(task, depth, [self.event() for _ in range(self.random.randint(1, 2))])

    def guarded_inside(self, way: Way, depth: int) -> Way:
        return self.guards(self.sub(way), depth, [self.event()])

    def event(self) -> Event:
        """One that is waited for."""
        trigger = self.random.choice(("timer", "message", "signal"))
        return Event(trigger, "" if trigger == "timer" else f"{trigger[0]}{next(self.numbers)}")

    def guards(self, host: str, depth: int, events: list[Event]) -> Way:
        """Boundary events: those that interrupt come together with the host's way on, the others end by themselves."""
        merge = self.node("x", "exclusiveGateway", Way(host))
        for event in events:
            self.guard(host, event, depth, merge, interrupting=self.random.randrange(2) == 0)
        return Way(merge)

    def guard(self, host: str, event: Event, depth: int, merge: str, *, interrupting: bool) -> None:
        if not interrupting and event.trigger == "timer" and self.random.randrange(3) == 0:
            event = Event("cycle")
        way = Way(self.node("b", "boundaryEvent", event=event, attached_to=host, interrupting=interrupting))
        if interrupting and not (self.alone and self.random.randrange(4) == 0):
            self.flow(self.block(way, depth), merge)
        else:
            alone, self.alone = self.alone, self.alone and interrupting
            self.end(self.task(way, depth))
            self.alone = alone

    def awaited(self, way: Way, _depth: int) -> Way:
        event = self.event()
        if event.trigger == "message" and self.random.randrange(2):
            return Way(self.node("w", "receiveTask", way, event=event))
        return Way(self.node("w", "intermediateCatchEvent", way, event=event))

    def thrown(self, way: Way, depth: int) -> Way:
        """A task stands before it, so that nothing else moves in the same step."""
        way = self.task(way, depth)
        event = Event(self.random.choice(("message", "signal")), f"o{next(self.numbers)}")
        caught = [n.event for n in self.nodes.values() if n.event and n.event.trigger == "signal" and _catches(n)]
        if event.trigger == "signal" and caught:
            event = self.random.choice(caught)
        sent = event.trigger == "message" and self.random.randrange(2) == 0
        return Way(self.node("o", "sendTask" if sent else "intermediateThrowEvent", way, event=event))

    def race(self, way: Way, depth: int) -> Way:
        """The first of several events decides; one timer at most."""
        gateway, merge = self.node("g", "eventBasedGateway", way), self.node("x", "exclusiveGateway")
        events = [Event("message", f"m{next(self.numbers)}"), Event("signal", f"s{next(self.numbers)}"), Event("timer")]
        for event in self.random.sample(events, self.random.randint(2, 3)):
            caught = self.node("w", "intermediateCatchEvent", Way(gateway), event=event)
            self.flow(self.block(Way(caught), depth), merge)
        return Way(merge)

    def failing(self, way: Way, depth: int) -> Way:
        """A sub-process that may end with an error or escalate, caught at its border."""
        sub = self.node("sub", "subProcess", way)
        trigger = self.random.choice(("error", "escalation"))
        event = Event(trigger, f"{trigger[:2]}{next(self.numbers)}")
        outside = self.scope, self.alone
        self.scope, self.alone = sub, True
        inside = self.task(self.block(Way(self.node("s", "startEvent")), depth), depth)
        split = self.node("x", "exclusiveGateway", inside)
        thrown = Way(split, self.test())
        if trigger == "escalation" and self.random.randrange(2):
            self.end(self.task(Way(self.node("o", "intermediateThrowEvent", thrown, event=event)), depth))
        else:
            self.end(thrown, event)
        self.end(self.block(Way(split, is_default=True), depth))
        self.scope, self.alone = outside
        merge = self.node("x", "exclusiveGateway", Way(sub))
        self.guard(sub, event, depth, merge, interrupting=trigger == "error" or self.random.randrange(2) == 0)
        return Way(merge)


def _catches(node: Node) -> bool:
    return node.kind in ("boundaryEvent", "intermediateCatchEvent")
