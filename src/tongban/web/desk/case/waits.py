"""What the case waits for besides people, as the rail says it: which timers run and what they will do, what is to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.core.calendar import day_of
from tongban.core.casework import DeliverMessage, FireTimer
from tongban.core.process import Trigger, Wait
from tongban.web.parts.formatting import datetime_for

from .foreseeing import foresee
from .naming import event_name
from .opening import Opened


@dataclass(frozen=True, slots=True)
class WaitShown:
    """`what` → `follows`; `when` for timers. `message`: its name, where somebody can say that it came."""

    what: str
    when: str
    follows: str
    again: str = ""
    message: str = ""


def waits_shown(opened: Opened) -> list[WaitShown]:
    """Timers first, in the order in which they come."""
    process = opened.file.state.process
    if process is None or not process.waits:
        return []
    timers = sorted((one for one in process.waits if one.due_at is not None), key=lambda one: (one.due_at, one.number))
    others = [one for one in process.waits if one.due_at is None and one.trigger is not Trigger.TIMER]
    return [*_timers(opened, timers, process.suspended_at), *(_other(opened, one) for one in others)]


def _timers(opened: Opened, timers: Iterable[Wait], stopped: datetime | None) -> Iterable[WaitShown]:
    for one in timers:
        assert one.due_at is not None
        if stopped is not None:
            when = _("stands still, %(time)s left when the case goes on") % {"time": _span(one.due_at - stopped)}
        else:
            when = _when(opened, one.due_at)
        foreseen = foresee(opened, FireTimer(wait=one.number), at=max(one.due_at, opened.at))
        yield WaitShown(event_name(opened, one.activity), when, foreseen.said, _again(one))


def _other(opened: Opened, one: Wait) -> WaitShown:
    is_message = one.trigger is Trigger.MESSAGE
    follows = foresee(opened, DeliverMessage(name=one.name)).said if is_message else ""
    return WaitShown(event_name(opened, one.activity), "", follows, message=one.name if is_message else "")


def _when(opened: Opened, due_at: datetime) -> str:
    """3 日後自動（115/11/24 (二) 09:00）."""
    said = {"moment": datetime_for(due_at, opened.language)}
    days = (day_of(due_at) - opened.today).days
    if due_at <= opened.at:
        return _("comes by itself any moment (%(moment)s)") % said
    if days == 0:
        return _("by itself today (%(moment)s)") % said
    text = ngettext("by itself in %(days)s day (%(moment)s)", "by itself in %(days)s days (%(moment)s)", days)
    return text % {**said, "days": days}


def _again(one: Wait) -> str:
    if one.rounds is None:
        return _("and again and again")
    more = one.rounds - 1
    return ngettext("and %(count)s time more", "and %(count)s times more", more) % {"count": more} if more > 0 else ""


def _span(left: timedelta) -> str:
    if left.days > 0:
        return ngettext("%(days)s day", "%(days)s days", left.days) % {"days": left.days}
    hours = max(1, round(left.total_seconds() / 3_600))
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
