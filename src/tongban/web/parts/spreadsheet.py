"""Files for spreadsheets: what every CSV and XLSX of ours obeys."""

from __future__ import annotations

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROC_DAY = "[$-404]e/m/d"
"""Excel's format for a date with the year of the Republic."""
MARK = "\ufeff"
"""Stands at the beginning of a CSV file, so that Excel reads Chinese."""
BOOK = {"strings_to_formulas": False, "strings_to_urls": False}
"""How an xlsxwriter workbook is opened: text stays text."""
LONGEST = 32_767
"""Characters in one cell."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe keeps it text (CWE-1236)."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def sheet_name(title: str) -> str:
    """A name that Excel accepts for a sheet."""
    return "".join("_" if char in "[]:*?/\\'" else char for char in title)[:31] or "Tongban"
