"""Who catches an error or an escalation, as the drawing alone says: the nearest around what throws it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
