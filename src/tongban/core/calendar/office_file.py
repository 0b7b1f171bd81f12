"""Reads the government's yearly office calendar (政府行政機關辦公日曆表) as it is published: a CSV file.

Columns 西元日期, 星期, 是否放假, 備註; dates like 20250101; 是否放假 is 0 (worked) or 2 (off). Files come in
UTF-8 with or without a byte order mark, or in Big5 (code page 950).
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

from tongban.core.calendar.dates import weekday
from tongban.core.calendar.days import OfficeDay
from tongban.core.text import Fault, Text

COLUMNS = ("西元日期", "星期", "是否放假", "備註")
LARGEST = 1_000_000
"""Bytes; a year takes about 10,000."""

_DATE = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|[-/](\d{1,2})[-/](\d{1,2}))")
_OFF = {"0": False, "2": True}


class _Unreadable(Exception):
    def __init__(self, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
        super().__init__(en)
        self.text, self.remedy = Text(zh, en), Text(remedy_zh, remedy_en)


def read_office_calendar(source: bytes, file: str = "") -> tuple[list[OfficeDay], list[Fault]]:
    """The days of an office calendar file and every fault in it; a row with a fault gives no day.

    `file` is the name the faults speak of. A year that is not complete is a fault too: half a
    download must not pass for a calendar.
    """
    try:
        rows = _rows(source)
        order = _order(rows[0] if rows else [])
    except _Unreadable as error:
        return [], [Fault(file, "", error.text, error.remedy)]
    days: dict[date, OfficeDay] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            day = _day(row, order)
            _refuse_second(day, days)
            days[day.day] = day
        except _Unreadable as error:
            faults.append(Fault(file, f"第 {number} 列", error.text, error.remedy))
    return list(days.values()), faults + _gaps(days, file)


def _rows(source: bytes) -> list[list[str]]:
    if len(source) > LARGEST:
        raise _Unreadable(
            f"檔案超過 {LARGEST:,} 位元組。",
            f"The file has more than {LARGEST:,} bytes.",
            "請確認上傳的是單一年度的辦公日曆表。",
            "Check that this is the office calendar of one year.",
        )
    try:
        return list(csv.reader(io.StringIO(_decoded(source), newline="")))
    except csv.Error as error:
        raise _Unreadable(
            "檔案不是 CSV 格式。",
            f"This is not a CSV file ({error}).",
            "請由原網站重新下載。",
            "Download it again.",
        ) from error


def _decoded(source: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unreadable(
        "檔案編碼既非 UTF-8 也非 Big5。",
        "The file is neither UTF-8 nor Big5.",
        "請另存為 CSV UTF-8 後再匯入。",
        "Save it as CSV UTF-8 and import it again.",
    )


def _order(header: list[str]) -> list[int]:
    """Where each of COLUMNS stands; 備註 may be missing in a file, the others may not."""
    names = [name.strip() for name in header]
    missing = [name for name in COLUMNS[:3] if name not in names]
    if missing:
        raise _Unreadable(
            f"第 1 列缺少欄位：{'、'.join(missing)}。",
            f"Row 1 lacks these columns: {', '.join(missing)}.",
            f"第 1 列應為 {','.join(COLUMNS)}。",
            f"Row 1 must read {','.join(COLUMNS)}.",
        )
    return [names.index(name) if name in names else len(names) for name in COLUMNS]


def _day(row: list[str], order: list[int]) -> OfficeDay:
    written, weekday_name, off, note = (row[i].strip() if i < len(row) else "" for i in order)
    day = _date(written)
    if weekday_name and weekday_name.removeprefix("星期").removeprefix("週") != weekday(day).zh[-1]:
        raise _Unreadable(
            f"{written} 是{weekday(day).zh}，檔案寫「{weekday_name}」。",
            f"{written} is a {weekday(day).en}; the file says “{weekday_name}”.",
            "請更正日期或星期。",
            "Correct the date or the weekday.",
        )
    if off not in _OFF:
        raise _Unreadable(
            f"是否放假為「{off}」。",
            f"是否放假 reads “{off}”.",
            "請填 0（上班）或 2（放假）。",
            "Write 0 (worked) or 2 (off).",
        )
    return OfficeDay(day, _OFF[off], note)


def _date(written: str) -> date:
    found = _DATE.fullmatch(written)
    try:
        if found:
            year, *rest = (int(number) for number in found.groups() if number)
            return date(year, *rest)
    except ValueError:
        pass  # such as 20250229: the same answer as for anything that is no date
    raise _Unreadable(
        f"「{written}」不是日期。",
        f"“{written}” is not a date.",
        "請寫成 20250101。",
        "Write it as 20250101.",
    )


def _refuse_second(day: OfficeDay, days: dict[date, OfficeDay]) -> None:
    if day.day in days and days[day.day] != day:
        raise _Unreadable(
            f"{day.day:%Y%m%d} 重複，且內容與前面不同。",
            f"{day.day:%Y%m%d} stands here a second time, with other content.",
            "請只保留正確的一列。",
            "Keep the row that is right.",
        )


def _gaps(days: dict[date, OfficeDay], file: str) -> list[Fault]:
    """One fault for each year that has some of its days but not all."""
    return [fault for year in sorted({day.year for day in days}) if (fault := _gap(days, year, file))]


def _gap(days: dict[date, OfficeDay], year: int, file: str) -> Fault | None:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days if year < 9999 else 365
    missing = [day for n in range(length) if (day := date(year, 1, 1) + timedelta(n)) not in days]
    if not missing:
        return None
    first = f"{missing[0]:%Y%m%d}"
    return Fault(
        file,
        str(year),
        Text(
            f"{year} 年缺 {len(missing)} 日，第一個是 {first}。",
            f"{year} lacks {len(missing)} days, the first of them {first}.",
        ),
        Text("請匯入完整年度。", "Import the whole year."),
    )
