"""How dates, names and numbers are written for people. Pure: values in, text out.

Dates are written as the office writes them: 115/11/20 (五), where the year counts from 1912
(民國 1 = 1912), and moments in the office's time zone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Asia/Taipei")
MASK = "○"

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BETWEEN_NAMES = re.compile(r"([\s·・‧•.,，、\-]+)")


def office_day(value: date | datetime) -> date:
    """The day in the office's zone. A datetime without a zone is refused: nobody could say which day it is."""
    if not isinstance(value, datetime):
        return value
    return _office_moment(value).date()


def _office_moment(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone to be written as an office date")
    return value.astimezone(OFFICE_TIME)


def roc_year(year: int) -> str:
    """115 for 2026; 前1 for 1911, as there is no year 0."""
    return str(year - 1911) if year > 1911 else f"前{1912 - year}"


def roc_date(value: date | datetime, *, weekday: bool = True) -> str:
    """115/11/20 (五), or 115/11/20 without the weekday."""
    day = office_day(value)
    text = f"{roc_year(day.year)}/{day.month}/{day.day}"
    return f"{text} ({_WEEKDAYS_ZH[day.weekday()]})" if weekday else text


def roc_datetime(value: datetime, *, weekday: bool = True) -> str:
    """115/11/20 (五) 14:05 in the office's zone."""
    return f"{roc_date(value, weekday=weekday)} {_office_moment(value):%H:%M}"


def english_date(value: date | datetime, *, weekday: bool = True) -> str:
    """Fri 20 Nov 2026: no reader can take the day for the month."""
    day = office_day(value)
    text = f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{_WEEKDAYS_EN[day.weekday()]} {text}" if weekday else text


def date_for(value: date | datetime, language: str, *, weekday: bool = True) -> str:
    """The date as readers of `language` (a BCP 47 tag) expect it."""
    write = english_date if language.lower().startswith("en") else roc_date
    return write(value, weekday=weekday)


def datetime_for(value: datetime, language: str, *, weekday: bool = True) -> str:
    """The moment as readers of `language` expect it, in the office's zone."""
    return f"{date_for(value, language, weekday=weekday)} {_office_moment(value):%H:%M}"


def masked_name(name: str) -> str:
    """王○明 for 王小明, 王○ for 王明, J○○ S○○ for John Smith.

    A Chinese name keeps its first and last character, one of two its first, and as many marks as
    were hidden; of any other name each part keeps its first letter and tells nothing of its length.
    """
    parts = _BETWEEN_NAMES.split(name.strip())
    return "".join(part if index % 2 else _masked_part(part) for index, part in enumerate(parts))


def _masked_part(part: str) -> str:
    characters = _characters(part)
    if not characters:
        return ""
    if not _is_han(characters[0]):
        return characters[0] + MASK * 2
    if len(characters) == 1:
        return MASK
    if len(characters) == 2:
        return characters[0] + MASK
    return characters[0] + MASK * (len(characters) - 2) + characters[-1]


def _characters(text: str) -> list[str]:
    """What a reader calls a character: with its accents and its variant selector."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.combining(char) or _is_variation_selector(char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _is_han(char: str) -> bool:
    """Ideographs, also rare ones of the supplementary planes, private use (Taiwan's 造字) and kana."""
    code = ord(char[0])
    return 0x2E80 <= code <= 0x9FFF or 0xE000 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or code >= 0xF0000


def thousands(value: int | float | Decimal) -> str:
    """1,234,567 or 1,234.50: grouped, with the decimals the value has. A whole float has none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}"
