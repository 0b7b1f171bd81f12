from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.calendar.clocks import CALENDAR, TYPHOON, calendars, day, days, districts
from tongban.core.calendar import Calendar, Closure, OfficeDay, OutsideCalendarError, taiwan_calendar
from tongban.core.text import Text


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert CALENDAR.is_working(date(2025, 2, 8))
    assert not CALENDAR.is_working(date(2025, 2, 15))


def test_a_moved_day_off_names_its_make_up_day() -> None:
    assert CALENDAR.reason(date(2025, 1, 27)) == Text("放假日（114/02/08 補班）", "Day off (made up for on 2025-02-08)")


def test_a_working_day_has_no_reason_to_be_off() -> None:
    assert CALENDAR.reason(date(2026, 2, 13)) is None
    assert CALENDAR.reason(date(2026, 2, 14)) == Text("星期六", "Saturday")
    assert CALENDAR.reason(date(2026, 2, 17)) == Text("春節", "Chinese New Year")


def test_every_holiday_of_the_library_has_an_english_name() -> None:
    in_chinese_only = {text.en for text in taiwan_calendar(1998, 2050).off.values() if not text.en.isascii()}
    assert in_chinese_only == set()


def test_a_closure_counts_for_its_district_only() -> None:
    calendar = CALENDAR.with_closures([Closure(day("115/07/10"), frozenset({"beitou"}), TYPHOON)])
    assert calendar.reason(day("115/07/10"), "beitou") == TYPHOON
    assert calendar.is_working(day("115/07/10"), "da-an")
    assert calendar.is_working(day("115/07/10"))


def test_a_closure_of_the_whole_city_counts_everywhere() -> None:
    calendar = CALENDAR.with_closures([Closure(day("115/07/10"), None, TYPHOON)])
    assert not calendar.is_working(day("115/07/10"), "da-an")
    assert not calendar.is_working(day("115/07/10"))


def test_the_same_closure_twice_changes_nothing() -> None:
    closure = Closure(day("115/07/10"), None, TYPHOON)
    assert CALENDAR.with_closures([closure, closure]).closures == (closure,)


def test_an_edit_leaves_the_calendar_it_came_from_alone() -> None:
    CALENDAR.working_ordinals()
    edited = CALENDAR.with_closures([Closure(day("115/07/10"), None, TYPHOON)])
    assert CALENDAR.is_working(day("115/07/10"))
    assert CALENDAR.working_days_between(day("115/07/09"), day("115/07/10")) == 1
    assert edited.working_days_between(day("115/07/09"), day("115/07/10")) == 0


def test_the_office_calendar_overrides_in_both_directions() -> None:
    edited = CALENDAR.with_office_days(
        [OfficeDay(day("115/02/14"), False), OfficeDay(day("115/02/13"), True, "調整放假")]
    )
    assert edited.is_working(day("115/02/14"))
    assert edited.reason(day("115/02/13")) == Text("調整放假", "Adjusted day off")


def test_an_office_day_off_without_a_note_still_has_a_reason() -> None:
    edited = CALENDAR.with_office_days(OfficeDay(day(d), True) for d in ("115/02/13", "115/02/17", "114/02/08"))
    assert edited.reason(day("115/02/13")) == Text("放假日", "Day off")
    assert edited.reason(day("115/02/17")) == Text("春節", "Chinese New Year")
    assert edited.reason(day("114/02/08")) == Text("星期六", "Saturday")


@pytest.mark.parametrize("outside", [date(2003, 12, 31), date(2035, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_with_a_remedy(outside: date) -> None:
    questions = [
        lambda: CALENDAR.is_working(outside),
        lambda: CALENDAR.next_working(outside),
        lambda: CALENDAR.add_working_days(outside, 1),
        lambda: CALENDAR.working_days_between(outside, outside),
        lambda: CALENDAR.with_closures([Closure(outside, None, TYPHOON)]),
        lambda: CALENDAR.with_office_days([OfficeDay(outside, True)]),
    ]
    for question in questions:
        with pytest.raises(OutsideCalendarError) as refused:
            question()
        assert "請先匯入該年度的辦公日曆表" in refused.value.text.zh


def test_a_period_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendarError, match="load the office calendar"):
        CALENDAR.add_working_days(date(2034, 12, 28), 5)


def test_a_calendar_without_any_working_day_is_refused_not_endless() -> None:
    first = date(2026, 1, 1)
    empty = Calendar(first, first, {first: Text("放假日", "Day off")})
    with pytest.raises(OutsideCalendarError):
        empty.next_working(first)


@pytest.mark.parametrize("years", [(1997, 2000), (2020, 2019), (2020, 2101)])
def test_impossible_years_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(OutsideCalendarError):
        taiwan_calendar(*years)


@given(calendars, days, st.integers(1, 40), districts)
def test_adding_working_days_is_stepping_day_by_day(calendar: Calendar, start: date, n: int, place: str | None) -> None:
    stepped, left = start, n
    while left:
        stepped += timedelta(1)
        left -= calendar.is_working(stepped, place)
    assert calendar.add_working_days(start, n, place) == stepped
    assert calendar.working_days_between(start, stepped, place) == n


@given(calendars, days, districts)
def test_the_next_working_day_is_the_first_that_is_worked(calendar: Calendar, start: date, place: str | None) -> None:
    expected = start
    while not calendar.is_working(expected, place):
        expected += timedelta(1)
    assert calendar.next_working(start, place) == expected == calendar.add_working_days(start, 0, place)
