from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.calendar import TAIPEI, Limit, LimitUnit, taiwan_calendar
from tongban.demo.office_time import DAY, OfficeTime, minutes_of

CALENDAR = taiwan_calendar(2025, 2027)
YEAR = OfficeTime(CALENDAR, date(2025, 11, 1), date(2026, 11, 1))
MINUTES = st.integers(1, len(YEAR.days) * DAY - 1)


@given(MINUTES)
def test_everything_happens_in_office_hours(minute: int) -> None:
    at = YEAR.at(minute)
    assert CALENDAR.is_working(at.date())
    assert 8 * 60 + 30 <= at.hour * 60 + at.minute < 17 * 60 + 30
    assert at.hour != 12 or at.minute < 30


@given(MINUTES, MINUTES)
def test_a_later_minute_is_a_later_moment(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert (YEAR.at(earlier) < YEAR.at(later)) == (earlier < later)


@given(MINUTES)
def test_a_moment_lies_within_the_minute_it_came_from(minute: int) -> None:
    assert YEAR.minute(YEAR.at(minute)) == minute - 1
    assert YEAR.minute(YEAR.at(minute) + timedelta(minutes=1)) == minute


def test_nights_and_days_off_take_no_time() -> None:
    friday_evening = datetime(2026, 3, 6, 18, 0, tzinfo=TAIPEI)
    monday_morning = datetime(2026, 3, 9, 8, 0, tzinfo=TAIPEI)
    assert YEAR.minute(friday_evening) == YEAR.minute(monday_morning)


def test_limits_compare_as_people_feel_them() -> None:
    hours, days = Limit(4, LimitUnit.WORKING_HOURS), Limit(6, LimitUnit.WORKING_DAYS)
    months, calendar_days = Limit(2, LimitUnit.MONTHS), Limit(60, LimitUnit.CALENDAR_DAYS)
    assert minutes_of(hours) == 240 < minutes_of(days) == 6 * DAY
    assert abs(minutes_of(months) - minutes_of(calendar_days)) < 2 * DAY
