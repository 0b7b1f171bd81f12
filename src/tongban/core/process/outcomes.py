"""What a user task's outcome leads to: the gateways behind it, walked with that outcome before it is chosen.

What a business rule on the way will say is not known yet: all that it may lead to is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tongban.core.process.model import Activity, Flow, Process

OUTCOME = "outcome"
_ANY_OTHER = "\0"
"""An outcome that no condition can name, for XML cannot hold the character."""


class Consequence(NamedTuple):
    """`label` is the name on the flow that the outcome takes, if it has one; `leads_to` are the user tasks and
    ends that come next: all that are possible where other values decide as well."""

    outcome: str | None
    label: str
    leads_to: tuple[str, ...]


class Ahead(NamedTuple):
    """What comes next after an outcome, and the gateways where it finds no way on."""

    label: str
    leads_to: tuple[str, ...]
    stuck_at: tuple[str, ...]


def consequences(process: Process, task: str) -> tuple[Consequence, ...]:
    named = dict.fromkeys(text for flow in _flows_ahead(process, task) for text in _texts(flow))
    found = [(text, look_ahead(process, task, text)) for text in named]
    other = look_ahead(process, task, _ANY_OTHER)
    known = [Consequence(text, ahead.label, ahead.leads_to) for text, ahead in found]
    if other.leads_to and not other.stuck_at:
        known.append(Consequence(None, other.label, other.leads_to))
    return tuple(known)


def look_ahead(process: Process, task: str, outcome: str) -> Ahead:
    """Walk from `task` over the gateways to whatever waits or ends, taking the ways this outcome allows."""
    label = ""
    leads_to: dict[str, None] = {}
    stuck: list[str] = []
    waiting = list(process.ways_from(task))
    seen = {flow.id for flow in waiting}
    for flow in waiting:
        target = process.activities[flow.target]
        if not target.kind.is_passed:
            leads_to[target.id] = None
            continue
        ways = _ways(process, target, outcome)
        stuck += [] if ways else [target.id]
        if not label and _asks(process, target) and len(ways) == 1:
            label = ways[0].name
        fresh = [way for way in ways if way.id not in seen]
        seen.update(way.id for way in fresh)
        waiting += fresh
    return Ahead(label, tuple(leads_to), tuple(stuck))


def _ways(process: Process, gateway: Activity, outcome: str) -> list[Flow]:
    """The flows out of a gateway that this outcome may take; one only, as soon as that is certain."""
    possible = []
    for flow in process.ways_from(gateway.id):
        if flow.id == gateway.default:
            continue
        if flow.condition is None:
            possible.append(flow)
        elif flow.condition.names <= {OUTCOME}:
            if flow.condition.evaluate({OUTCOME: outcome}) is True:
                return [*possible, flow]
        elif not _texts(flow) or outcome in _texts(flow):
            possible.append(flow)
    return possible + ([process.flows[gateway.default]] if gateway.default else [])


def _texts(flow: Flow) -> tuple[str, ...]:
    return flow.condition.compared_with(OUTCOME) if flow.condition else ()


def _asks(process: Process, gateway: Activity) -> bool:
    return any(_texts(flow) for flow in process.ways_from(gateway.id))


def _flows_ahead(process: Process, task: str) -> Iterator[Flow]:
    """The flows that leave the gateways behind `task`, up to the next user task or end."""
    waiting = process.after(task)
    seen = set(waiting)
    for activity in waiting:
        if process.activities[activity].kind.is_passed:
            yield from process.ways_from(activity)
            fresh = [target for target in process.after(activity) if target not in seen]
            seen.update(fresh)
            waiting += fresh
