"""How long something took in office hours, for people."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tongban.core.calendar import Calendar, OutsideCalendarError
from tongban.core.calendar.counting import OfficeMinutes

HOUR = 60


def worked(calendar: Calendar, since: datetime, until: datetime, place: str | None = None) -> int | None:
    """Office minutes between two moments at `place`; None where the calendar does not reach."""
    line = OfficeMinutes(calendar, place)
    try:
        return max(0, line.position(line.mark(until)) - line.position(line.mark(since)))
    except OutsideCalendarError:
        return None


def spoken(minutes: int | None, calendar: Calendar) -> str:
    """2 days 3 h, 3 h 20 min, 25 min: a day is as many minutes as the office is open on one."""
    if minutes is None:
        return ""
    if minutes < HOUR:
        return _("%(m)s min") % {"m": minutes}
    day = calendar.hours.minutes
    if not day or minutes < day:
        hours, rest = divmod(minutes, HOUR)
        return _("%(h)s h %(m)s min") % {"h": hours, "m": rest} if rest else _("%(h)s h") % {"h": hours}
    days, rest = divmod(minutes, day)
    hours = rest // HOUR
    return _("%(d)s d %(h)s h") % {"d": days, "h": hours} if hours else _("%(d)s d") % {"d": days}
