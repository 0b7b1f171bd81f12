"""How tokens can move through one scope: what lets an activity go on, and what each of its ways makes of a marking.

A marking is the places that hold a token, a place as often as it holds one: a flow, whose token is at the activity it
leads to, or an activity that was entered without a flow (a start, a boundary event, what a link jumps to). A
sub-process is one activity here: it goes on by its own flows where its inside can come to an end, or by an
interrupting event at its border. An event that does not interrupt adds a token once, which is noted as a place too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from tongban.core.process.catching import can_be_caught
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Flow, Process
from tongban.core.process.outcomes import ANY_OTHER, OUTCOME, outcomes_asked

Marking = tuple[str, ...]

MAX_FREE_WAYS = 5
"""Of so many flows that may be taken together or not, every choice is tried; of more only none, each, and all."""

_TAKES_ALL = frozenset((Trigger.TERMINATE, Trigger.ERROR))
_NOTE = "\0"
"""Begins a place that only notes that a boundary event has come; no id in XML holds the character."""
BROKEN_OFF: Marking = (_NOTE,)
"""An error carried everything away."""


class Fired(NamedTuple):
    """What a move leaves where it was, and what it adds."""

    rest: Marking
    added: Marking


class Moves:
    """The moves of one process. `endless` are the scopes that never come to an end of their own."""

    def __init__(self, process: Process, endless: frozenset[str] = frozenset()) -> None:
        self.process = process
        self.endless = endless
        self._exits: dict[str, list[Marking]] = {}
        self._come: dict[str, list[Activity]] = {}

    def at(self, marking: Iterable[str]) -> list[Activity]:
        """The activities at which the tokens are, an activity as often as it holds one."""
        places = [place for place in marking if not place.startswith(_NOTE)]
        flows = self.process.flows
        return [self.process.activities[flows[place].target if place in flows else place] for place in places]

    def able(self, marking: Marking, in_step: bool) -> list[Activity]:
        """The activities that can go on. What is passed goes first, one at a time, for `advance` does it within the
        step; then ends that take all away, then joins that wait for the rest to be still, then whatever waits for
        somebody or something. Not `in_step`, one that waits comes before such a join, so that branches keep step with
        each other, and an end takes all away or does not yet."""
        there = sorted(
            {one.id: one for one in self.at(marking)}.values(), key=lambda one: self.process.ranks.get(one.id, 0)
        )
        passed = [one for one in there if self._passes(one, marking)]
        if passed:
            return passed[:1]
        waiting = [one for one in there if not is_join(one) and not takes_all(one)]
        taking = [one for one in there if takes_all(one)]
        joins = [one for one in there if is_join(one) and one.kind is Kind.INCLUSIVE]
        still = [one for one in joins if not self._more_may_come(one, marking)]
        if in_step:
            return taking[:1] or still[:1] or waiting
        return (waiting[:1] or still[:1]) + taking[:1]

    def _passes(self, activity: Activity, marking: Marking) -> bool:
        if is_join(activity):
            return activity.kind is Kind.PARALLEL and _is_full(activity, marking)
        return not holds(activity) and not takes_all(activity)

    def fired(self, activity: Activity, marking: Marking) -> Iterator[Fired]:
        """Each way in which the activity can go on."""
        if takes_all(activity):
            yield Fired((), BROKEN_OFF if activity.event.trigger is Trigger.ERROR else ())
            return
        borders = self._borders(activity)
        beside = [(one.id, _NOTE + one.id) for one in borders if not one.interrupting]
        rest = _without(marking, [*_taken(activity, marking), *(note for _, note in beside)])
        exits = self.exits(activity)
        for added in exits:
            yield Fired(rest, added)
        for event, note in beside:
            if note not in marking:
                yield Fired(marking, (event, note))
        if not exits:  # what happens inside breaks off the scope around it too
            yield Fired((), BROKEN_OFF)

    def merged(self, rest: Marking, added: Marking) -> Marking:
        """Both together; at an end that takes all away one token is as good as many."""
        ends = {place for place in added if place in rest and any(map(takes_all, self.at((place,))))}
        return tuple(sorted((*rest, *(place for place in added if place not in ends))))

    def exits(self, activity: Activity) -> list[Marking]:
        """The places that get a token when it is left, for each of its ways."""
        if activity.id not in self._exits:
            borders = self._borders(activity)
            ways = list(ways_out(self.process, activity)) if activity.id not in self.endless else []
            ways += [frozenset((one.id,)) for one in borders if one.interrupting]
            self._exits[activity.id] = [tuple(sorted(way)) for way in dict.fromkeys(ways)]
        return self._exits[activity.id]

    def _borders(self, activity: Activity) -> list[Activity]:
        """The events at its border that can come."""
        if activity.id not in self._come:
            borders = self.process.boundaries.get(activity.id, ())
            self._come[activity.id] = [one for one in borders if can_be_caught(self.process, one)]
        return self._come[activity.id]

    def _more_may_come(self, gateway: Activity, marking: Marking) -> bool:
        """Whether a token elsewhere can reach an empty way into the gateway, and none with a token (BPMN 2.0.2,
        13.4.3)."""
        upstream = {flow: self.process.upstream(gateway.id, flow) for flow in gateway.incoming}
        for other in {one.id for one in self.at(marking)} - {gateway.id}:
            reachable = {flow for flow in gateway.incoming if other in upstream[flow]}
            if reachable and reachable.isdisjoint(marking):
                return True
        return False


def is_join(activity: Activity) -> bool:
    return activity.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(activity.incoming) > 1


def holds(activity: Activity) -> bool:
    """It keeps a token while somebody or something is waited for."""
    return not (activity.is_passed or is_join(activity) or activity.kind in (Kind.END, Kind.BOUNDARY))


def takes_all(activity: Activity) -> bool:
    """An end that takes away whatever else is in its scope."""
    return activity.kind is Kind.END and activity.event.trigger in _TAKES_ALL


def _is_full(gateway: Activity, marking: Marking) -> bool:
    return gateway.id in marking or all(flow in marking for flow in gateway.incoming)


def _taken(activity: Activity, marking: Marking) -> list[str]:
    here = [place for place in (activity.id, *activity.incoming) if place in marking]
    return here if is_join(activity) else here[:1]


def _without(marking: Marking, places: Iterable[str]) -> Marking:
    return tuple(sorted((Counter(marking) - Counter(places)).elements()))


def ways_out(process: Process, activity: Activity) -> Iterator[frozenset[str]]:
    """The flows that can be taken together when an activity goes on by itself, for each choice."""
    ways = process.ways_from(activity.id)
    target = process.link_target(activity)
    if target:
        yield frozenset((target,))
    elif activity.kind.takes_one and ways:
        yield from (frozenset((flow.id,)) for flow in ways)
    elif not activity.default and not any(flow.condition for flow in ways):
        yield frozenset(activity.outgoing)
    else:
        yield from _together(activity, ways)


def _together(activity: Activity, ways: list[Flow]) -> Iterator[frozenset[str]]:
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


def _choices(free: list[frozenset[str]]) -> list[frozenset[str]]:
    """Everything that can be put together of what is free to be taken or not."""
    sizes = range(len(free) + 1) if len(free) <= MAX_FREE_WAYS else (0, 1, len(free))
    return [frozenset().union(*chosen) for size in sizes for chosen in combinations(free, size)]
