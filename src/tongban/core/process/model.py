"""A process as it was drawn: activities, the flows between them, and what the pages ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tongban.core.decisions import Expression
from tongban.core.process.graph import ordered
from tongban.core.process.outcomes import Consequence, consequences


class Kind(StrEnum):
    """What an activity is, by its name in BPMN."""

    START = "startEvent"
    END = "endEvent"
    USER_TASK = "userTask"
    BUSINESS_RULE = "businessRuleTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"

    @property
    def is_gateway(self) -> bool:
        return self in (Kind.EXCLUSIVE, Kind.PARALLEL)

    @property
    def is_passed(self) -> bool:
        """Nobody waits there: tokens go through within one step."""
        return self.is_gateway or self is Kind.BUSINESS_RULE


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` stands only behind an exclusive gateway."""

    id: str
    name: str
    source: str
    target: str
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A node of the process. `groups` (`role` or `role@unit-code`) and `form` are a user task's; `decision` and
    `result`, the variable that takes its value, a business rule task's; `default` is the flow an exclusive gateway
    takes when no condition holds."""

    id: str
    name: str
    kind: Kind
    groups: tuple[str, ...] = ()
    form: str | None = None
    decision: str | None = None
    result: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True)
class Process:
    """Immutable; activities and flows in the order of the file. `source` is the file as it was read, diagram
    and all: it is shown and handed back untouched."""

    id: str
    name: str
    activities: Mapping[str, Activity]
    flows: Mapping[str, Flow]
    start: str
    source: bytes = field(default=b"", repr=False)

    def ways_from(self, activity: str) -> list[Flow]:
        return [self.flows[flow] for flow in self.activities[activity].outgoing]

    def after(self, activity: str) -> list[str]:
        """The activities directly behind, in the order of the file."""
        return [self.flows[flow].target for flow in self.activities[activity].outgoing]

    def before(self, activity: str) -> list[str]:
        return [self.flows[flow].source for flow in self.activities[activity].incoming]

    def in_order(self) -> list[Activity]:
        """From start to end: each activity after all that lead to it, ways back aside. For flow charts."""
        return [self.activities[id] for id in ordered(self.start, self.after)]

    @property
    def user_tasks(self) -> list[Activity]:
        """The user tasks, in order."""
        return [activity for activity in self.in_order() if activity.kind is Kind.USER_TASK]

    @property
    def rule_tasks(self) -> list[Activity]:
        """The business rule tasks, in order."""
        return [activity for activity in self.in_order() if activity.kind is Kind.BUSINESS_RULE]

    @cached_property
    def results(self) -> frozenset[str]:
        """The variables that business rule tasks fill."""
        return frozenset(activity.result for activity in self.activities.values() if activity.result)

    def conditions(self) -> list[tuple[Flow, Expression]]:
        """Every condition with the flow it stands at; `condition.names` says which names it uses."""
        return [(flow, flow.condition) for flow in self.flows.values() if flow.condition]

    def outcomes_of(self, activity: str) -> tuple[str, ...]:
        """The outcomes that the gateways directly behind a user task ask for, in the order of the file."""
        return tuple(c.outcome for c in self.consequences_of(activity) if c.outcome is not None)

    def consequences_of(self, activity: str) -> tuple[Consequence, ...]:
        """What each outcome leads to, for a button with its consequence. Last, with outcome None, where any
        other outcome (or none) leads, when that is somewhere."""
        if activity not in self._consequences:
            self._consequences[activity] = consequences(self, activity)
        return self._consequences[activity]

    @cached_property
    def _consequences(self) -> dict[str, tuple[Consequence, ...]]:
        """Walked once a process: every completed task asks."""
        return {}
