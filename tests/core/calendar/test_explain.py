from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.core.calendar.clocks import CALENDAR, CORRECTION, HOURS, TYPHOON, D, W, at, clocks, day
from tongban.core.calendar import Clock, Closure, Limit, roc_date, roc_day


def chinese(clock: Clock, on: str, calendar=CALENDAR) -> list[str]:
    return [line.zh for line in clock.explain(calendar, day(on))]


def test_new_year_and_a_correction_are_explained_line_by_line() -> None:
    clock = Clock.start(Limit(6, W), day("115/02/13"))
    clock = clock.pause(day("115/02/23"), CORRECTION, "correction").resume(day("115/03/02"))
    assert chinese(clock, "115/03/03") == [
        "自 115/02/13 起算 6 個工作天（始日不計）",
        "扣除春節假期 9 日（115/02/14 至 115/02/22）",
        "扣除週末 2 日",
        "通知補正期間 4 個工作天不計（115/02/23 至 115/03/02）",
        "應於 115/03/09 (一) 前（含當日）辦畢",
        "截至 115/03/03 已用 2 個工作天，尚餘 4 個工作天",
    ]
    assert [line.en for line in clock.explain(CALENDAR, day("115/03/03"))] == [
        "6 working days from 2026-02-13 (the first day does not count)",
        "less 9 days of Chinese New Year (2026-02-14 to 2026-02-22)",
        "less 2 days of weekends",
        "4 working days of time for correction not counted (2026-02-23 to 2026-03-02)",
        "due on Monday 2026-03-09",
        "on 2026-03-03: 2 working days used, 4 working days left",
    ]


def test_a_correction_in_calendar_days_is_told_in_days() -> None:
    clock = Clock.start(Limit(30, D), day("115/03/02")).pause(day("115/03/04"), CORRECTION, "correction")
    assert chinese(clock, "115/03/10")[1:] == [
        "自 115/03/04 起停止計算：通知補正期間",
        "截至 115/03/10 已用 2 日，尚餘 28 日",
    ]
    assert "通知補正期間 4 日不計（115/03/04 至 115/03/08）" in chinese(clock.resume(day("115/03/08")), "115/03/10")


def test_the_end_on_a_day_off_names_day_and_rule() -> None:
    lines = chinese(Clock.start(Limit(30, D), day("113/09/27")), "113/10/29")
    assert lines[1:] == [
        "末日 113/10/27 適逢星期日，順延至 113/10/28（行政程序法第48條第4項）",
        "應於 113/10/28 (一) 前（含當日）辦畢",
        "截至 113/10/29 已逾期 1 日",
    ]


def test_an_adverse_end_on_a_day_off_says_that_it_stays() -> None:
    assert chinese(Clock.start(Limit(2, D, adverse=True), day("115/02/14")), "115/02/14")[:2] == [
        "自 115/02/14 起算 2 日（不利處分，始日計入）",
        "末日 115/02/15 適逢農曆除夕，照計不順延（行政程序法第48條第5項）",
    ]


def test_a_typhoon_closure_and_a_make_up_day_are_named() -> None:
    calendar = CALENDAR.with_closures([Closure(day("114/02/10"), frozenset({"beitou"}), TYPHOON)])
    lines = chinese(Clock.start(Limit(2, W), day("114/02/07"), "beitou"), "114/02/07", calendar)
    assert "114/02/08（星期六）補行上班，計入" in lines
    assert "扣除颱風停止上班 1 日（114/02/10）" in lines
    assert "扣除週末 1 日" in lines


def test_a_resumption_on_the_last_day_is_named_as_the_end() -> None:
    clock = Clock.start(Limit(4, D), day("115/03/02")).pause(day("115/03/06"), CORRECTION, "correction")
    assert "末日 115/03/15 適逢星期日，順延至 115/03/16（行政程序法第48條第4項）" in chinese(
        clock.resume(day("115/03/15")), "115/03/16"
    )


def test_extension_reopening_and_the_end_are_told() -> None:
    clock = Clock.start(Limit(6, W), day("115/03/02")).extend(Limit(3, W), "會勘", day("115/03/05"))
    clock = clock.meet(day("115/03/06")).reopen(day("115/03/09")).meet(day("115/03/10"))
    lines = chinese(clock, "115/12/31")
    assert "115/03/05 展期 3 個工作天（會勘）" in lines
    assert "辦結至重啟 1 個工作天不計（115/03/06 至 115/03/09）" in lines
    assert lines[-1] == "已於 115/03/10 依限辦結"
    late = Clock.start(Limit(1, W), day("115/03/02")).meet(day("115/03/04"))
    assert chinese(late, "115/12/31")[-1] == "已於 115/03/04 辦結，逾期"


def test_braces_typed_by_an_officer_are_shown_as_typed() -> None:
    clock = Clock.start(Limit(6, W), day("115/03/02")).extend(Limit(3, W), "{day} {0}", day("115/03/05"))
    assert chinese(clock, "115/03/05")[1] == "115/03/05 展期 3 個工作天（{day} {0}）"


def test_hours_are_explained_with_their_time_of_day() -> None:
    clock = Clock.start(Limit(4, HOURS), at("115/02/13", 15, 30))
    assert [line.zh for line in clock.explain(CALENDAR, at("115/02/23", 9))] == [
        "自 115/02/13 15:30 起算 4 個工作小時（即時起算）",
        "扣除春節假期 9 日（115/02/14 至 115/02/22）",
        "應於 115/02/23 (一) 10:30 前辦畢",
        "截至 115/02/23 09:00 已用 2 個工作小時 30 分鐘，尚餘 1 個工作小時 30 分鐘",
    ]


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (date(2026, 2, 13), "115/02/13"),
        (date(2024, 2, 29), "113/02/29"),
        (date(1912, 1, 1), "1/01/01"),
        (date(1911, 10, 10), "民國前1/10/10"),
    ],
)
def test_dates_in_the_calendar_of_the_republic(when: date, written: str) -> None:
    assert roc_date(when) == written


def test_a_date_with_its_weekday() -> None:
    assert roc_day(date(2026, 11, 20)) == "115/11/20 (五)"


@given(clocks())
def test_any_clock_can_be_explained_and_names_its_due_date(clock: Clock) -> None:
    lines = clock.explain(CALENDAR, clock.started)
    due = clock.due_on(CALENDAR)
    assert due is None or any(roc_day(due) in line.zh for line in lines)
    assert not any("{" in line.zh + line.en for line in lines)
