"""Phone numbers and e-mail addresses in one spelling, or None when they cannot be reached."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

_EXTENSION = re.compile(r"(?:#|轉|分機|ext\.?|x)\s*:?\s*([0-9]{1,7})\s*$", re.IGNORECASE)
_BRACKETED_ZERO = re.compile(r"^\+886\s*-?\(?0\)?")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_MOBILE = re.compile(r"\+8869[0-9]{8}")
_LONGEST_PHONE = 60
_AREA_CODES = ("0826", "0836", "037", "049", "082", "089", "02", "03", "04", "05", "06", "07", "08")


def phone(text: str) -> str | None:
    """A number that can be called, in E.164 (`+886227208889`), an extension as in RFC 3966 (`;ext=123`).

    Without a country code it is read as Taiwanese, mobile or landline with its area code; without
    an area code nobody can tell which town is meant, so that is refused.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written or len(written) > _LONGEST_PHONE:
        return None
    extension = _EXTENSION.search(written.replace(";ext=", "#"))
    if extension:
        written = written.replace(";ext=", "#")[: extension.start()].rstrip(" ,;")
    if not re.fullmatch(r"[0-9+()\-./\s‐–—]+", written):
        return None
    written = _BRACKETED_ZERO.sub("+886", f"+{written}" if written.startswith("886") else written)
    if not written.lstrip("(").startswith(("0", "+")):
        return None
    try:
        number = phonenumbers.parse(written, "TW")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{spelled};ext={extension[1]}" if extension else spelled


def mobile(text: str) -> str | None:
    """A Taiwanese mobile number in E.164: one that can get a text message."""
    number = phone(text)
    return number if number and _MOBILE.fullmatch(number) else None


def spoken_phone(number: str) -> str:
    """A number stored by `phone` as people write it: `0912-345-678`, `02-2720-8889 #123`, `+81 3-…` abroad."""
    base, _, extension = number.partition(";ext=")
    spoken = _spoken_at_home(f"0{base[4:]}") if base.startswith("+886") else _spoken_abroad(base)
    return f"{spoken} #{extension}" if extension else spoken


def _spoken_at_home(number: str) -> str:
    if number.startswith(("09", "0800")) and len(number) == 10:
        return f"{number[:4]}-{number[4:7]}-{number[7:]}"
    area = next((code for code in _AREA_CODES if number.startswith(code)), number[:2])
    rest = number[len(area) :]
    return f"{area}-{rest[:-4]}-{rest[-4:]}" if len(rest) > 6 else f"{area}-{rest}"


def _spoken_abroad(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email(text: str) -> str | None:
    """An address mail can be sent to (RFC 5321, dot-atom form); the domain in lower case and ASCII."""
    written = unicodedata.normalize("NFKC", text).strip()
    local, sign, domain = written.rpartition("@")
    if not sign or len(local) > 64 or len(written) > 254 or not _LOCAL_PART.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return f"{local}@{domain}" if len(local) + 1 + len(domain) <= 254 else None
