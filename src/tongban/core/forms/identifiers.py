"""Taiwanese identity and company numbers: what is written down is made uniform, then proved by its check digit.

Every function takes what someone typed and gives the number in its one official spelling, or None
when it cannot be one. Only the arithmetic is judged: that a number was ever issued, no rule can tell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # A is 10, B is 11 … I, O, W and Z came later
_ID_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_COMPANY_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_CITIZEN = re.compile(r"[A-Z][12][0-9]{8}")
_RESIDENT = re.compile(r"[A-Z][89][0-9]{8}")
_RESIDENT_OLD = re.compile(r"[A-Z][A-D][0-9]{8}")

OLD_RESIDENT_NUMBERS_END = date(2031, 1, 1)
"""Numbers of the old form (two letters) no longer count from 民國120年1月1日."""


def company_id(text: str) -> str | None:
    """統一編號: eight digits, weighted digit sums divisible by 5 (Ministry of Finance, since 112/4).

    With 7 as the seventh digit its product 28 may count as 10 → 1 or as 0, so the sum or the sum
    plus one may be divisible.
    """
    number = _uniform(text)
    if not re.fullmatch(r"[0-9]{8}", number) or number == "00000000":
        return None
    products = (int(digit) * weight for digit, weight in zip(number, _COMPANY_WEIGHTS, strict=True))
    total = sum(product // 10 + product % 10 for product in products)
    valid = total % 5 == 0 or (number[6] == "7" and (total + 1) % 5 == 0)
    return number if valid else None


def citizen_id(text: str) -> str | None:
    """國民身分證統一編號: a letter, 1 or 2, eight digits of which the last is the check digit."""
    number = _uniform(text)
    return number if _CITIZEN.fullmatch(number) and _adds_up(number) else None


def resident_id(text: str, on: date) -> str | None:
    """居留證統一證號 as it counts on the day `on`: with 8 or 9 second; until 119/12/31 also with two letters."""
    number = _uniform(text)
    if _RESIDENT.fullmatch(number):
        return number if _adds_up(number) else None
    if _RESIDENT_OLD.fullmatch(number) and on < OLD_RESIDENT_NUMBERS_END:
        units = str(_LETTERS.index(number[1]) % 10)
        return number if _adds_up(number[0] + units + number[2:]) else None
    return None


def national_id(text: str, on: date) -> str | None:
    """統一證號 of a person: of a citizen or of a resident foreigner, whichever it is."""
    return citizen_id(text) or resident_id(text, on)


def _uniform(text: str) -> str:
    return re.sub(r"[\s\-.‧·]", "", unicodedata.normalize("NFKC", text)).upper()


def _adds_up(number: str) -> bool:
    digits = str(_LETTERS.index(number[0]) + 10) + number[1:]
    return sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True)) % 10 == 0
