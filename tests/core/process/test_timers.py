"""When timers come: by the text of the drawing, by FEEL, by the units of the law; again and again; after a suspension."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.core.calendar import TAIPEI, Closure, Limit, LimitUnit, taiwan_calendar
from tongban.core.decisions import parse
from tongban.core.process.engine.timers import Due, first, following, moved, unreadable
from tongban.core.process.kinds import Trigger
from tongban.core.process.model import Timer, TimerKind
from tongban.core.process.state import ProcessFault, Wait
from tongban.core.text import Text

CALENDAR = taiwan_calendar(2025, 2032)
AT = datetime(2026, 2, 13, 10, 0, tzinfo=TAIPEI)
"""A Friday, the last working day before the nine days off around the Lunar New Year of 2026."""

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(TAIPEI))
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(400))


def taipei(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TAIPEI)


def date_timer(text: str) -> Timer:
    return Timer(TimerKind.DATE, text)


def after(text: str) -> Timer:
    return Timer(TimerKind.DURATION, text)


def cycle(text: str) -> Timer:
    return Timer(TimerKind.CYCLE, text)


def formula(text: str, kind: TimerKind = TimerKind.DATE) -> Timer:
    return Timer(kind, formula=parse(text))


def limit(amount: int, unit: LimitUnit) -> Timer:
    return Timer(TimerKind.DURATION, limit=Limit(amount, unit))


def due(timer: Timer, at: datetime = AT, **context: object) -> datetime:
    return first(timer, at, context, CALENDAR).at


def waiting(since: datetime, due_at: datetime, rounds: int | None = None) -> Wait:
    return Wait(1, "timer", 1, Trigger.TIMER, due_at=due_at, since=since, rounds=rounds)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01T09:00:00+08:00", taipei(2026, 12, 1, 9)),
        ("2026-12-01T01:00:00Z", taipei(2026, 12, 1, 9)),
        ("2026-12-01T09:00", taipei(2026, 12, 1, 9)),
        (" 2026-12-01 ", taipei(2026, 12, 1)),
    ],
)
def test_a_date_is_its_moment_and_what_names_no_zone_is_on_taipeis_clock(text, moment):
    assert due(date_timer(text)) == moment
    assert due(date_timer(text)).tzinfo is UTC


def test_a_date_that_has_passed_is_due_at_once():
    assert due(date_timer("2020-01-01")) == taipei(2020, 1, 1) < AT


@pytest.mark.parametrize(
    ("at", "text", "moment"),
    [
        (AT, "PT10H", taipei(2026, 2, 13, 20)),
        (AT, "P1DT12H30M", taipei(2026, 2, 14, 22, 30)),
        (AT, "P2W", taipei(2026, 2, 27, 10)),
        (AT, "PT0.5H", taipei(2026, 2, 13, 10, 30)),
        (taipei(2026, 1, 31, 9), "P1M", taipei(2026, 2, 28, 9)),
        (taipei(2028, 1, 31, 9), "P1M", taipei(2028, 2, 29, 9)),
        (taipei(2028, 2, 29), "P1Y", taipei(2029, 2, 28)),
        (taipei(2028, 2, 29), "P4Y", taipei(2032, 2, 29)),
        (taipei(2026, 1, 31), "P1MT24H", taipei(2026, 3, 1)),
        # 1 March in Taipei, though still February in UTC
        (datetime(2026, 2, 28, 17, tzinfo=UTC), "P1M", taipei(2026, 4, 1, 1)),
    ],
)
def test_a_duration_counts_months_on_the_calendar_and_the_rest_on_the_clock(at, text, moment):
    assert due(after(text), at) == moment


@pytest.mark.parametrize(
    ("timer", "context", "moment"),
    [
        (formula("date(2026, 12, 1)"), {}, taipei(2026, 12, 1)),
        (formula("day"), {"day": taipei(2026, 12, 1).date()}, taipei(2026, 12, 1)),
        (formula('date and time("2026-12-01T09:00:00")'), {}, taipei(2026, 12, 1, 9)),
        (formula('date and time("2026-12-01T01:00:00Z")'), {}, taipei(2026, 12, 1, 9)),
        (formula('date and time("2026-12-01T09:00:00@Asia/Taipei")'), {}, taipei(2026, 12, 1, 9)),
        (formula('duration("P1DT1H")', TimerKind.DURATION), {}, taipei(2026, 2, 14, 11)),
        (formula('duration("P1Y1M")', TimerKind.DURATION), {}, taipei(2027, 3, 13, 10)),
        (formula('now() + duration("PT1H")'), {}, taipei(2026, 2, 13, 11)),
        (formula("text"), {"text": "2026-12-01"}, taipei(2026, 12, 1)),
        (formula("wait", TimerKind.DURATION), {"wait": "PT2H"}, taipei(2026, 2, 13, 12)),
    ],
)
def test_a_formula_gives_a_day_a_moment_a_duration_or_a_text(timer, context, moment):
    assert due(timer, **context) == moment


def test_a_duration_that_a_formula_made_negative_is_over():
    assert due(formula('duration("-P3D")', TimerKind.DURATION)) == AT


@pytest.mark.parametrize(
    "timer",
    [
        date_timer("tomorrow"),
        date_timer("2026-02-29"),
        date_timer(""),
        after("P"),
        after("PT"),
        after("3 days"),
        after("-P3D"),
        after("P99999Y"),
        cycle("R3"),
        cycle("P3D"),
        cycle("0 0 9 * * MON"),
        cycle("R0/P1D"),
        cycle("R/PT0S"),
        cycle("R/tomorrow/P1D"),
        formula("missing"),
        formula("1 + 1"),
        formula('duration("P0D")', TimerKind.CYCLE),
        formula("word"),
        formula('date and time("99999-01-01T00:00:00Z")'),
    ],
)
def test_what_gives_no_moment_is_a_fault_that_says_so_in_both_languages(timer):
    with pytest.raises(ProcessFault) as raised:
        first(timer, AT, {"word": "soon"}, CALENDAR)
    assert raised.value.text.zh.startswith("計時器")
    assert raised.value.text.en.startswith("The timer")


def test_the_checks_learn_of_a_bad_text_before_anybody_runs_it():
    assert unreadable(after("3 days")) is not None
    assert unreadable(cycle("R0/P1D")) is not None
    assert unreadable(after("P3D")) is None
    assert unreadable(formula("missing")) is None
    assert unreadable(limit(3, LimitUnit.WORKING_DAYS)) is None


@pytest.mark.parametrize(
    ("timer", "moment"),
    [
        (limit(1, LimitUnit.WORKING_DAYS), taipei(2026, 2, 24)),
        (limit(3, LimitUnit.CALENDAR_DAYS), taipei(2026, 2, 24)),
        (limit(7, LimitUnit.WORKING_HOURS), taipei(2026, 2, 23, 8, 30) + timedelta(hours=0.5)),
        (limit(1, LimitUnit.MONTHS), taipei(2026, 3, 14)),
    ],
)
def test_a_limit_fires_when_its_last_day_or_minute_is_over(timer, moment):
    assert due(timer) == moment


def test_a_closure_of_the_district_moves_a_limit_there_and_nowhere_else():
    closed = Closure(taipei(2026, 2, 23).date(), frozenset({"Neihu"}), Text("淹水", "Flood"))
    calendar = CALENDAR.with_closures([closed])
    timer = limit(1, LimitUnit.WORKING_DAYS)
    assert first(timer, AT, {}, calendar, "Neihu").at == taipei(2026, 2, 25)
    assert first(timer, AT, {}, calendar).at == taipei(2026, 2, 24)


def test_a_limit_needs_a_calendar_that_reaches_so_far():
    with pytest.raises(ProcessFault, match="calendar"):
        first(limit(1, LimitUnit.WORKING_DAYS), AT, {})
    with pytest.raises(ProcessFault):
        first(limit(9_000, LimitUnit.WORKING_DAYS), AT, {}, CALENDAR)


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 40))
def test_working_time_is_over_only_when_as_much_was_worked_and_never_on_a_day_off(at, amount):
    days = due(limit(amount, LimitUnit.WORKING_DAYS), at).astimezone(TAIPEI)
    last = (days - timedelta(microseconds=1)).date()
    assert CALENDAR.is_working(last)
    assert CALENDAR.working_days_between(at.date(), last) == amount
    hours = due(limit(amount, LimitUnit.WORKING_HOURS), at).astimezone(TAIPEI)
    assert CALENDAR.is_working(hours.date())
    assert hours - at >= timedelta(hours=amount)


@settings(deadline=None)
@given(MOMENTS, SPANS)
def test_a_duration_is_never_over_earlier_than_asked(at, span):
    assert due(after(f"PT{span.total_seconds():.6f}S"), at) - at >= span - timedelta(microseconds=1)


# -- cycles


def fires(timer: Timer, at: datetime, most: int = 10) -> list[datetime]:
    """The moments at which it comes when nobody is late."""
    coming: Due | None = first(timer, at, {}, CALENDAR)
    found = []
    while coming and len(found) < most:
        found.append(coming.at)
        coming = following(timer, waiting(at, coming.at, coming.rounds), max(at, coming.at), {}, CALENDAR)
    return found


def test_a_cycle_comes_as_often_as_it_says_or_for_ever():
    assert fires(cycle("R3/PT10H"), AT) == [AT + timedelta(hours=10 * n) for n in (1, 2, 3)]
    assert len(fires(cycle("R/PT10H"), AT, most=50)) == 50
    assert following(after("PT10H"), waiting(AT, AT, 1), AT, {}) is None


def test_a_series_with_a_start_comes_first_at_its_start():
    series = cycle("R3/2026-12-01T09:00:00+08:00/P1D")
    assert fires(series, AT) == [taipei(2026, 12, day, 9) for day in (1, 2, 3)]
    assert fires(series, taipei(2026, 12, 2, 8)) == [taipei(2026, 12, day, 9) for day in (2, 3)]


def test_a_series_that_is_over_comes_once_at_once():
    assert fires(cycle("R3/2020-01-01/P1D"), AT) == [taipei(2020, 1, 3)]


def test_a_monthly_series_from_the_31st_stays_at_the_end_of_the_month():
    assert fires(cycle("R4/P1M"), taipei(2027, 12, 31)) == [
        taipei(2028, 1, 31), taipei(2028, 2, 29), taipei(2028, 3, 31), taipei(2028, 4, 30),
    ]  # fmt: skip
    assert fires(cycle("R/1900-01-31/P1M"), taipei(2026, 2, 1), most=2) == [taipei(2026, 2, 28), taipei(2026, 3, 31)]


def test_a_very_old_series_of_seconds_is_found_at_once():
    assert fires(cycle("R/1900-01-01T00:00:00.5Z/PT1S"), AT, most=1) == [AT + timedelta(seconds=0.5)]


def test_what_was_missed_in_an_outage_does_not_come_all_at_once():
    late = AT + timedelta(hours=30)
    again = following(cycle("R/PT1H"), waiting(AT, AT + timedelta(hours=1)), late, {})
    assert again == Due(AT + timedelta(hours=31), None)
    again = following(cycle("R3/PT1H"), waiting(AT, AT + timedelta(hours=1), 3), late, {})
    assert again == Due(AT + timedelta(hours=31), 2)


def test_a_series_with_a_start_has_used_up_what_it_missed():
    series, start = cycle("R4/2026-12-01/P1D"), taipei(2026, 12, 1)
    assert following(series, waiting(AT, start, 4), taipei(2026, 12, 2, 12), {}) == Due(taipei(2026, 12, 3), 2)
    assert following(series, waiting(AT, start, 4), taipei(2026, 12, 9), {}) is None


def test_every_second_working_day_leaves_no_day_out():
    timer = Timer(TimerKind.CYCLE, limit=Limit(2, LimitUnit.WORKING_DAYS))
    last = [(moment - timedelta(1)).astimezone(TAIPEI).date() for moment in fires(timer, taipei(2026, 3, 2), most=4)]
    assert [day.day for day in last] == [4, 6, 10, 12]


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 500), st.integers(0, 10_000))
def test_the_next_round_is_always_ahead_and_in_the_series(at, minutes, late):
    timer, span = cycle(f"R/PT{minutes}M"), timedelta(minutes=minutes)
    now = at + span + timedelta(minutes=late)
    again = following(timer, waiting(at, at + span), now, {})
    assert again is not None
    assert now < again.at <= now + span
    assert (again.at - at) % span == timedelta()


# -- suspension


@settings(deadline=None)
@given(MOMENTS, SPANS, st.floats(0, 0.99), SPANS)
def test_a_suspension_moves_a_duration_by_exactly_as_long_as_it_was(at, span, when, length):
    due_at = at + span
    suspended = at + span * when
    for timer in (after("PT1H"), cycle("R3/PT1H"), formula('duration("P1Y")', TimerKind.DURATION)):
        assert moved(timer, at, due_at, suspended, suspended + length) == due_at + length


def test_a_date_and_a_series_with_a_start_stay_where_they_are():
    due_at = taipei(2026, 12, 1, 9)
    for timer in (
        date_timer("2026-12-01T09:00"),
        formula("day"),
        cycle("R3/2026-12-01T09:00:00+08:00/P1D"),
        formula('"R3/2026-12-01T09:00:00+08:00/P1D"', TimerKind.CYCLE),
    ):
        assert moved(timer, AT, due_at, AT, AT + timedelta(400), CALENDAR) == due_at


def test_what_was_due_before_the_suspension_stays_due():
    for timer in (after("PT1H"), limit(1, LimitUnit.WORKING_HOURS)):
        assert moved(timer, AT, AT, AT + timedelta(1), AT + timedelta(9), CALENDAR) == AT


def test_a_timer_that_began_while_all_stood_still_has_all_its_time_left():
    since = AT + timedelta(hours=2)
    assert moved(after("PT1H"), since, since + timedelta(hours=1), AT, AT + timedelta(hours=5)) == AT + timedelta(
        hours=6
    )


def test_a_cycle_goes_on_from_where_a_suspension_moved_it():
    due_at = moved(cycle("R3/PT10H"), AT, AT + timedelta(hours=10), AT, AT + timedelta(hours=3))
    assert following(cycle("R3/PT10H"), waiting(AT, due_at, 3), due_at, {}) == Due(AT + timedelta(hours=23), 2)


def test_a_limit_keeps_the_working_days_it_had_left():
    five = limit(5, LimitUnit.WORKING_DAYS)
    start = taipei(2026, 3, 2, 9)  # Monday; the fifth working day is Monday the 9th
    assert due(five, start) == taipei(2026, 3, 10)
    back = moved(five, start, due(five, start), taipei(2026, 3, 4, 12), taipei(2026, 3, 16, 9), CALENDAR)
    assert back == taipei(2026, 3, 20)  # Thursday, Friday and Monday were left after Wednesday


def test_a_limit_keeps_the_working_hours_it_had_left():
    four = limit(4, LimitUnit.WORKING_HOURS)
    start = taipei(2026, 3, 2, 9)
    back = moved(four, start, due(four, start), taipei(2026, 3, 2, 10), taipei(2026, 3, 6, 16), CALENDAR)
    assert due(four, start) == taipei(2026, 3, 2, 14)
    assert back == taipei(2026, 3, 9, 10)  # three hours: 1.5 on Friday, then the weekend, 1.5 on Monday


@settings(deadline=None)
@given(
    MOMENTS, st.integers(1, 30), st.sampled_from(LimitUnit), st.timedeltas(timedelta(), timedelta(20)),
    st.timedeltas(timedelta(), timedelta(60)),
)  # fmt: skip
def test_a_suspension_never_takes_time_from_a_limit(at, amount, unit, until, length):
    timer = limit(amount, unit)
    due_at = due(timer, at)
    back = moved(timer, at, due_at, at + until, at + until + length, CALENDAR)
    assert back >= due_at
    last = (back - timedelta(microseconds=1)).astimezone(TAIPEI).date()
    assert CALENDAR.is_working(last) or back == due_at


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 30), st.sampled_from(LimitUnit))
def test_a_suspension_of_no_length_changes_nothing(at, amount, unit):
    timer = limit(amount, unit)
    assert moved(timer, at, due(timer, at), at, at, CALENDAR) == due(timer, at)
