"""Case numbers such as `SOC-115-0001234-5`: unit prefix, ROC year, serial, check digit.

The check digit (ISO/IEC 7064 mod 11,10 over the digits, letters counted as 10…35) finds every single wrong digit and
nearly every swap of neighbours, so that a number misheard on the phone is refused before anything is looked up.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.iso7064 import mod_11_10

ROC_YEAR_OFFSET = 1911
_SHAPE = re.compile(r"([A-Z0-9]{1,8}?)-?(\d{3})-?(\d{7})-?(\d)")


def case_number(prefix: str, received: date, serial: int) -> str:
    """The number of the `serial`-th case of `prefix` (ASCII capitals and digits) in the year of `received`."""
    year = received.year - ROC_YEAR_OFFSET
    if not 1 <= serial <= 9_999_999:
        raise ValueError(f"serial {serial} does not fit seven digits")
    body = f"{prefix}-{year:03d}-{serial:07d}"
    return f"{body}-{_check_digit(body)}"


def read_case_number(typed: str) -> str | None:
    """The number as stored, from what people type (full width, lower case, no dashes); None if it cannot be one."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    folded = re.sub(r"[\s‐-―−]+", "-", folded.strip()).replace("--", "-")
    if (match := _SHAPE.fullmatch(folded)) is None:
        return None
    prefix, year, serial, check = match.groups()
    body = f"{prefix}-{year}-{serial}"
    return f"{body}-{check}" if _check_digit(body) == check else None


def _check_digit(body: str) -> str:
    digits = "".join(str(int(c, 36)) for c in body if c.isalnum())
    return str(mod_11_10.calc_check_digit(digits))
