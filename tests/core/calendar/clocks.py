"""Calendars, days and clocks for the tests, fixed and generated."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tongban.core.calendar import (
    TAIPEI,
    Calendar,
    Clock,
    Closure,
    Counting,
    Half,
    Limit,
    LimitUnit,
    taiwan_calendar,
)
from tongban.core.text import Text

CALENDAR = taiwan_calendar(2004, 2034)
CORRECTION = Text("通知補正期間", "time for correction")
TYPHOON = Text("颱風停止上班", "typhoon closure")
DISTRICTS = ["da-an", "beitou", None]

W, D, WEEKS, MONTHS, HOURS = (
    LimitUnit.WORKING_DAYS,
    LimitUnit.CALENDAR_DAYS,
    LimitUnit.WEEKS,
    LimitUnit.MONTHS,
    LimitUnit.WORKING_HOURS,
)


def day(text: str) -> date:
    """A ROC date such as 115/02/13."""
    year, month, number = (int(part) for part in text.split("/"))
    return date(year + 1911, month, number)


def at(text: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day(text), datetime.min.time(), TAIPEI).replace(hour=hour, minute=minute)


def due(limit: Limit, on: str, place: str | None = None, calendar: Calendar = CALENDAR) -> date | None:
    return Clock.start(limit, day(on), place).due_on(calendar)


units = st.sampled_from(LimitUnit)
limits = st.builds(Limit, st.integers(0, 60), units, st.booleans())
days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
districts = st.sampled_from(DISTRICTS)
closures = st.builds(
    Closure,
    days,
    st.one_of(st.none(), st.frozensets(st.sampled_from(["da-an", "beitou"]), min_size=1)),
    st.just(TYPHOON),
    st.sampled_from([None, None, Half.MORNING, Half.AFTERNOON]),
)
calendars = st.lists(closures, max_size=12).map(CALENDAR.with_closures)


@st.composite
def moments(draw: st.DrawFn, after: date, unit: LimitUnit, within: int = 40) -> date | datetime:
    """A moment as a clock in `unit` keeps it, some days after `after`."""
    on = after + timedelta(draw(st.integers(0, within)))
    if unit.counting is not Counting.OFFICE_MINUTES:
        return on
    return datetime.combine(on, draw(st.times()), TAIPEI)


@st.composite
def clocks(draw: st.DrawFn, unit: st.SearchStrategy[LimitUnit] = units, *, met: bool = True) -> Clock:
    """A clock that was paused, resumed, extended, met and reopened in some order that is allowed."""
    limit = Limit(draw(st.integers(0, 30)), draw(unit), draw(st.booleans()))
    now = draw(moments(date(2024, 1, 1), limit.unit, 700))
    clock = Clock.start(limit, now, draw(districts))
    for _ in range(draw(st.integers(0, 6))):
        now = max(now, draw(moments(now if type(now) is date else now.date(), limit.unit, 12)))
        steps = ["extend", "resume" if clock.is_paused else "pause", *(["meet"] if met else [])]
        match "reopen" if clock.is_met else draw(st.sampled_from(steps)):
            case "extend":
                clock = clock.extend(Limit(draw(st.integers(1, 9)), limit.unit), "reason", now)
            case "resume":
                clock = clock.resume(now)
            case "pause":
                clock = clock.pause(now, CORRECTION, "correction")
            case "meet":
                clock = clock.meet(now)
            case "reopen":
                clock = clock.reopen(now)
    return clock
