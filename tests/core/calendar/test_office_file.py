from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.calendar.clocks import CALENDAR
from tongban.core.calendar import read_office_calendar, taiwan_calendar
from tongban.core.text import Text

HEADER = "西元日期,星期,是否放假,備註"


def year_of(year: int) -> str:
    """A whole year as the government publishes it, from what the library knows."""
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    rows = [HEADER]
    for day in days:
        reason = CALENDAR.reason(day)
        note = reason.zh if reason and not reason.zh.startswith("星期") else ""
        rows.append(f"{day:%Y%m%d},{'一二三四五六日'[day.weekday()]},{2 if reason else 0},{note}")
    return "\r\n".join(rows) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950"])
def test_a_published_year_is_read_in_the_encodings_it_comes_in(encoding: str) -> None:
    days, faults = read_office_calendar(year_of(2025).encode(encoding))
    assert faults == []
    assert len(days) == 365
    assert {row.day for row in days if row.is_off} == {d for d in CALENDAR.off if d.year == 2025}


def test_the_year_overrides_the_library() -> None:
    source = year_of(2025).replace("20250208,六,0,", "20250208,六,2,").replace("20250501,四,0,", "20250501,四,2,勞動節")
    days, faults = read_office_calendar(source.encode())
    calendar = taiwan_calendar(2024, 2026).with_office_days(days)
    assert faults == []
    assert not calendar.is_working(date(2025, 2, 8))
    assert calendar.reason(date(2025, 5, 1)) == Text("勞動節", "Labour Day")


def test_every_fault_is_reported_with_its_row_and_the_good_rows_are_kept() -> None:
    source = year_of(2025)
    for right, wrong in [
        ("20250103,五,0,", "20250230,五,0,"),
        ("20250106,一,0,", "20250106,二,0,"),
        ("20250107,二,0,", "20250107,二,1,"),
        ("20250108,三,0,", "20250109,四,2,"),
        ("20250110,五,0,", "sometime"),
    ]:
        assert right in source
        source = source.replace(right, wrong)
    days, faults = read_office_calendar(source.encode(), "114年.csv")
    assert [fault.place for fault in faults] == ["第 4 列", "第 7 列", "第 8 列", "第 10 列", "第 11 列", "2025"]
    assert all(fault.file == "114年.csv" and fault.remedy.zh and fault.remedy.en for fault in faults)
    assert faults[1].text == Text("20250106 是星期一，檔案寫「二」。", "20250106 is a Monday; the file says “二”.")
    assert len(days) == 360


def test_half_a_year_does_not_pass_for_a_calendar() -> None:
    _, [fault] = read_office_calendar(year_of(2024)[:4000].rsplit("\r\n", 1)[0].encode())
    assert fault.place == "2024"
    assert "日，第一個是" in fault.text.zh


def test_leap_years_have_their_day() -> None:
    _, [fault] = read_office_calendar(year_of(2024).replace("20240229,四,0,\r\n", "").encode())
    assert "20240229" in fault.text.zh


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "缺少欄位"),
        (b"a,b,c\n1,2,3\n", "缺少欄位"),
        ("西元日期,星期\n".encode(), "是否放假"),
        (b"\xff\xff\xff\xff", "編碼"),
        (b"PK\x03\x04\x14\x00\xff\xff", "編碼"),
        (b"x" * 1_000_001, "超過"),
    ],
)
def test_what_is_no_office_calendar_is_one_fault(source: bytes, said: str) -> None:
    days, [fault] = read_office_calendar(source)
    assert days == []
    assert said in fault.text.zh


def test_empty_lines_repeated_rows_and_other_ways_to_write_dates_do_no_harm() -> None:
    source = year_of(2025).replace("20250102,四,0,", "2025/1/2,四,0,\r\n2025-01-02,星期四,0,\r\n,,,\r\n\r\n")
    days, faults = read_office_calendar(source.encode())
    assert (len(days), faults) == (365, [])


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(source: bytes) -> None:
    read_office_calendar(source)
    read_office_calendar(HEADER.encode() + b"\n" + source)
