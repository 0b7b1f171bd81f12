"""Days and moments: Taipei time, and dates the way officials write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tongban.core.calendar.errors import CalendarError
from tongban.core.text import Text

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")
"""Taiwan has had no daylight saving since 1979, so a fixed offset is exact and needs no zone files."""

Moment = date | datetime
"""A day, or an instant within it: which of the two matters is decided by the limit's unit."""

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_of(moment: Moment) -> date:
    """The day in Taipei on which `moment` falls."""
    return in_taipei(moment).date() if isinstance(moment, datetime) else moment


def in_taipei(moment: datetime) -> datetime:
    """`moment` on Taipei's wall clock. Raises CalendarError when it carries no time zone."""
    if moment.tzinfo is None:
        raise CalendarError(
            Text(
                f"時間 {moment.isoformat()} 未註明時區，請附上時區後再試。",
                f"The moment {moment.isoformat()} has no time zone; give one.",
            )
        )
    return moment.astimezone(TAIPEI)


def moment_from_text(text: str) -> Moment:
    """Read what `isoformat` wrote: a day is ten characters long, anything longer is an instant."""
    return date.fromisoformat(text) if len(text) == 10 else in_taipei(datetime.fromisoformat(text))


def weekday(day: date) -> Text:
    return Text(f"星期{_WEEKDAYS_ZH[day.weekday()]}", _WEEKDAYS_EN[day.weekday()])


def roc_date(day: date) -> str:
    """`day` in the calendar of the Republic of China: 2026-02-13 is `115/02/13`, 1911 is 民國前1."""
    year = day.year - 1911
    return f"{year if year > 0 else f'民國前{1 - year}'}/{day:%m/%d}"


def roc_day(day: date) -> str:
    """`roc_date` with the day of the week, as lists and letters show it: `115/11/20 (五)`."""
    return f"{roc_date(day)} ({_WEEKDAYS_ZH[day.weekday()]})"


def written(moment: Moment, *, with_weekday: bool = False) -> Text:
    """`moment` in both languages, with the time of day when it has one."""
    day = day_of(moment)
    time = f" {in_taipei(moment):%H:%M}" if isinstance(moment, datetime) else ""
    if with_weekday:
        return Text(f"{roc_day(day)}{time}", f"{_WEEKDAYS_EN[day.weekday()]} {day.isoformat()}{time}")
    return Text(f"{roc_date(day)}{time}", f"{day.isoformat()}{time}")
