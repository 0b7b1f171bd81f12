"""Dates as people in Taiwan write them: with the years of the Republic (民國, Gregorian − 1911) or Gregorian ones."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPELLED = re.compile(r"(民國前|民前|前|民國|西元|公元)?(\d{1,4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{2,4})(\d{2})(\d{2})", re.ASCII)
_WEEKDAY = re.compile(r"\((?:星期|週|周)?[一二三四五六日]\)$")
_EARLIEST, _LATEST = date(1850, 1, 1), date(2300, 12, 31)
_LONGEST = 40


def read_date(text: str) -> date | None:
    """The day `text` names, or None: 2026-02-28, 115/2/28, 民國115年2月28日, 1150228, 20260228.

    A year below 1000 counts from the founding of the Republic, so a Republic year typed into a
    Gregorian field (0115-02-28) is understood too. Days that do not exist (115/2/29) and years
    outside 1850–2300 are refused.
    """
    if len(text) > _LONGEST:
        return None
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    written = _WEEKDAY.sub("", written)
    match = _SPELLED.fullmatch(written)
    era, parts = (match[1], match.groups()[1:]) if match else (None, ())
    if not match:
        compact = _COMPACT.fullmatch(written)
        if not compact:
            return None
        parts = compact.groups()
    year, month, day = (int(part) for part in parts)
    return _day(_gregorian(year, era), month, day) if year else None


def roc_text(day: date) -> str:
    """`115/2/28`, as officials write it; before 1912 `前1/10/10`."""
    year = f"{day.year - 1911}" if day.year > 1911 else f"前{1912 - day.year}"
    return f"{year}/{day.month}/{day.day}"


def date_text(day: date, language: str) -> str:
    """`115/2/28 (六)`, in English `Sat 28 Feb 2026`."""
    if language.lower().startswith("en"):
        return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{roc_text(day)} ({_WEEKDAYS[day.weekday()]})"


def _gregorian(year: int, era: str | None) -> int:
    if era in {"民國前", "民前", "前"}:
        return 1912 - year
    if era in {"西元", "公元"} or (era is None and year >= 1000):
        return year
    return year + 1911


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None
