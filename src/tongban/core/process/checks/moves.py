"""How tokens can move through one scope: what lets an activity go on, and what each of its ways makes of a marking.

A marking is the set of places that hold a token: a flow, whose token is at the activity it leads to, or an activity
that no flow leads to (a start, a boundary event, what a link jumps to). A sub-process is one activity here: it goes on
by its own flows where its inside can come to an end, or by an interrupting event at its border; an event that does not
interrupt adds a token or does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from tongban.core.process.model import Activity, Flow, Kind, Process, Trigger
from tongban.core.process.outcomes import ANY_OTHER, OUTCOME, outcomes_asked

Marking = frozenset[str]

MAX_FREE_WAYS = 5
"""Of so many flows that may be taken together or not, every choice is tried; of more only none, each, and all."""

_TAKES_ALL = frozenset((Trigger.TERMINATE, Trigger.ERROR))


class Fired(NamedTuple):
    """What a move leaves where it was, and what it adds. `broken_off`: an error carried everything away."""

    rest: Marking
    added: Marking
    broken_off: bool = False


class Moves:
    """The moves of one process. `endless` are the scopes that never come to an end of their own."""

    def __init__(self, process: Process, endless: frozenset[str] = frozenset()) -> None:
        self.process = process
        self.endless = endless
        self.ranks = {activity.id: rank for rank, activity in enumerate(process.in_order())}
        self._exits: dict[str, list[Marking]] = {}

    def at(self, place: str) -> Activity:
        """The activity at which a token in this place is."""
        flow = self.process.flows.get(place)
        return self.process.activities[flow.target if flow else place]

    def able(self, marking: Marking) -> list[Activity]:
        """The activities that can go on: what waits for the rest to be still only when it is, and what takes all
        else away last, for it enables nothing."""
        there = {activity.id: activity for activity in map(self.at, sorted(marking))}
        last = [one for one in there.values() if takes_all(one)]
        waiting = [one for one in there.values() if is_join(one)]
        plain = [one for one in there.values() if not takes_all(one) and not is_join(one)]
        plain += [one for one in waiting if one.kind is Kind.PARALLEL and self._is_full(one, marking)]
        open_ = [one for one in waiting if one.kind is Kind.INCLUSIVE and not self._more_may_come(one, marking)]
        return sorted(plain or open_ or last, key=lambda one: self.ranks.get(one.id, 0))

    def fired(self, activity: Activity, marking: Marking) -> Iterator[Fired]:
        """Each way in which the activity can go on."""
        if takes_all(activity):
            yield Fired(frozenset(), frozenset(), activity.event.trigger is Trigger.ERROR)
            return
        rest = marking - self._taken(activity, marking)
        exits = self.exits(activity)
        for added in exits:
            yield Fired(rest, added)
        if not exits:  # what happens inside breaks off the scope around it too
            yield Fired(frozenset(), frozenset(), broken_off=True)

    def exits(self, activity: Activity) -> list[Marking]:
        """The places that get a token when it goes on, for each of its ways."""
        if activity.id not in self._exits:
            self._exits[activity.id] = list(dict.fromkeys(self._ways_out(activity)))
        return self._exits[activity.id]

    def _ways_out(self, activity: Activity) -> Iterator[Marking]:
        borders = self.process.boundaries.get(activity.id, ())
        beside = [frozenset((one.id,)) for one in borders if not one.interrupting]
        ways = list(ways_out(self.process, activity)) if activity.id not in self.endless else []
        ways += [frozenset((one.id,)) for one in borders if one.interrupting]
        extras = _choices(beside)
        for way, extra in product(ways, extras):
            yield way | extra

    def _taken(self, activity: Activity, marking: Marking) -> Marking:
        here = [place for place in (activity.id, *activity.incoming) if place in marking]
        return frozenset(here if is_join(activity) else here[:1])

    def _is_full(self, gateway: Activity, marking: Marking) -> bool:
        return gateway.id in marking or marking.issuperset(gateway.incoming)

    def _more_may_come(self, gateway: Activity, marking: Marking) -> bool:
        """Whether a token elsewhere can reach an empty way into the gateway, and none with a token (BPMN 2.0.2,
        13.4.3)."""
        others = {one.id for one in map(self.at, marking)} - {gateway.id}
        upstream = {flow: self.process.upstream(gateway.id, flow) for flow in gateway.incoming}
        for other in others:
            reachable = {flow for flow in gateway.incoming if other in upstream[flow]}
            if reachable and marking.isdisjoint(reachable):
                return True
        return False


def is_join(activity: Activity) -> bool:
    return activity.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(activity.incoming) > 1


def takes_all(activity: Activity) -> bool:
    """An end that takes away whatever else is in its scope."""
    return activity.kind is Kind.END and activity.event.trigger in _TAKES_ALL


def ways_out(process: Process, activity: Activity) -> Iterator[Marking]:
    """The flows that can be taken together when an activity goes on by itself, for each choice."""
    ways = process.ways_from(activity.id)
    target = process.link_target(activity)
    if target:
        yield frozenset((target,))
    elif activity.kind in (Kind.EXCLUSIVE, Kind.EVENT_BASED) and ways:
        yield from (frozenset((flow.id,)) for flow in ways)
    elif not activity.default and not any(flow.condition for flow in ways):
        yield frozenset(activity.outgoing)
    else:
        yield from _together(activity, ways)


def _together(activity: Activity, ways: list[Flow]) -> Iterator[Marking]:
    """Of flows with conditions those that hold, else the default. What asks for the outcome alone is certain once that
    is known; anything else may hold or not."""
    outcomes = (*outcomes_asked(ways), ANY_OTHER)
    asking = [flow for flow in ways if flow.id != activity.default]
    known = {flow.id: {o for o in outcomes if _is_certain(flow, o)} for flow in asking}
    free = [frozenset((flow.id,)) for flow in asking if not known[flow.id]]
    for outcome in outcomes:
        sure = frozenset(id for id, holds_with in known.items() if outcome in holds_with)
        for chosen in _choices(free):
            taken = chosen | sure
            if taken or activity.default:
                yield taken or frozenset((activity.default or "",))


def _is_certain(flow: Flow, outcome: str) -> bool:
    if flow.condition is None:
        return True
    return flow.condition.names <= {OUTCOME} and flow.condition.evaluate({OUTCOME: outcome}) is True


def _choices(free: list[Marking]) -> list[Marking]:
    """Everything that can be put together of what is free to be taken or not."""
    sizes = range(len(free) + 1) if len(free) <= MAX_FREE_WAYS else (0, 1, len(free))
    return [frozenset().union(*chosen) for size in sizes for chosen in combinations(free, size)]
