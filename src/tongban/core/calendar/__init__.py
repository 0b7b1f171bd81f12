"""Working days, office hours and statutory clocks: when something is due, and why then."""

from __future__ import annotations

from tongban.core.calendar.clock import STANDSTILL, Clock
from tongban.core.calendar.dates import TAIPEI, Moment, day_of, roc_date, roc_day, weekday
from tongban.core.calendar.days import Calendar, Closure, OfficeDay
from tongban.core.calendar.documents import Urgency, dated_limit, days_used
from tongban.core.calendar.errors import CalendarError, ClockError, LimitError, OutsideCalendarError
from tongban.core.calendar.extension import ExtensionRule
from tongban.core.calendar.happenings import Closing, Extension, Pause
from tongban.core.calendar.hours import Half, OfficeHours
from tongban.core.calendar.limit import STATUTORY_LIMIT, Counting, Limit, LimitUnit
from tongban.core.calendar.office_file import read_office_calendar
from tongban.core.calendar.taiwan import taiwan_calendar

__all__ = [
    "STANDSTILL",
    "STATUTORY_LIMIT",
    "TAIPEI",
    "Calendar",
    "CalendarError",
    "Clock",
    "ClockError",
    "Closing",
    "Closure",
    "Counting",
    "Extension",
    "ExtensionRule",
    "Half",
    "Limit",
    "LimitError",
    "LimitUnit",
    "Moment",
    "OfficeDay",
    "OfficeHours",
    "OutsideCalendarError",
    "Pause",
    "Urgency",
    "dated_limit",
    "day_of",
    "days_used",
    "read_office_calendar",
    "roc_date",
    "roc_day",
    "taiwan_calendar",
    "weekday",
]
