"""A process that can be run: activities, the flows between them, and what the pages ask of it.

Sub-processes nest by `Activity.scope`; all ids of a file are in one mapping, for BPMN makes them unique. A call
activity is a sub-process whose inside was linked in from another process when the pack was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tongban.core.calendar import Limit
from tongban.core.decisions import Expression
from tongban.core.process.graph import ordered, reached
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.outcomes import Consequence, consequences


class TimerKind(StrEnum):
    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer event comes. Exactly one of the three says it: `text` in ISO 8601 (`2026-12-01T09:00:00+08:00`,
    `P3D`, `R3/PT10H`), `formula` in FEEL (a date, a moment, a duration, or text as before), or `limit` in the units of
    the law (working days, working hours), which the city's calendar turns into a moment."""

    kind: TimerKind
    text: str = ""
    formula: Expression | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """`name`: of the message or signal, code of the error or escalation (empty: any), or name of the link."""

    trigger: Trigger
    name: str = ""
    timer: Timer | None = None
    condition: Expression | None = None


PLAIN = Event(Trigger.NONE)


class LoopKind(StrEnum):
    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"
    REPEAT = "repeat"
    """BPMN's standard loop: again while a condition holds."""


COUNTER = "loopCounter"
ALL, DONE = "numberOfInstances", "numberOfCompletedInstances"
ACTIVE, TERMINATED = "numberOfActiveInstances", "numberOfTerminatedInstances"
LOOP_NAMES = frozenset((COUNTER, ALL, DONE, ACTIVE, TERMINATED))
"""What formulas inside a loop may name (BPMN 2.0.2, table 10.30)."""


@dataclass(frozen=True, slots=True)
class Loop:
    """An activity done several times. For the two multi-instance kinds either `times` or `over` (a list) says how
    often; each round knows `loopCounter` (from 1) and, as `item`, its member of the list. `result` of each round is
    collected in the list `results` of the scope outside. `until` ends it early; for REPEAT `again` is asked after
    (`first_asked`: before) each round, at most `at_most` rounds."""

    kind: LoopKind
    times: Expression | None = None
    over: Expression | None = None
    item: str = ""
    results: str = ""
    result: Expression | None = None
    until: Expression | None = None
    again: Expression | None = None
    first_asked: bool = False
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A variable that takes the value of a formula: input and output mappings, and script tasks."""

    name: str
    formula: Expression


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: str
    target: str
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A node of the process.

    `groups` (`role` or `role@unit-code`; or `assignment`, a formula that gives one or a list of them), `form` and `due`
    are those of a task for people; `decision` and `result` (the variable that takes its value) a business rule task's;
    `script` a script task's (its `result` likewise); `topic` a service task's kind of work; `called` the process that
    a call activity names. `event` is what an event, a send or a receive task is about. `default` is the flow taken
    when no condition holds. `attached_to` and `interrupting` are a boundary event's; `interrupting` also that of the
    start of an event sub-process (`by_event`). `until`, `one_at_a_time` and `cancels_rest` are an ad-hoc
    sub-process's. `inputs` are computed on the way in and seen inside only; with `outputs` only these go on outside.
    """

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
    scope: str = ""
    event: Event = PLAIN
    attached_to: str = ""
    interrupting: bool = True
    by_event: bool = False
    loop: Loop | None = None
    inputs: tuple[Assigned, ...] = ()
    outputs: tuple[Assigned, ...] = ()
    assignment: Expression | None = None
    due: Timer | None = None
    script: Expression | None = None
    topic: str = ""
    called: str = ""
    until: Expression | None = None
    one_at_a_time: bool = False
    cancels_rest: bool = True
    documentation: str = ""

    @property
    def is_passed(self) -> bool:
        """As `Kind.is_passed`; starts and links are passed too."""
        return (
            self.kind.is_passed
            or self.kind is Kind.START
            or (self.kind is Kind.CATCH and self.event.trigger in (Trigger.LINK, Trigger.NONE))
        )

    @property
    def is_last(self) -> bool:
        """A path ends with it: nothing is drawn behind, and it leads to no link."""
        return not self.outgoing and not (self.kind is Kind.THROW and self.event.trigger is Trigger.LINK)


@dataclass(frozen=True)
class Process:
    """Immutable; activities and flows in the order of the file. `start` is the one that begins when nothing else is
    said; `source` is the file as it was read, diagram and all: it is shown and handed back untouched."""

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

    def leads_to(self, activity: str) -> list[str]:
        """What may come next: the inside of a sub-process, the events at its border, and what is behind."""
        jump = self.link_target(self.activities[activity])
        return [*self._beside.get(activity, ()), *self.after(activity), *([jump] if jump else ())]

    @cached_property
    def _beside(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.activities.values():
            if one.kind is Kind.BOUNDARY:
                found.setdefault(one.attached_to, []).append(one.id)
            elif one.scope and not one.incoming:
                found.setdefault(one.scope, []).insert(0, one.id)
        return found

    @cached_property
    def inside(self) -> Mapping[str, tuple[str, ...]]:
        """Scope (empty: the process itself) → the activities directly in it."""
        found: dict[str, list[str]] = {"": []}
        for one in self.activities.values():
            found.setdefault(one.scope, []).append(one.id)
            if one.kind.is_scope:
                found.setdefault(one.id, [])
        return {scope: tuple(ids) for scope, ids in found.items()}

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Activity, ...]]:
        """Activity → its boundary events."""
        found: dict[str, tuple[Activity, ...]] = {}
        for one in self.activities.values():
            if one.kind is Kind.BOUNDARY:
                found[one.attached_to] = (*found.get(one.attached_to, ()), one)
        return found

    @cached_property
    def event_starts(self) -> Mapping[str, tuple[Activity, ...]]:
        """Scope → the start events of the event sub-processes directly in it."""
        found: dict[str, tuple[Activity, ...]] = {}
        for one in self.activities.values():
            if one.kind is Kind.START and one.scope and self.activities[one.scope].by_event:
                outer = self.activities[one.scope].scope
                found[outer] = (*found.get(outer, ()), one)
        return found

    def start_of(self, scope: str) -> str | None:
        """The start event of a sub-process."""
        return next((id for id in self.inside[scope] if self.activities[id].kind is Kind.START), None)

    def link_target(self, throwing: Activity) -> str | None:
        """The catching link of the same name in the same scope, when `throwing` is a link that leads there."""
        if throwing.kind is not Kind.THROW or throwing.event.trigger is not Trigger.LINK:
            return None
        links = (self.activities[id] for id in self.inside[throwing.scope])
        return next((one.id for one in links if one.kind is Kind.CATCH and one.event == throwing.event), None)

    def upstream(self, gateway: str, flow: str) -> frozenset[str]:
        """The activities from which sequence flows and links lead to `flow`, which leads into `gateway`, without passing
        that. A border event is a beginning of its own: BPMN 2.0.2, 13.4.3, knows paths of sequence flows only."""
        key = (gateway, flow)
        if key not in self._upstream:

            def earlier(id: str) -> list[str]:
                border = self.activities[id].kind is Kind.BOUNDARY
                return [] if border else [before for before in self.comes_from(id) if before != gateway]

            found = reached([self.flows[flow].source], earlier)
            self._upstream[key] = frozenset(found) - {gateway}
        return self._upstream[key]

    @cached_property
    def _upstream(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def comes_from(self, id: str) -> list[str]:
        one = self.activities[id]
        if one.kind is Kind.BOUNDARY:
            return [one.attached_to]
        if one.kind is Kind.CATCH and one.event.trigger is Trigger.LINK:
            inside = (self.activities[other] for other in self.inside[one.scope])
            return [o.id for o in inside if o.kind is Kind.THROW and o.event == one.event]
        return self.before(id)

    def in_order(self) -> list[Activity]:
        """From start to end: each activity after all that lead to it, ways back aside. For flow charts."""
        first = [self.start, *(id for id in self.beginnings if id != self.start)]
        order = ordered("", lambda id: self.leads_to(id) if id else first)
        return [self.activities[id] for id in order if id]

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Activity → its place in that order."""
        return {activity.id: rank for rank, activity in enumerate(self.in_order())}

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Where the process may begin, or begin something beside it: its start events and event sub-processes."""
        return tuple(
            one.id for one in self.activities.values() if not one.scope and (one.kind is Kind.START or one.by_event)
        )

    @cached_property
    def user_tasks(self) -> list[Activity]:
        """The tasks for people, in order."""
        return [activity for activity in self.in_order() if activity.kind.is_for_people]

    @property
    def rule_tasks(self) -> list[Activity]:
        """The business rule tasks, in order."""
        return [activity for activity in self.in_order() if activity.kind is Kind.BUSINESS_RULE]

    @cached_property
    def results(self) -> frozenset[str]:
        """The variables that the process itself fills: what a case keeps beside its answers and outcomes."""
        filled = (names for activity in self.activities.values() for names in _filled(activity))
        return frozenset(filled)

    def conditions(self) -> list[tuple[Flow, Expression]]:
        """Every condition with the flow it stands at; `condition.names` says which names it uses."""
        return [(flow, flow.condition) for flow in self.flows.values() if flow.condition]

    def formulas(self) -> Iterator[tuple[str, Expression]]:
        """Every formula of the drawing with the id of the flow or activity it stands at."""
        yield from ((flow.id, condition) for flow, condition in self.conditions())
        for activity in self.activities.values():
            yield from ((activity.id, formula) for formula in _formulas(activity) if formula)

    @cached_property
    def local_names(self) -> frozenset[str]:
        """The variables that are known inside some activity only."""
        mapped = {one.name for activity in self.activities.values() for one in activity.inputs}
        loops = [activity.loop for activity in self.activities.values() if activity.loop]
        return frozenset(mapped | {loop.item for loop in loops if loop.item} | (LOOP_NAMES if loops else set()))

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


def _formulas(activity: Activity) -> Iterator[Expression | None]:
    yield from (activity.assignment, activity.script, activity.until, activity.event.condition)
    yield from (timer.formula for timer in (activity.event.timer, activity.due) if timer)
    yield from (one.formula for one in (*activity.inputs, *activity.outputs))
    if activity.loop:
        loop = activity.loop
        yield from (loop.times, loop.over, loop.result, loop.until, loop.again)


def _filled(activity: Activity) -> Iterable[str]:
    if activity.result:
        yield activity.result
    if activity.loop and activity.loop.results:
        yield activity.loop.results
    for one in activity.outputs:
        yield one.name
