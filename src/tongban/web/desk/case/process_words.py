"""What happened in the drawn process, in the words of the office: activities by their names, never by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .naming import event_name, message_name
from .opening import Opened

_THROWN: Mapping[str, Any] = {
    "message": gettext_lazy("The process sent a message: %(name)s"),
    "signal": gettext_lazy("The process gave a signal: %(name)s"),
    "escalation": gettext_lazy("The process escalated: %(name)s"),
    "error": gettext_lazy("The process met an exception: %(name)s"),
}


def sent_back(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    step, to = (opened.activity_name(str(data.get(key, ""))) for key in ("activity", "to"))
    return _("Sent back from “%(step)s” to “%(to)s”") % {"step": step, "to": to}


def skipped(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    step = opened.activity_name(str(data.get("activity", "")))
    if not (outcome := data.get("outcome")):
        return _("Skipped “%(step)s”") % {"step": step}
    name = opened.definition.outcome_name(str(outcome)).in_(opened.language)
    return _("Skipped “%(step)s”: %(outcome)s") % {"step": step, "outcome": name}


def fired(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    return _("Time came: %(name)s") % {"name": event_name(opened, str(data.get("activity", "")))}


def received(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    return _("Recorded as received: %(name)s") % {"name": message_name(opened, str(data.get("name", "")))}


def thrown(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    sentence = _THROWN.get(str(data.get("what", "")), gettext_lazy("The process went on: %(name)s"))
    return str(sentence) % {"name": event_name(opened, str(data.get("activity", "")))}


def cancelled(opened: Opened, data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """Only what has a name and was waited for: people know no gateways."""
    process = opened.definition.process
    known = process.activities if process else {}
    gone = [known[id] for id in data.get("activities", ()) if id in known]
    steps = [one for one in gone if one.kind.is_for_people] or [one for one in gone if one.kind.is_scope]
    named = dict.fromkeys(one.name for one in steps if one.name)
    if not named:
        return _("What waited beside it was taken away")
    row = pgettext("words in a row", ", ").join(_("“%(step)s”") % {"step": name} for name in named)
    return _("Taken away: %(steps)s") % {"steps": row}
