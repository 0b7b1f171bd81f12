"""Official documents (文書處理手冊): how long they may take, and how many days they took."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import Enum

from tongban.core.calendar.dates import written
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.errors import CalendarError
from tongban.core.calendar.limit import Limit, LimitUnit
from tongban.core.text import Text

SAME_DAY = Decimal("0.5")


class Urgency(Enum):
    """Speed of a document with its limit in working days."""

    MOST_URGENT = 1  # 最速件
    URGENT = 3  # 速件
    ORDINARY = 6  # 普通件

    @property
    def limit(self) -> Limit:
        return Limit(self.value, LimitUnit.WORKING_DAYS)


def dated_limit(received: date, by: date) -> Limit:
    """The limit of a document that names its own date (限期公文): received too late, it is ordinary."""
    if by < received:
        return Urgency.ORDINARY.limit
    return Limit((by - received).days, LimitUnit.CALENDAR_DAYS)


def days_used(
    received: date | Collection[date],
    closed: date,
    calendar: Calendar,
    place: str | None = None,
    *,
    days_off_count: bool = False,
) -> Decimal:
    """Days a document took: from the day after receipt, days off left out; half a day when closed at once.

    Several documents answered together are counted from the last one received. `days_off_count` for
    the kinds that do not leave days off out. Raises CalendarError when closed before received.
    """
    last = received if isinstance(received, date) else max(received)
    if closed < last:
        raise CalendarError(
            Text("結案日 {closed} 早於收文日 {last}。", "Closed on {closed}, before receipt on {last}.").fill(
                closed=written(closed), last=written(last)
            )
        )
    used = (closed - last).days if days_off_count else calendar.working_days_between(last, closed, place)
    return Decimal(used) if used else SAME_DAY
