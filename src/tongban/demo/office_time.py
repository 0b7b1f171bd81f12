"""Time as an office knows it: minutes of office hours, counted from the first day of the demo's year."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from tongban.core.calendar import TAIPEI, Calendar, Limit, LimitUnit, OfficeHours

HOURS = OfficeHours()
DAY = HOURS.minutes
"""Office minutes of a working day."""
_DAYS = {
    LimitUnit.WORKING_DAYS: 1.0,
    LimitUnit.CALENDAR_DAYS: 5 / 7,
    LimitUnit.WEEKS: 5.0,
    LimitUnit.MONTHS: 21.0,
    LimitUnit.WORKING_HOURS: 60 / DAY,
}


class OfficeTime:
    """The working days from `first` to `last` (both included) as one line of minutes."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        self.days = [day for day in days if calendar.is_working(day)]

    def minute(self, at: datetime) -> int:
        """Office minutes that have passed at `at`."""
        local = at.astimezone(TAIPEI)
        before = bisect_left(self.days, local.date())
        if before == len(self.days) or self.days[before] != local.date():
            return before * DAY
        return before * DAY + HOURS.before(local.hour * 60 + local.minute)

    def at(self, minute: int) -> datetime:
        """The moment that many office minutes have passed; the last one of the line for what lies beyond it."""
        day, passed = divmod(min(max(minute, 1), len(self.days) * DAY) - 1, DAY)
        clock = HOURS.reached(passed + 1) - 1
        return datetime.combine(self.days[day], time(clock // 60, clock % 60, minute * 37 % 60), TAIPEI)

    def start_of(self, day: date) -> int:
        return bisect_left(self.days, day) * DAY


def minutes_of(limit: Limit) -> int:
    """About how many office minutes a limit amounts to."""
    return max(30, round(limit.amount * _DAYS[limit.unit] * DAY))
