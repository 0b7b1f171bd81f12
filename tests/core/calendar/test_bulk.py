from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.calendar.clocks import CALENDAR, MONTHS, TYPHOON, D, W, calendars, clocks, day
from tongban.core.calendar import Calendar, Clock, Closure, Limit, OutsideCalendarError
from tongban.core.calendar.bulk import UNKNOWN, Columns, due_days


@given(st.lists(clocks(), max_size=12), calendars)
def test_bulk_equals_the_clock(many: list[Clock], calendar: Calendar) -> None:
    expected = [due.toordinal() if (due := clock.due_on(calendar)) else UNKNOWN for clock in many]
    assert due_days(Columns.of(many), calendar).tolist() == expected


@given(st.integers(1, 40), st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.booleans())
def test_bulk_months_equal_the_clocks(months: int, start: date, adverse: bool) -> None:
    clock = Clock.start(Limit(months, MONTHS, adverse), start)
    assert due_days(Columns.of([clock]), CALENDAR).tolist() == [clock.due_on(CALENDAR).toordinal()]


def test_no_clocks_have_no_due_days() -> None:
    assert due_days(Columns.of([]), CALENDAR).tolist() == []


def test_the_order_of_the_pauses_in_the_columns_does_not_matter() -> None:
    clock = Clock.start(Limit(6, W), day("115/03/02"))
    for start, end in (("115/03/03", "115/03/04"), ("115/03/05", "115/03/09"), ("115/03/10", "115/03/12")):
        clock = clock.pause(day(start), TYPHOON, "t").resume(day(end))
    columns = Columns.of([clock, Clock.start(Limit(6, W), day("115/03/02")), clock])
    mixed = np.array([5, 1, 3, 0, 4, 2])
    shuffled = replace(
        columns,
        pause_clock=columns.pause_clock[mixed],
        pause_from=columns.pause_from[mixed],
        pause_until=columns.pause_until[mixed],
    )
    assert due_days(shuffled, CALENDAR).tolist() == due_days(columns, CALENDAR).tolist()


@pytest.mark.parametrize("limit", [Limit(400, D), Limit(400, W), Limit(13, MONTHS)])
def test_a_due_day_outside_the_calendar_is_refused_as_the_clock_refuses_it(limit: Limit) -> None:
    clock = Clock.start(limit, date(2034, 2, 1))
    with pytest.raises(OutsideCalendarError):
        clock.due_on(CALENDAR)
    with pytest.raises(OutsideCalendarError):
        due_days(Columns.of([clock]), CALENDAR)


@pytest.mark.parametrize("unit", [W])
def test_a_clock_that_began_before_the_calendar_is_refused(unit) -> None:
    clock = Clock.start(Limit(6, unit), date(2003, 12, 1))
    with pytest.raises(OutsideCalendarError):
        clock.due_on(CALENDAR)
    with pytest.raises(OutsideCalendarError):
        due_days(Columns.of([clock]), CALENDAR)


def test_a_typhoon_day_moves_what_is_due_on_it_in_its_district() -> None:
    many = [Clock.start(Limit(7, D), day("115/07/02"), place) for place in ("beitou", "da-an")] * 1000
    columns = Columns.of(many)
    typhoon = CALENDAR.with_closures([Closure(day("115/07/09"), frozenset({"beitou"}), TYPHOON)])
    moved = due_days(columns, typhoon) - due_days(columns, CALENDAR)
    assert moved.tolist() == [1, 0] * 1000
