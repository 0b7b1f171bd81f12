"""What the drawing calls its events, in words also where its drawer gave them no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.core.process import Activity, Kind, Trigger

from .opening import Opened

_UNNAMED: Mapping[Trigger, Any] = {
    Trigger.TIMER: gettext_lazy("timer"),
    Trigger.MESSAGE: gettext_lazy("message"),
    Trigger.SIGNAL: gettext_lazy("signal"),
    Trigger.CONDITIONAL: gettext_lazy("condition"),
}


_SENDING = (Kind.THROW, Kind.END, Kind.SEND)


def event_name(opened: Opened, activity: str) -> str:
    """Its name, else that of what it belongs to with the kind of event: never an id that only the modeler knows."""
    process = opened.definition.process
    one = process.activities.get(activity) if process else None
    if process is None or one is None:
        return activity
    if one.name:
        return one.name
    around = process.activities.get(one.attached_to or one.scope)
    what = str(_UNNAMED.get(one.event.trigger, _("event")))
    return _("%(what)s at “%(step)s”") % {"what": what, "step": around.name} if around and around.name else what


def message_name(opened: Opened, name: str) -> str:
    """A message by the name of the event that waits for it; else by its own."""
    process = opened.definition.process
    waiting = [one for one in process.activities.values() if _waits_for(one, name)] if process else []
    return next((one.name for one in waiting if one.name), name)


def _waits_for(one: Activity, name: str) -> bool:
    return one.event.trigger is Trigger.MESSAGE and one.event.name == name and one.kind not in _SENDING
