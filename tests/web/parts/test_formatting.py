from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.web.parts.formatting import (
    MASK,
    date_for,
    datetime_for,
    masked_name,
    roc_date,
    roc_datetime,
    thousands,
)


def test_an_office_date_counts_years_from_1912_and_names_the_weekday() -> None:
    assert roc_date(date(2026, 11, 20)) == "115/11/20 (五)"
    assert roc_date(date(2026, 11, 22)) == "115/11/22 (日)"
    assert roc_date(date(2026, 11, 20), weekday=False) == "115/11/20"


def test_29_february_is_written_like_any_day() -> None:
    assert roc_date(date(2028, 2, 29)) == "117/2/29 (二)"


@pytest.mark.parametrize(("year", "written"), [(1912, "1"), (1911, "前1"), (1900, "前12")])
def test_there_is_no_year_zero(year: int, written: str) -> None:
    assert roc_date(date(year, 1, 1), weekday=False) == f"{written}/1/1"


def test_a_moment_belongs_to_the_office_s_day_not_to_greenwich_s() -> None:
    just_past_midnight = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
    assert roc_datetime(just_past_midnight) == "115/11/20 (五) 00:00"
    assert roc_date(just_past_midnight) == "115/11/20 (五)"
    assert datetime_for(just_past_midnight, "en") == "Fri 20 Nov 2026 00:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        roc_datetime(datetime(2026, 11, 20))
    with pytest.raises(ValueError, match="time zone"):
        roc_date(datetime(2026, 11, 20))


def test_a_date_follows_the_reader_s_language() -> None:
    day = date(2026, 3, 2)
    assert date_for(day, "zh-hant") == "115/3/2 (一)"
    assert date_for(day, "en") == "Mon 2 Mar 2026"
    assert date_for(day, "en-GB", weekday=False) == "2 Mar 2026"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王○明"),
        ("王明", "王○"),
        ("王", "○"),
        ("歐陽小明", "歐○○明"),
        (" 王小明 ", "王○明"),
        ("John Smith", "J○○ S○○"),
        ("Bo", "B○○"),
        ("谷辣斯·尤達卡", "谷○斯·尤○卡"),
        ("Élodie", "É○○"),
        ("E\u0301lodie", "E\u0301○○"),
        ("𠮷田明", "𠮷○明"),
        ("葛\U000e0100明", "葛\U000e0100○"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_name_is_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@given(st.text(alphabet="王李張陳林小明華玲偉", min_size=2, max_size=8))
def test_a_chinese_name_always_hides_something_and_keeps_its_length(name: str) -> None:
    masked = masked_name(name)
    assert MASK in masked
    assert len(masked) == len(name)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=30))
def test_the_mask_of_a_latin_name_does_not_tell_its_length(name: str) -> None:
    assert masked_name(name) == name[0] + MASK * 2


@given(st.text(max_size=60))
def test_any_text_can_be_masked(name: str) -> None:
    assert isinstance(masked_name(name), str)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-1234, "-1,234"),
        (1234567, "1,234,567"),
        (Decimal("1234.50"), "1,234.50"),
        (1200.0, "1,200"),
        (0.5, "0.5"),
    ],
)
def test_numbers_are_grouped_and_keep_their_decimals(value: int | float | Decimal, written: str) -> None:
    assert thousands(value) == written
