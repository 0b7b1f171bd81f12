from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.calendar.clocks import CALENDAR, HOURS, TYPHOON, at, day
from tongban.core.calendar import CalendarError, Clock, Closure, Half, Limit, OfficeHours


def test_office_hours_are_read_with_their_break() -> None:
    hours = OfficeHours.parse("08:00-12:00 13:00-17:00")
    assert hours.spans == ((480, 720), (780, 1020))
    assert hours.minutes == 480
    assert str(hours) == "08:00-12:00 13:00-17:00"


@pytest.mark.parametrize("text", ["", "8-12", "25:00-26:00", "13:00-17:00 08:00-12:00", "08:00-12:00 11:00-17:00"])
def test_impossible_office_hours_are_refused(text: str) -> None:
    with pytest.raises(CalendarError):
        OfficeHours.parse(text)


def test_the_break_does_not_count() -> None:
    assert OfficeHours().before(12 * 60 + 30) == OfficeHours().before(13 * 60 + 30) == 240


@given(st.integers(1, 480))
def test_the_minute_reached_is_the_earliest(passed: int) -> None:
    hours = OfficeHours()
    minute = hours.reached(passed)
    assert hours.before(minute) == passed
    assert hours.before(minute - 1) == passed - 1


def test_hours_run_at_once_and_over_the_break() -> None:
    clock = Clock.start(Limit(3, HOURS), at("115/02/12", 11, 30))
    assert clock.late_from(CALENDAR) == at("115/02/12", 15, 30)


def test_hours_run_over_new_year() -> None:
    clock = Clock.start(Limit(4, HOURS), at("115/02/13", 15, 30))
    assert clock.late_from(CALENDAR) == at("115/02/23", 10, 30)
    assert clock.due_on(CALENDAR) == day("115/02/23")


def test_hours_that_end_with_the_office_day_do_not_wait_for_the_next() -> None:
    assert Clock.start(Limit(8, HOURS), at("115/02/12", 7)).late_from(CALENDAR) == at("115/02/12", 17, 30)


def test_a_clock_started_at_night_runs_from_the_morning() -> None:
    assert Clock.start(Limit(1, HOURS), at("115/02/11", 23)).late_from(CALENDAR) == at("115/02/12", 9, 30)


def test_the_city_chooses_its_office_hours() -> None:
    calendar = CALENDAR.with_hours(OfficeHours.parse("08:00-12:00 13:00-17:00"))
    assert Clock.start(Limit(8, HOURS), at("115/02/12", 8)).late_from(calendar) == at("115/02/12", 17)


def test_a_closed_half_takes_its_hours_but_leaves_a_working_day() -> None:
    calendar = CALENDAR.with_closures([Closure(day("115/07/09"), frozenset({"beitou"}), TYPHOON, Half.AFTERNOON)])
    clock = Clock.start(Limit(6, HOURS), at("115/07/09", 8), "beitou")
    assert calendar.is_working(day("115/07/09"), "beitou")
    assert clock.late_from(calendar) == at("115/07/10", 10, 30)
    assert clock.late_from(CALENDAR) == at("115/07/09", 15, 30)


def test_a_pause_over_the_break_and_the_night_returns_what_was_left() -> None:
    clock = Clock.start(Limit(4, HOURS), at("115/02/10", 9, 30))
    clock = clock.pause(at("115/02/10", 11, 30), TYPHOON, "correction")
    assert clock.remaining(CALENDAR, at("115/02/10", 17)) == 120
    clock = clock.resume(at("115/02/11", 20))
    assert clock.late_from(CALENDAR) == at("115/02/12", 10, 30)
