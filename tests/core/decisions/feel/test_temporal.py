"""Days, times, moments and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.feel.written import written
from tongban.core.decisions import parse
from tongban.core.decisions.feel.temporal import (
    DaysDuration,
    FarDay,
    Moment,
    TimeOfDay,
    day_of,
    from_python,
    read_day,
    read_duration,
    read_moment,
    read_temporal,
    read_time,
    to_python,
)
from tongban.core.decisions.feel.temporal.days import day_numbered, number_of
from tongban.core.decisions.feel.text import text_of

YEARS = st.integers(-999_999_999, 999_999_999)
DAYS = st.integers(-(10**11), 10**11)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-28",
        "-0001-12-31",
        "0000-02-29",
        "999999999-12-31",
        "-999999999-01-01",
        "10:30:00",
        "23:59:59.123456789Z",
        "10:30:00.5+08:00",
        "10:30:00-02:45:55",
        "10:30:00@Asia/Taipei",
        "2026-02-28T00:00:00",
        "-2021-01-01T10:10:10@Australia/Melbourne",
        "99999-12-31T11:22:33.5Z",
        "P1DT2H3M4.5S",
        "-PT0.000000001S",
        "PT0S",
        "P1Y2M",
        "-P11M",
        "P0M",
    ],
)
def test_what_is_read_is_written_the_same(text):
    assert text_of(read_temporal(text)) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2026-12-31T24:00:00", "2027-01-01T00:00:00"),
        ("24:00:00", "00:00:00"),
        ("10:00:00z", "10:00:00Z"),
        ("10:00:00+00:00", "10:00:00Z"),
        ("10:00:00.1234567891", "10:00:00.123456789"),
        ("2026-02-28T10:00:00.500", "2026-02-28T10:00:00.5"),
        ("P400D", "P400D"),
        ("PT36H", "P1DT12H"),
        ("PT90M", "PT1H30M"),
        ("P14M", "P1Y2M"),
        ("-P0D", "PT0S"),
    ],
)
def test_there_is_one_way_to_write_a_value(text, plain):
    assert text_of(read_temporal(text)) == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "2026-13-01",
        "2026-2-3",
        "+2026-02-28",
        "02026-02-28",
        "1000000000-01-01",
        "２０２６-02-28",
        "24:00:01",
        "10:30",
        "10:60:00",
        "10:30:60",
        "10:30:00+18:01",
        "10:30:00+8:00",
        "10:30:00@Nowhere/City",
        "10:30:00@../etc",
        "10:30:00+08:00@Asia/Taipei",
        "2026-02-28T",
        "2026-02-28 10:30:00",
        "P",
        "PT",
        "P1DT",
        "P1Y1D",
        "P-1D",
        "P1.5D",
        "p1d",
        "P" + "9" * 30 + "D",
        "P" + "9" * 300 + "Y",
    ],
)
def test_what_is_no_day_time_or_duration_is_not_read(text):
    assert read_temporal(text) is None


def test_a_day_python_can_hold_is_pythons_own():
    assert read_day("9999-12-31") == date(9999, 12, 31)
    assert type(read_day("2026-02-28")) is date
    assert read_day("10000-01-01") == FarDay(10_000, 1, 1)


@given(DAYS)
def test_days_follow_one_another_without_a_gap(number):
    day, following = day_numbered(number), day_numbered(number + 1)
    assert number_of(day) == number
    assert (following.year, following.month, following.day) > (day.year, day.month, day.day)


@given(YEARS, st.integers(1, 12), st.integers(1, 31))
def test_every_day_has_a_number_of_its_own(year, month, day):
    found = day_of(year, month, day)
    assert found is None or day_numbered(number_of(found)) == found


@given(st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-5)), ZoneInfo("Asia/Taipei")])))
def test_pythons_moments_come_back_as_they_were(moment):
    back = to_python(from_python(moment))
    # Python never takes an hour that comes twice for equal to one in another zone: the clock and its offset tell.
    assert (back.replace(tzinfo=None), back.utcoffset()) == (moment.replace(tzinfo=None), moment.utcoffset())


@given(st.timedeltas())
def test_pythons_durations_come_back_as_they_were(duration):
    assert to_python(from_python(duration)) == duration


def test_pythons_times_come_back_as_they_were():
    assert to_python(from_python(time(23, 59, 59, 5, tzinfo=UTC))) == time(23, 59, 59, 5, tzinfo=UTC)


def test_what_python_cannot_hold_stays_what_it_is():
    far = read_moment("10000-01-01T00:00:00")
    assert to_python(far) is far


@given(st.datetimes(), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_moments_without_a_zone_move_as_pythons_do(moment, duration):
    moved = from_python(moment).plus(from_python(duration).nanos)
    try:
        assert to_python(moved) == moment + duration
    except OverflowError:
        assert isinstance(moved.day, FarDay)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.timedeltas(timedelta(days=-90), timedelta(days=90)))
def test_moments_in_a_zone_move_on_the_clock_of_the_world(moment, duration):
    zone = ZoneInfo("Europe/Paris")
    there = moment.replace(tzinfo=zone, fold=0)
    expected = (there.astimezone(UTC) + duration).astimezone(zone)
    moved = to_python(from_python(there).plus(from_python(duration).nanos))
    assert moved.replace(tzinfo=None) == expected.replace(tzinfo=None)


def test_the_second_of_two_equal_hours_is_told_from_the_first():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert written("b - a", a=first, b=first.replace(fold=1)) == '@"PT1H"'


def test_an_hour_is_lost_in_spring_and_found_in_autumn():
    assert written('@"2026-03-29T01:30:00@Europe/Paris" + @"PT1H"') == '@"2026-03-29T03:30:00@Europe/Paris"'
    assert written('@"2026-10-25T12:00:00@Europe/Paris" - @"2026-10-24T12:00:00@Europe/Paris"') == '@"P1DT1H"'
    assert written('@"2026-10-24T12:00:00@Europe/Paris" + @"P1M"') == '@"2026-11-24T12:00:00@Europe/Paris"'


def test_a_moment_in_a_zone_is_a_day_later_than_the_clock_of_utc_says():
    assert written('date(@"2026-02-28T23:30:00@Asia/Taipei")') == '@"2026-02-28"'
    assert written('@"2026-03-01T07:30:00@Asia/Taipei" = @"2026-02-28T23:30:00Z"') == "true"


def test_zones_have_rules_in_years_python_does_not_have():
    summer, winter = read_moment("12026-07-01T00:00:00@Europe/Paris"), read_moment("12026-01-01T00:00:00@Europe/Paris")
    assert (summer.offset, winter.offset) == (7200, 3600)
    assert read_moment("-0500-07-01T00:00:00@Europe/Paris").offset == 561
    assert read_moment("9999-12-31T23:59:59@America/New_York").plus(1_000_000_000).day == FarDay(10_000, 1, 1)


def test_time_ends_without_an_error():
    last = read_moment("999999999-12-31T23:59:59@Asia/Taipei")
    assert last.plus(10**9) is None
    assert last.plus_months(1) is None
    assert written('@"999999999-12-31" + @"P1D"') == "null"
    assert written('@"P1D" * 1e6000') == "null"


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ('@"2026-02-28"', '@"2026-03-01"', "<"),
        ('@"9999-12-31"', '@"10000-01-01"', "<"),
        ('@"-0002-01-01"', '@"-0001-01-01"', "<"),
        ('@"10:00:00.1"', '@"10:00:00.9"', "="),
        ('@"10:00:00+01:00"', '@"09:30:00Z"', "<"),
        ('@"10:00:00@Europe/Paris"', '@"09:00:00Z"', "="),
        ('@"2026-07-01T10:00:00@Europe/Paris"', '@"2026-07-01T08:00:00Z"', "="),
        ('@"PT24H"', '@"P1D"', "="),
        ('@"PT0.1S"', '@"PT0.2S"', "<"),
        ('@"P1Y"', '@"P13M"', "<"),
        ('@"10:00:00"', '@"10:00:00Z"', None),
        ('@"2026-01-01T10:00:00"', '@"2026-01-01T10:00:00Z"', None),
        ('@"2026-01-01"', '@"2026-01-01T00:00:00Z"', None),
        ('@"P1Y"', '@"P365D"', None),
    ],
)
def test_times_are_compared_by_when_they_are(a, b, order):
    answers = {operator: parse(f"{a} {operator} {b}").evaluate({}) for operator in ("<", "=", ">")}
    assert answers == {operator: None if order is None else operator == order for operator in answers}


def test_times_from_outside_are_taken_as_they_are():
    at = datetime(2026, 2, 28, 23, 59, tzinfo=ZoneInfo("Asia/Taipei"))
    assert written('at + @"PT1M"', at=at) == '@"2026-03-01T00:00:00@Asia/Taipei"'
    assert written('at - @"PT1M"', at=time(0, 0, tzinfo=UTC)) == '@"23:59:00Z"'
    assert written("d * 2", d=timedelta(hours=13)) == '@"P1DT2H"'
    assert parse("at").evaluate({"at": at}) == Moment(date(2026, 2, 28), TimeOfDay(86_340 * 10**9, "Asia/Taipei"))


def test_readers_read_only_their_own_kind():
    assert read_day("2026-02-28T00:00:00") is None
    assert read_time("2026-02-28") is None
    assert read_moment("10:00:00") is None
    assert read_duration("10:00:00") is None
    assert read_duration("PT1S") == DaysDuration(10**9)
