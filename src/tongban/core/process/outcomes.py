"""What a user task's outcome leads to: all that is passed behind it, walked with that outcome before it is chosen.

The walk goes over gateways, rules and scripts, into sub-processes and out of them, and over links. What a business
rule or a script on the way will say is not known yet: all that it may lead to is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from tongban.core.process.catching import catcher_of

if TYPE_CHECKING:
    from tongban.core.process.model import Activity, Flow, Process

OUTCOME = "outcome"
ANY_OTHER = "\0"
"""An outcome that no condition can name, for XML cannot hold the character."""


class Consequence(NamedTuple):
    """`label` is the name on the flow that the outcome takes, if it has one; `leads_to` are the tasks, ends and events
    that come next: all that are possible where other values decide as well."""

    outcome: str | None
    label: str
    leads_to: tuple[str, ...]


class Ahead(NamedTuple):
    """What comes next after an outcome, and where it finds no way on."""

    label: str
    leads_to: tuple[str, ...]
    stuck_at: tuple[str, ...]


class _Walk(NamedTuple):
    """What was left on the way with the flows that were taken, and where the way came to rest."""

    left: list[tuple[Activity, list[Flow]]]
    rests: dict[str, None]


def consequences(process: Process, task: str) -> tuple[Consequence, ...]:
    named = outcomes_asked(flow for one in passed_behind(process, task) for flow in process.ways_from(one.id))
    found = [(text, look_ahead(process, task, text)) for text in named]
    other = look_ahead(process, task, ANY_OTHER)
    known = [Consequence(text, ahead.label, ahead.leads_to) for text, ahead in found]
    if other.leads_to and not other.stuck_at:
        known.append(Consequence(None, other.label, other.leads_to))
    return tuple(known)


def passed_behind(process: Process, activity: str) -> list[Activity]:
    """The activity and all behind it that is passed before the next wait or end, by whatever way."""
    return [one for one, _ in _walk(process, activity, lambda one: process.ways_from(one.id)).left]


def outcomes_asked(flows: Iterable[Flow]) -> tuple[str, ...]:
    """The outcomes that the conditions on `flows` name, each once."""
    return tuple(dict.fromkeys(text for flow in flows for text in _texts(flow)))


def look_ahead(process: Process, task: str, outcome: str) -> Ahead:
    """Walk from `task` to whatever waits or ends, taking the ways this outcome allows."""
    left, rests = _walk(process, task, lambda activity: _ways(process, activity, outcome))
    chosen = (ways[0].name for activity, ways in left if len(ways) == 1 and _asks(process, activity))
    label = next((name for name in chosen if name), "")
    stuck = tuple(activity.id for activity, ways in left if activity.outgoing and not ways)
    return Ahead(label, tuple(rests), stuck)


def _walk(process: Process, task: str, choose: Callable[[Activity], list[Flow]]) -> _Walk:
    walk = _Walk([], {})
    waiting = [task]
    for id in waiting:
        activity = process.activities[id]
        ways = choose(activity)
        walk.left.append((activity, ways))
        again = [_arrive(process, id)] if activity.loop else []  # what is done several times may come once more
        for rests, leaves in (*steps(process, activity, ways), *again):
            walk.rests.update(dict.fromkeys(rests))
            waiting += [one for one in leaves if one not in waiting]
    return walk


Reached = tuple[list[str], list[str]]
"""What one comes to rest at, and what is left at once."""


def steps(process: Process, activity: Activity, ways: Iterable[Flow]) -> list[Reached]:
    """Where one comes from an activity that is left by `ways`, by a link, or by the end of what is around it."""
    jump = process.link_target(activity)
    targets = [flow.target for flow in ways] + ([jump] if jump else [])
    return [_arrive(process, id) for id in targets] + ([_end(process, activity)] if activity.is_last else [])


def _arrive(process: Process, id: str) -> Reached:
    activity = process.activities[id]
    if activity.kind.is_end:
        return _end(process, activity)
    if activity.is_passed:
        return [], [id]
    start = process.start_of(id) if activity.kind.is_scope else None
    return ([], [start]) if start else ([id], [])


def _end(process: Process, activity: Activity) -> Reached:
    """Behind the end of a sub-process comes what is behind the sub-process; in one where people choose what to do,
    they may choose again."""
    catcher = catcher_of(process, activity)
    if catcher:
        return [], [catcher.id]
    host = process.activities.get(activity.scope)
    if host is None or host.by_event:
        return ([activity.id] if activity.kind.is_end else []), []
    return ([] if process.start_of(host.id) else [host.id]), [host.id]


def _ways(process: Process, activity: Activity, outcome: str) -> list[Flow]:
    """The flows out of an activity that this outcome may take; one only, where one is taken and as soon as that is
    certain."""
    ways = process.ways_from(activity.id)
    if not activity.kind.takes_one and not any(flow.condition for flow in ways):
        return ways
    possible, is_certain = [], False
    for flow in ways:
        holds = False if flow.id == activity.default else _holds(flow, outcome)
        possible += [] if holds is False else [flow]
        is_certain = is_certain or holds is True
        if is_certain and activity.kind.takes_one:
            return possible
    return possible + ([process.flows[activity.default]] if activity.default and not is_certain else [])


def _holds(flow: Flow, outcome: str) -> bool | None:
    """Whether the flow's condition holds with this outcome; None where something else decides as well."""
    if flow.condition is None:
        return None
    if flow.condition.names <= {OUTCOME}:
        return flow.condition.evaluate({OUTCOME: outcome}) is True
    return None if not _texts(flow) or outcome in _texts(flow) else False


def _texts(flow: Flow) -> tuple[str, ...]:
    return flow.condition.compared_with(OUTCOME) if flow.condition else ()


def _asks(process: Process, activity: Activity) -> bool:
    return any(_texts(flow) for flow in process.ways_from(activity.id))
