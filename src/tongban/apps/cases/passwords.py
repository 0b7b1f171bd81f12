"""Query passwords (查詢密碼): 40 random bits a citizen can read aloud, kept only as an HMAC.

Eight characters of Crockford's base 32, which has no I, L, O or U; what people type for them is read as 1 and 0.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_READ_AS = str.maketrans("ILO", "110", " -‐–—")


def new_password() -> str:
    """A fresh password as shown and spoken: `K7QF-2M9X`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def mac(case_number: str, password: str) -> bytes:
    """What is stored: bound to the case number, so that a value copied to another case opens nothing."""
    typed = unicodedata.normalize("NFKC", password).upper().translate(_READ_AS)
    key = bytes.fromhex(settings.KEYS.password)
    return hmac.new(key, f"{case_number}\n{typed}".encode(), hashlib.sha256).digest()


def matches(case_number: str, password: str, stored: bytes | None) -> bool:
    """Constant work and time whether or not there is such a case or it has a password."""
    expected = bytes(stored) if stored else bytes(32)
    equal = hmac.compare_digest(mac(case_number, password), expected)
    return equal and stored is not None
