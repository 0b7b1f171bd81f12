"""Months in the address and as people read them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from tongban.apps.insight.months import Period, month_of, months_later
from tongban.web.parts.formatting import roc_year

_WRITTEN = re.compile(r"(\d{2,4})[-/.年](\d{1,2})月?")


def month_code(month: date) -> str:
    return f"{month:%Y-%m}"


def read_month(written: str) -> date | None:
    """The first day of 2026-11, 115/11 or 115年11月; None for anything else."""
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    year += 1911 if year < 1000 else 0
    return date(year, month, 1) if 1 <= month <= 12 and 1950 <= year <= 2200 else None


def month_name(month: date) -> str:
    """115年11月, November 2026"""
    if (get_language() or "zh").startswith("zh"):
        return f"{roc_year(month.year)}年{month.month}月"
    return date_format(month, "F Y")


def short_month(month: date) -> str:
    """115/11, for axes."""
    return f"{roc_year(month.year)}/{month.month}" if (get_language() or "zh").startswith("zh") else month_code(month)


def last_months(today: date, count: int) -> Period:
    """So many months, the present one included."""
    return Period(months_later(month_of(today), 1 - count), month_of(today))
