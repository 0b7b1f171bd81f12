"""What holds for every clock and every calendar."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.calendar.clocks import CALENDAR, CORRECTION, calendars, clocks, closures, moments
from tongban.core.calendar import Calendar, Clock, Closure, Counting


@given(clocks(met=False), calendars, st.data())
def test_pausing_and_resuming_never_shortens_what_is_left(
    clock: Clock, calendar: Calendar, data: st.DataObject
) -> None:
    last = max(as_day(moment) for moment in (clock.started, *(p.until or p.on for p in clock.pauses)))
    paused_on = data.draw(moments(last + timedelta(1), clock.limit.unit))
    resumed_on = data.draw(moments(as_day(paused_on) + timedelta(1), clock.limit.unit))
    was_late = clock.is_late(calendar, paused_on)
    paused = clock.pause(paused_on, CORRECTION, "another")
    assert paused.remaining(calendar, resumed_on) >= clock.remaining(calendar, resumed_on)
    resumed = paused.resume(resumed_on, "another")
    if not was_late:
        assert resumed.remaining(calendar, resumed_on) == clock.remaining(calendar, paused_on)
    if clock.due_on(calendar) is not None:
        assert resumed.due_on(calendar) >= clock.due_on(calendar)


@given(clocks(), st.lists(closures, max_size=8), st.lists(closures, max_size=8))
def test_an_edited_calendar_gives_what_a_fresh_one_gives(
    clock: Clock, first: list[Closure], then: list[Closure]
) -> None:
    edited = CALENDAR.with_closures(first)
    clock.due_on(edited)  # whatever is kept of the first answer must not show in the second
    edited = edited.with_closures(then)
    fresh = Calendar(CALENDAR.first, CALENDAR.last, dict(CALENDAR.off)).with_closures([*then, *first])
    assert clock.due_on(edited) == clock.due_on(fresh)
    on = clock.started
    assert clock.remaining(edited, on) == clock.remaining(fresh, on)


@given(clocks(), calendars)
def test_a_due_date_is_a_working_day_unless_adverse(clock: Clock, calendar: Calendar) -> None:
    due = clock.due_on(calendar)
    assert due is None or clock.limit.adverse or calendar.is_working(due, clock.place)


@given(clocks(met=False), calendars, closures)
def test_a_closure_never_brings_a_due_date_forward(clock: Clock, calendar: Calendar, closure: Closure) -> None:
    before, after = (
        c.due_on(calendar_) for c, calendar_ in ((clock, calendar), (clock, calendar.with_closures([closure])))
    )
    if before is not None and after is not None:
        assert after >= before


@given(clocks(), calendars)
def test_used_and_left_are_the_budget_as_long_as_it_is_not_late(clock: Clock, calendar: Calendar) -> None:
    on = max((clock.started, *(p.until or p.on for p in clock.pauses)))
    late, left = clock.is_late(calendar, on), clock.remaining(calendar, on)
    used = clock.consumed(calendar, on)
    assert (left < 0) is late
    assert late or left == max(0, clock.budget - used)


@given(clocks(), calendars, st.data())
def test_what_is_used_never_shrinks_with_time(clock: Clock, calendar: Calendar, data: st.DataObject) -> None:
    earlier = data.draw(moments(as_day(clock.started), clock.limit.unit))
    later = data.draw(moments(as_day(earlier) + timedelta(1), clock.limit.unit))
    assert 0 <= clock.consumed(calendar, earlier) <= clock.consumed(calendar, later)


@given(clocks())
def test_a_clock_comes_back_from_json_as_it_was(clock: Clock) -> None:
    assert Clock.from_json(json.loads(json.dumps(clock.to_json()))) == clock


@given(clocks(met=False), calendars)
def test_due_dates_agree_with_counting_the_days_one_by_one(clock: Clock, calendar: Calendar) -> None:
    """The same law, written the slow way."""
    if clock.counting is Counting.OFFICE_MINUTES or clock.is_paused:
        return
    day, left, last_day = as_day(clock.origin), clock.budget, None
    while last_day is None or day < last_day:
        if last_day is None and left == 0:
            last_day = settled(day, clock, calendar)
            continue
        day += timedelta(1)
        if any(pause.on < day <= pause.until for pause in clock.pauses):
            continue
        if last_day is None and (clock.counting is Counting.CALENDAR_DAYS or calendar.is_working(day, clock.place)):
            left -= 1
    # On the last day, or the one it moved to, the clock may stand still: then it is due when it moves again.
    moved = True
    while moved:
        moved = False
        for pause in clock.pauses:
            if pause.on <= last_day < pause.until:
                last_day, moved = settled(pause.until, clock, calendar), True
    assert clock.due_on(calendar) == last_day


def settled(day: date, clock: Clock, calendar: Calendar) -> date:
    while not clock.limit.adverse and not calendar.is_working(day, clock.place):
        day += timedelta(1)
    return day


def as_day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
