from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms import read_date, roc_text
from tongban.core.forms.roc_dates import date_text


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-28", "115/2/28", "115-02-28", "115.2.28", "民國115年2月28日", "民國 115 年 2 月 28 日", "115年2月28日",
        "1150228", "20260228", "0115-02-28", "１１５／２／２８", "西元2026年2月28日", "2026/2/28", "115/02/28 (六)",
    ],
)  # fmt: skip
def test_one_day_is_understood_however_it_is_written(typed: str) -> None:
    assert read_date(typed) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "typed",
    [
        "115/2/29",
        "2026-02-30",
        "115/13/1",
        "0/1/1",
        "民國0年1月1日",
        "9999-01-01",
        "1/2",
        "",
        "昨天",
        "1" * 500,
        "115/2/28x",
    ],
)
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert read_date(typed) is None


def test_leap_days_exist_in_leap_years_only() -> None:
    assert read_date("113/2/29") == date(2024, 2, 29)
    assert read_date("民國89年2月29日") == date(2000, 2, 29)
    assert read_date("114/2/29") is None


def test_before_the_republic_years_count_backwards() -> None:
    assert read_date("民前1年10月10日") == date(1911, 10, 10)
    assert roc_text(date(1911, 10, 10)) == "前1/10/10"


def test_two_digit_years_are_years_of_the_republic() -> None:
    assert read_date("45/3/2") == date(1956, 3, 2) == read_date("450302")


@given(st.dates(date(1850, 1, 1), date(2300, 12, 31)))
def test_what_is_written_out_reads_back(day: date) -> None:
    assert read_date(roc_text(day)) == day == read_date(day.isoformat()) == read_date(date_text(day, "zh-Hant"))


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = read_date(text)
    assert found is None or found.year >= 1850
