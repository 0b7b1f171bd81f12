from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.core.calendar.clocks import CALENDAR, CORRECTION, HOURS, MONTHS, TYPHOON, D, W, at, day
from tongban.core.calendar import CalendarError, Clock, ClockError, ExtensionRule, Limit, LimitError, LimitUnit

SIX = Clock.start(Limit(6, W), day("115/03/02"))  # a Monday; due on Tuesday 115/03/10


def test_consumed_and_remaining_add_up_to_the_limit() -> None:
    assert SIX.due_on(CALENDAR) == day("115/03/10")
    assert SIX.consumed(CALENDAR, day("115/03/05")) == 3
    assert SIX.remaining(CALENDAR, day("115/03/05")) == 3
    assert SIX.remaining(CALENDAR, day("115/03/10")) == 0


def test_late_is_told_in_working_days_and_begins_after_the_due_day() -> None:
    assert not SIX.is_late(CALENDAR, day("115/03/10"))
    assert SIX.is_late(CALENDAR, day("115/03/11"))
    assert SIX.remaining(CALENDAR, day("115/03/12")) == -2
    assert SIX.late_from(CALENDAR) == at("115/03/11", 0)


def test_a_rolled_end_is_not_late_before_the_day_it_rolled_to_is_over() -> None:
    clock = Clock.start(Limit(30, D), day("113/09/27"))  # 113/10/27 is a Sunday
    assert clock.remaining(CALENDAR, day("113/10/28")) == 0
    assert clock.remaining(CALENDAR, day("113/10/29")) == -1


def test_nobody_knows_the_due_date_while_a_pause_is_open() -> None:
    paused = SIX.pause(day("115/03/04"), CORRECTION, "correction")
    assert paused.is_paused
    assert paused.due_on(CALENDAR) is None
    assert paused.late_from(CALENDAR) is None
    assert not paused.is_late(CALENDAR, day("115/12/31"))
    assert paused.due_if_resumed(day("115/03/09"), CALENDAR) == day("115/03/13")


def test_a_pause_that_begins_too_late_does_not_undo_being_late() -> None:
    late = SIX.pause(day("115/03/12"), CORRECTION, "correction")
    assert late.due_on(CALENDAR) == day("115/03/10")
    assert late.is_late(CALENDAR, day("115/03/20"))
    assert late.resume(day("115/03/20")).due_on(CALENDAR) == day("115/03/10")


def test_a_pause_on_the_last_day_is_in_time_and_due_when_it_ends() -> None:
    clock = SIX.pause(day("115/03/10"), CORRECTION, "correction")
    assert clock.due_on(CALENDAR) is None
    assert clock.resume(day("115/03/17")).due_on(CALENDAR) == day("115/03/17")
    assert clock.resume(day("115/03/21")).due_on(CALENDAR) == day("115/03/23")  # from a Saturday


def test_a_pause_that_ends_on_its_day_changes_nothing() -> None:
    clock = SIX.pause(day("115/03/04"), CORRECTION, "correction").resume(day("115/03/04"))
    assert clock.due_on(CALENDAR) == SIX.due_on(CALENDAR)


def test_overlapping_pauses_on_different_grounds_count_once() -> None:
    clock = SIX.pause(day("115/03/03"), CORRECTION, "correction").stand_still(day("115/03/04"), TYPHOON)
    with pytest.raises(ClockError, match="which"):
        clock.resume(day("115/03/06"))
    clock = clock.resume(day("115/03/06"), "correction")
    assert clock.is_paused
    clock = clock.resume(day("115/03/09"))
    assert clock.due_on(CALENDAR) == day("115/03/16")  # one day used, five left after the 9th


def test_what_is_recorded_out_of_order_counts_on_its_day() -> None:
    in_order = SIX.pause(day("115/03/03"), CORRECTION, "a").resume(day("115/03/04"))
    in_order = in_order.pause(day("115/03/05"), CORRECTION, "b").resume(day("115/03/06"))
    reverse = SIX.pause(day("115/03/05"), CORRECTION, "b").resume(day("115/03/06"))
    reverse = reverse.pause(day("115/03/03"), CORRECTION, "a").resume(day("115/03/04"))
    assert in_order.due_on(CALENDAR) == reverse.due_on(CALENDAR) == day("115/03/12")


def test_extending_during_a_pause_adds_to_what_is_left() -> None:
    clock = SIX.pause(day("115/03/04"), CORRECTION, "correction").extend(Limit(3, W), "會勘", day("115/03/05"))
    assert clock.remaining(CALENDAR, day("115/03/05")) == 7


def test_a_month_extended_by_a_month_is_two_months() -> None:
    clock = Clock.start(Limit(1, MONTHS), day("114/12/30")).extend(Limit(1, MONTHS), "會勘", day("115/01/20"))
    assert clock.budget == (day("115/02/28") - day("114/12/30")).days


def test_met_in_time_stays_so_and_stops_counting() -> None:
    met = SIX.meet(day("115/03/05"))
    assert met.is_met
    assert met.met == day("115/03/05")
    assert not met.is_late(CALENDAR, day("115/12/31"))
    assert met.consumed(CALENDAR, day("115/12/31")) == 3
    assert SIX.meet(day("115/03/11")).is_late(CALENDAR, day("115/12/31"))


def test_meeting_ends_an_open_pause() -> None:
    met = SIX.pause(day("115/03/04"), CORRECTION, "correction").meet(day("115/03/20"))
    assert not met.is_paused
    assert not met.is_late(CALENDAR, day("115/03/21"))


def test_reopening_erases_no_date_and_runs_on_with_what_was_left() -> None:
    clock = SIX.meet(day("115/03/05")).reopen(day("115/03/16"))
    assert not clock.is_met
    assert clock.remaining(CALENDAR, day("115/03/16")) == 3
    assert clock.due_on(CALENDAR) == day("115/03/19")
    again = clock.meet(day("115/03/18"))
    assert [(c.on, c.reopened) for c in again.closings] == [
        (day("115/03/05"), day("115/03/16")),
        (day("115/03/18"), None),
    ]


def test_reopening_does_not_make_a_late_case_timely() -> None:
    assert SIX.meet(day("115/03/12")).reopen(day("115/03/20")).due_on(CALENDAR) == day("115/03/10")


PAUSED = SIX.pause(day("115/03/04"), CORRECTION, "correction")
MET = SIX.meet(day("115/03/05"))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: SIX.pause(day("115/03/01"), CORRECTION, "correction"),
        lambda: PAUSED.pause(day("115/03/05"), CORRECTION, "correction"),
        lambda: PAUSED.resume(day("115/03/03")),
        lambda: PAUSED.resume(day("115/03/05"), "other"),
        lambda: PAUSED.meet(day("115/03/03")),
        lambda: SIX.resume(day("115/03/04")),
        lambda: SIX.reopen(day("115/03/04")),
        lambda: SIX.meet(day("115/03/01")),
        lambda: SIX.extend(Limit(1, W), " ", day("115/03/04")),
        lambda: SIX.extend(Limit(1, D), "reason", day("115/03/04")),
        lambda: MET.meet(day("115/03/06")),
        lambda: MET.pause(day("115/03/06"), CORRECTION, "correction"),
        lambda: MET.resume(day("115/03/06")),
        lambda: MET.extend(Limit(1, W), "reason", day("115/03/06")),
        lambda: MET.reopen(day("115/03/04")),
        lambda: MET.reopen(day("115/03/09")).meet(day("115/03/06")),
    ],
)
def test_a_change_the_clock_does_not_allow_is_refused_in_both_languages(refused) -> None:
    with pytest.raises(ClockError) as error:
        refused()
    assert error.value.text.zh
    assert error.value.text.en != error.value.text.zh


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="no time zone"):
        Clock.start(Limit(1, D), datetime(2026, 3, 2, 9))


@pytest.mark.parametrize(
    ("mapping", "limit"),
    [
        ({"working_days": 6}, Limit(6, W)),
        ({"months": 2, "adverse": True}, Limit(2, MONTHS, adverse=True)),
        ({"working_hours": 4}, Limit(4, HOURS)),
    ],
)
def test_a_limit_is_read_from_a_pack(mapping: dict[str, object], limit: Limit) -> None:
    assert Limit.from_mapping(mapping) == limit
    assert limit.as_mapping() == mapping


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"days": 6},
        {"working_days": 6, "months": 1},
        {"working_days": 0},
        {"working_days": -1},
        {"working_days": True},
        {"working_days": "6"},
        {"working_days": 10_001},
        {"working_days": 6, "adverse": "yes"},
        {6: 6},
    ],
)
def test_a_limit_that_means_nothing_is_refused(mapping: dict[str, object]) -> None:
    with pytest.raises(LimitError) as error:
        Limit.from_mapping(mapping)
    assert error.value.text.zh


def test_a_rule_for_extensions_is_read_from_a_pack() -> None:
    mapping = {"times": 3, "at_most": {"calendar_days": 10}, "in_all": {"calendar_days": 20}}
    rule = ExtensionRule.from_mapping(mapping)
    assert rule == ExtensionRule(3, Limit(10, D), Limit(20, D))
    clock = Clock.start(Limit(30, D), day("115/06/01")).extend(Limit(10, D), "會勘", day("115/06/02"))
    clock = clock.extend(Limit(10, D), "會勘", day("115/06/02"))
    assert "合計" in rule.refusal(clock, Limit(1, D), day("115/06/02"), CALENDAR).zh


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"times": 1},
        {"times": "1", "at_most": {"working_days": 6}},
        {"times": -1, "at_most": {"working_days": 6}},
        {"times": 1, "at_most": 6},
        {"times": 1, "at_most": {"working_days": 6}, "often": 2},
        {"times": 1, "at_most": {"working_days": 6}, "in_all": {"months": 2}},
    ],
)
def test_a_rule_for_extensions_that_means_nothing_is_refused(mapping: dict[str, object]) -> None:
    with pytest.raises(LimitError):
        ExtensionRule.from_mapping(mapping)


def test_a_kind_that_allows_no_extension_says_so() -> None:
    refusal = ExtensionRule(0, Limit(6, W)).refusal(SIX, Limit(1, W), day("115/03/03"), CALENDAR)
    assert refusal is not None and "不得展期" in refusal.zh


def test_an_extension_in_another_unit_is_refused_by_the_rule() -> None:
    refusal = ExtensionRule.statutory(Limit(6, W)).refusal(SIX, Limit(1, D), day("115/03/03"), CALENDAR)
    assert refusal is not None and "6 個工作天" in refusal.zh


def test_a_stored_clock_is_plain_json() -> None:
    clock = PAUSED.resume(day("115/03/06")).extend(Limit(1, W), "會勘", day("115/03/06")).meet(day("115/03/09"))
    stored = json.loads(json.dumps(clock.to_json(), ensure_ascii=False))
    assert stored["limit"] == {"amount": 6, "unit": "working_days", "adverse": False}
    assert stored["pauses"][0]["ground"] == {"zh-Hant": "通知補正期間", "en": "time for correction"}
    assert Clock.from_json(stored) == clock


@pytest.mark.parametrize(
    "damage",
    [
        lambda stored: stored.pop("started"),
        lambda stored: stored.update(started="yesterday"),
        lambda stored: stored.update(limit={"amount": 6, "unit": "moons", "adverse": False}),
        lambda stored: stored.update(pauses=[None]),
    ],
)
def test_a_damaged_clock_is_refused(damage) -> None:
    stored = SIX.to_json()
    damage(stored)
    with pytest.raises(ClockError, match="not a stored clock"):
        Clock.from_json(stored)


def test_every_unit_has_its_words() -> None:
    assert [Limit(1, unit).text.zh for unit in LimitUnit] == [
        "1 個工作天",
        "1 日",
        "1 週",
        "1 個月",
        "1 個工作小時",
    ]
    assert Limit(2, HOURS).unit.counting.text(150).zh == "2 個工作小時 30 分鐘"
    assert Limit(2, HOURS).unit.counting.text(61).en == "1 working hour 1 minute"
