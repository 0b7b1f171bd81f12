"""Each rule of design/law.md and taiwan.md that is about time, and each example given there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.core.calendar.clocks import (
    CALENDAR,
    CORRECTION,
    HOURS,
    MONTHS,
    TYPHOON,
    WEEKS,
    D,
    W,
    at,
    day,
    due,
)
from tongban.core.calendar import (
    STATUTORY_LIMIT,
    CalendarError,
    Clock,
    Closure,
    ExtensionRule,
    Limit,
    Urgency,
    dated_limit,
    days_used,
)
from tongban.core.text import Text

# -- 行政程序法 §48


def test_48_i_hours_start_at_once() -> None:
    assert Clock.start(Limit(2, HOURS), at("115/02/12", 9)).late_from(CALENDAR) == at("115/02/12", 11)


@pytest.mark.parametrize("unit", [D, W])
def test_48_ii_the_first_day_is_not_counted(unit) -> None:
    assert due(Limit(1, unit), "115/02/11") == day("115/02/12")


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("115/03/10", 1, "115/03/17"),
        ("115/03/10", 2, "115/03/24"),
    ],
)
def test_48_iii_weeks_end_the_day_before_the_corresponding_day(start: str, amount: int, end: str) -> None:
    assert due(Limit(amount, WEEKS), start) == day(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("112/01/27", "112/02/27"),  # counted from 28 January: ends before 28 February
        ("112/01/28", "112/02/28"),  # 29, 30, 31 January have no corresponding day: the last of February
        ("112/01/29", "112/02/28"),
        ("112/01/30", "112/02/28"),
        ("112/01/31", "112/02/28"),  # counted from 1 February: ends before 1 March
        ("113/01/28", "113/02/28"),  # 2024 has a 29 February
        ("113/01/29", "113/02/29"),
        ("113/01/30", "113/02/29"),
        ("113/01/31", "113/02/29"),
    ],
)
def test_48_iii_a_month_without_the_day_ends_on_its_last(start: str, end: str) -> None:
    clock = Clock.start(Limit(1, MONTHS), day(start))
    assert day(start).toordinal() + clock.budget == day(end).toordinal()


def test_48_iii_months_from_29_february_and_over_the_year_end() -> None:
    assert due(Limit(12, MONTHS), "113/02/28") == day("114/03/03")  # 114/02/28 is off, and a Friday
    assert due(Limit(2, MONTHS), "113/11/15") == day("114/01/15")


def test_48_iv_an_end_on_a_day_off_moves_to_the_next_working_day() -> None:
    assert due(Limit(3, D), "115/02/14") == day("115/02/23")


def test_48_iv_an_end_on_a_saturday_moves_to_monday() -> None:
    assert due(Limit(2, D), "115/03/05") == day("115/03/09")


def test_48_v_adverse_limits_count_the_first_day_and_stay_on_a_day_off() -> None:
    assert due(Limit(2, D, adverse=True), "115/02/14") == day("115/02/15")
    assert due(Limit(1, MONTHS, adverse=True), "115/02/15") == day("115/03/14")
    assert due(Limit(2, W, adverse=True), "115/02/12") == day("115/02/13")


def test_48_v_an_adverse_period_never_ends_later_than_an_ordinary_one() -> None:
    """The statute's exception, “unless worse for the person”: longer is worse here, so it never bites."""
    for start in range(day("114/01/01").toordinal(), day("115/01/01").toordinal()):
        adverse, ordinary = (
            Clock.start(Limit(30, D, flag), date.fromordinal(start)).due_on(CALENDAR) for flag in (True, False)
        )
        assert adverse is not None and ordinary is not None and adverse < ordinary


# -- §51


def test_51_iii_one_extension_by_no_more_than_the_original_period() -> None:
    limit = Limit(2, MONTHS)
    rule, clock = ExtensionRule.statutory(limit), Clock.start(limit, day("115/03/16"))
    on = day("115/05/01")
    assert rule.refusal(clock, Limit(3, MONTHS), on, CALENDAR) is not None
    assert rule.refusal(clock, limit, on, CALENDAR) is None
    extended = clock.extend(limit, "案情複雜", on)
    assert extended.due_on(CALENDAR) == day("115/07/16")
    assert "1 次" in (rule.refusal(extended, limit, on, CALENDAR) or Text("", "")).zh


def test_51_iv_an_extension_comes_before_expiry() -> None:
    limit = Limit(6, W)
    rule, clock = ExtensionRule.statutory(limit), Clock.start(limit, day("115/03/02"))
    assert clock.due_on(CALENDAR) == day("115/03/10")
    assert rule.refusal(clock, limit, day("115/03/10"), CALENDAR) is None
    assert "屆滿前" in (rule.refusal(clock, limit, day("115/03/11"), CALENDAR) or Text("", "")).zh


def test_51_v_the_period_stands_still_until_the_disaster_ends() -> None:
    clock = Clock.start(Limit(30, D), day("115/07/01")).stand_still(day("115/07/08"), Text("颱風", "typhoon"))
    assert clock.due_on(CALENDAR) is None
    assert clock.resume(day("115/07/13")).due_on(CALENDAR) == day("115/08/05")
    assert "第51條第5項" in clock.pauses[0].ground.zh


def test_51_after_a_correction_the_remainder_continues() -> None:
    clock = Clock.start(Limit(6, W), day("115/03/02")).pause(day("115/03/04"), CORRECTION, "correction")
    assert clock.remaining(CALENDAR, day("115/03/31")) == 4
    clock = clock.resume(day("115/03/31"))
    assert clock.remaining(CALENDAR, day("115/03/31")) == 4
    assert clock.due_on(CALENDAR) == day("115/04/08")  # 04/03 to 04/06 are off


# -- days off, typhoons, make-up days


def test_a_period_that_ends_on_a_make_up_saturday_does_not_move() -> None:
    assert due(Limit(3, D), "114/02/05") == day("114/02/08")
    assert due(Limit(3, W), "114/02/05") == day("114/02/08")


def test_a_typhoon_on_the_last_day_moves_it_for_that_locality_only() -> None:
    calendar = CALENDAR.with_closures([Closure(day("115/07/09"), frozenset({"beitou"}), TYPHOON)])
    assert due(Limit(7, D), "115/07/02", "beitou", calendar) == day("115/07/10")
    assert due(Limit(7, D), "115/07/02", "da-an", calendar) == day("115/07/09")


def test_a_typhoon_in_the_middle_prolongs_working_days_but_not_calendar_days() -> None:
    calendar = CALENDAR.with_closures([Closure(day("115/07/08"), None, TYPHOON)])
    assert due(Limit(7, D), "115/07/02", calendar=calendar) == day("115/07/09")
    assert due(Limit(5, W), "115/07/02", calendar=calendar) == day("115/07/10")


def test_an_instant_counts_on_its_day_in_taipei() -> None:
    just_after_midnight = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    assert Clock.start(Limit(1, D), just_after_midnight).started == day("115/03/10")
    just_before = datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
    assert Clock.start(Limit(1, D), just_before).started == day("115/03/09")


# -- documents


def test_documents_have_one_three_and_six_working_days() -> None:
    assert [due(urgency.limit, "115/02/12") for urgency in Urgency] == [
        day("115/02/13"),
        day("115/02/24"),
        day("115/03/02"),
    ]


def test_a_dated_document_is_due_on_its_date_and_ordinary_when_received_late() -> None:
    assert due(dated_limit(day("115/03/02"), day("115/03/12")), "115/03/02") == day("115/03/12")
    assert due(dated_limit(day("115/03/12"), day("115/03/12")), "115/03/12") == day("115/03/12")
    assert dated_limit(day("115/03/13"), day("115/03/12")) == Urgency.ORDINARY.limit


def test_days_used_of_a_document() -> None:
    received = day("94/10/07")
    assert due(Limit(10, D), "94/10/07") == day("94/10/17")
    assert days_used(received, day("94/10/14"), CALENDAR) == 4
    assert days_used(received, day("94/10/18"), CALENDAR) == 6


def test_closing_on_the_day_of_receipt_is_half_a_day() -> None:
    assert days_used(day("115/03/02"), day("115/03/02"), CALENDAR) == Decimal("0.5")


def test_documents_answered_together_count_from_the_last_one_received() -> None:
    received = [day("115/03/02"), day("115/03/05"), day("115/03/03")]
    assert days_used(received, day("115/03/06"), CALENDAR) == 1


def test_kinds_that_do_not_leave_days_off_out_use_calendar_days() -> None:
    assert days_used(day("94/10/07"), day("94/10/14"), CALENDAR, days_off_count=True) == 7


def test_a_document_cannot_be_closed_before_it_came() -> None:
    with pytest.raises(CalendarError, match="before receipt"):
        days_used(day("115/03/03"), day("115/03/02"), CALENDAR)


def test_local_rule_three_extensions_of_ten_days_thirty_in_all() -> None:
    rule = ExtensionRule(3, Limit(10, D), Limit(30, D))
    clock = Clock.start(Limit(30, D), day("115/06/01"))
    for _ in range(3):
        assert rule.refusal(clock, Limit(11, D), day("115/06/20"), CALENDAR) is not None
        assert rule.refusal(clock, Limit(10, D), day("115/06/20"), CALENDAR) is None
        clock = clock.extend(Limit(10, D), "會勘", day("115/06/20"))
    assert rule.refusal(clock, Limit(1, D), day("115/06/20"), CALENDAR) is not None
    assert clock.budget == 60


# -- the examples of taiwan.md


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit(30, D), "114/02/05", "114/03/07"),
        (Limit(30, D), "113/07/03", "113/08/02"),
        (Limit(30, D), "113/09/27", "113/10/28"),
        (Limit(2, MONTHS), "115/03/15", "115/05/15"),
        (Limit(30, D, adverse=True), "115/11/01", "115/11/30"),
        (Limit(10, D), "94/10/07", "94/10/17"),
    ],
)
def test_examples(limit: Limit, start: str, end: str) -> None:
    assert due(limit, start) == day(end)


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit(36, MONTHS), "115/03/16", "118/03/16"),  # 行政罰法 §27
        (Limit(60, MONTHS), "115/03/16", "120/03/17"),  # 行政執行法 §7; 120/03/16 is a Sunday
        (Limit(30, D), "115/03/16", "115/04/15"),  # 訴願法 §14
        (STATUTORY_LIMIT, "115/03/16", "115/05/18"),  # §51 II; 115/05/16 is a Saturday
    ],
)
def test_statutory_periods(limit: Limit, start: str, end: str) -> None:
    assert due(limit, start) == day(end)
