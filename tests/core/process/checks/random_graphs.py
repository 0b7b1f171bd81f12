"""Random processes that are no neat blocks: any gateway anywhere, ways back, sub-processes, events at the border.

Every node is on a way from the start to an end, and no loop goes round without a task; beyond that anything goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from tests.core.process.building import error, timer
from tests.core.process.checks.walking import Free, Oracle
from tongban.core.process import Activity, Event, Flow, Kind, Process, Trigger

_GATEWAYS = (Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE)
_MIDDLE = (*_GATEWAYS, *_GATEWAYS, Kind.USER_TASK, Kind.USER_TASK, Kind.USER_TASK, Kind.SUB_PROCESS)
_LAST = (Event(Trigger.NONE),) * 6 + (Event(Trigger.TERMINATE),)
_ERRING = (*_LAST, error("E"), error("E"), error("E"))


@dataclass
class Draft:
    random: Random
    oracle: Oracle
    activities: dict[str, Activity] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)

    def node(self, kind: Kind, scope: str, **more: object) -> str:
        id = f"n{len(self.activities)}"
        self.activities[id] = Activity(id, id, kind, ("handler",), scope=scope, **more)  # type: ignore[arg-type]
        return id

    def flow(self, source: str, target: str) -> None:
        id = f"f{len(self.flows)}"
        self.flows[id] = Flow(id, "", source, target)

    def scope(self, scope: str, size: int, depth: int, last: tuple[Event, ...] = _LAST) -> None:
        """A start, some nodes, one or two ends, and flows that leave nothing hanging."""
        choose = self.random.choice
        nodes = [self.node(Kind.START, scope)]
        for number in range(size):
            # a sub-process that is gone through within one step would not hold its token
            kind = choose(_MIDDLE) if number or not scope else Kind.USER_TASK
            nodes.append(self.node(Kind.USER_TASK if kind is Kind.SUB_PROCESS and not depth else kind, scope))
        ends = [self.node(Kind.END, scope, event=choose(last)) for _ in range(choose((1, 1, 2)))]
        borders = [id for host in nodes for id in self.borders(host, scope)]
        for position, id in enumerate(nodes[1:], 1):
            self.flow(choose(nodes[:position]) if position > 1 else nodes[0], id)
        for id in [*nodes, *borders]:
            if not any(flow.source == id for flow in self.flows.values()):
                later = nodes[nodes.index(id) + 1 :] if id in nodes else nodes[1:]
                self.flow(id, choose([*later, *ends]))
        for end in ends:
            if not any(flow.target == end for flow in self.flows.values()):
                self.flow(choose(nodes[1:]), end)
        for _ in range(choose((0, 1, 2, 3))):
            self.flow(choose(nodes[1:]), choose([*nodes[1:], *ends]))
        for id in nodes:
            if self.activities[id].kind is Kind.SUB_PROCESS:
                caught = any(self.activities[border].attached_to == id for border in borders)
                self.scope(id, choose((1, 2, 3)), depth - 1, _ERRING if caught else _LAST)

    def borders(self, host: str, scope: str) -> list[str]:
        kind = self.activities[host].kind
        if kind not in (Kind.USER_TASK, Kind.SUB_PROCESS) or self.random.random() < 0.7:
            return []
        event = error() if kind is Kind.SUB_PROCESS else timer()
        interrupting = kind is Kind.SUB_PROCESS or self.random.random() < 0.5
        return [self.node(Kind.BOUNDARY, scope, event=event, attached_to=host, interrupting=interrupting)]

    def process(self) -> Process:
        for id, activity in self.activities.items():
            outgoing = tuple(flow.id for flow in self.flows.values() if flow.source == id)
            incoming = tuple(flow.id for flow in self.flows.values() if flow.target == id)
            default = outgoing[-1] if len(outgoing) > 1 and self.chooses(activity) else None
            for flow in outgoing[:-1] if default else ():
                self.flows[flow] = replace(self.flows[flow], condition=Free(self.oracle))  # type: ignore[arg-type]
            self.activities[id] = replace(activity, outgoing=outgoing, incoming=incoming, default=default)
        return Process("random", "", self.activities, self.flows, "n0")

    def chooses(self, activity: Activity) -> bool:
        if activity.kind is Kind.USER_TASK:
            return self.random.random() < 0.5
        return activity.kind in (Kind.EXCLUSIVE, Kind.INCLUSIVE)


def any_process(seed: int) -> tuple[Process, Oracle]:
    random, oracle = Random(seed), Oracle()
    draft = Draft(random, oracle)
    draft.scope("", random.randint(2, 6), 1)
    return draft.process(), oracle
