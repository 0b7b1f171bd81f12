"""Who catches an error or an escalation, as the drawing alone says: the nearest around what throws it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tongban.core.process.kinds import Kind, Trigger

if TYPE_CHECKING:
    from tongban.core.process.model import Activity, Event, Process


def catcher_of(process: Process, thrown: Activity, what: Event | None = None) -> Activity | None:
    """The boundary event or start of an event sub-process that catches what `thrown` throws (or `what`, where a program
    says so while it does that activity's work), None when nobody does."""
    event = what or thrown.event
    if not event.trigger.goes_outward:
        return None
    around = (one for one in outward(process, thrown) if one.event.trigger is event.trigger)
    return next((one for one in around if one.event.name in ("", event.name)), None)


def outward(process: Process, thrown: Activity) -> Iterator[Activity]:
    """What may catch it, nearest first. An event sub-process does not catch what it throws itself."""
    inner, scope = thrown, thrown.scope
    while True:
        yield from process.boundaries.get(inner.id, ())
        yield from (start for start in process.event_starts.get(scope, ()) if start.scope != inner.id)
        if not scope:
            return
        inner = process.activities[scope]
        scope = inner.scope


def can_be_caught(process: Process, catching: Activity) -> bool:
    """Whether anything throws what a boundary event or start catches. A service task's program may report any error,
    and a process that is called and not linked in yet may throw anything; other events come from elsewhere."""
    if not catching.event.trigger.goes_outward:
        return True
    return any(_may_throw(process, one, catching) for one in process.activities.values())


def _may_throw(process: Process, thrown: Activity, catching: Activity) -> bool:
    if thrown.kind in (Kind.END, Kind.THROW):
        return catcher_of(process, thrown) == catching
    is_open = thrown.kind is Kind.CALL and not process.inside[thrown.id]
    reports = thrown.kind is Kind.SERVICE and catching.event.trigger is Trigger.ERROR
    return (is_open or reports) and catching in outward(process, thrown)
