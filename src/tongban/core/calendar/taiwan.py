"""Taiwan's government office calendar, with the days off that are moved and made up for."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

from tongban.core.calendar.dates import weekday
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.errors import OutsideCalendarError
from tongban.core.calendar.names import in_english
from tongban.core.text import Text

FIRST_YEAR = 1998
"""The library `holidays` knows Taiwan from this year on."""


def taiwan_calendar(first_year: int, last_year: int) -> Calendar:
    """The office calendar from January of `first_year` to December of `last_year`.

    Years the government has not published yet hold what the law fixes today; the office calendar's
    file overrides them (`read_office_calendar`, `Calendar.with_office_days`). A due date may need
    several years ahead: give `last_year` generously. Raises OutsideCalendarError before 1998.
    """
    if not FIRST_YEAR <= first_year <= last_year <= 2100:
        raise OutsideCalendarError(
            Text(
                f"行事曆年度 {first_year} 至 {last_year} 無效，可用範圍為 {FIRST_YEAR} 至 2100 年。",
                f"A calendar from {first_year} to {last_year} is not possible: the years "
                f"{FIRST_YEAR} to 2100 are known.",
            )
        )
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    years = range(first_year, last_year + 1)
    known = holidays.country_holidays("TW", years=years, language="zh_TW")
    named = {day: in_english(name) for day, name in known.items() if first <= day <= last}
    return Calendar(first, last, _weekends(first, last, known.weekend_workdays) | named)


def _weekends(first: date, last: date, worked: set[date]) -> dict[date, Text]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return {day: weekday(day) for day in days if day.weekday() >= 5 and day not in worked}
