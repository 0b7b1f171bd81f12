"""What someone typed about a party, made uniform and checked; every fault at once, named by its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongban.core.forms import contacts, identifiers

from .models import PartyKind

PRIVATE = ("identifier", "phone", "email", "address")
CONTACTS = ("phone", "email", "address")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Details:
    """A party's details in one spelling; "" where there is none. Its `repr` shows nothing private."""

    kind: str
    name: str = field(repr=False)
    language: str = "zh-hant"
    district: str = ""
    identifier: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def read_details(
    *,
    kind: str,
    name: str,
    on: date,
    language: str = "zh-hant",
    district: str = "",
    identifier: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
) -> Details:
    """Details as they are stored; `on` decides whether a resident's old number still counts.

    Raises ValidationError with the faults of every field.
    """
    faults: dict[str, str] = {}

    def read(field: str, reader: Callable[[], str]) -> str:
        try:
            return reader()
        except ValidationError as fault:
            faults[field] = str(fault.message)
            return ""

    details = Details(
        kind=read("kind", lambda: _kind(kind)),
        name=read("name", lambda: _line(name, 100) or _refuse(_("Enter the name."))),
        language=read("language", lambda: _line(language, 10) or "zh-hant"),
        district=read("district", lambda: _line(district, 20)),
        identifier=read("identifier", lambda: read_identifier(identifier, kind, on)),
        phone=read("phone", lambda: read_contact("phone", phone)),
        email=read("email", lambda: read_contact("email", email)),
        address=read("address", lambda: read_contact("address", address)),
    )
    if faults:
        raise ValidationError(dict(faults))
    return details


def read_identifier(text: str, kind: str, on: date) -> str:
    if not text.strip():
        return ""
    if kind == PartyKind.PERSON:
        return identifiers.national_id(text, on) or _refuse(
            _("This is not a valid national ID or resident certificate number: compare it with the card.")
        )
    if kind == PartyKind.COMPANY:
        return identifiers.company_id(text) or _refuse(
            _("This is not a valid company number: it has 8 digits, and the last one checks the others.")
        )
    return _line(text, 40).upper()


def read_contact(name: str, text: str) -> str:
    """A phone number (E.164), e-mail or postal address as it is stored; "" for none."""
    if not text.strip():
        return ""
    if name == "phone":
        return contacts.phone(text) or _refuse(
            _("This is not a phone number that can be called: give it with its area code, e.g. 02-2720-8889.")
        )
    if name == "email":
        return contacts.email(text) or _refuse(
            _("This is not an e-mail address that mail can reach: it looks like name@example.com.")
        )
    return _line(unicodedata.normalize("NFKC", text).replace("台", "臺"), 200)


def indexed(name: str, value: str) -> str:
    """The part of a stored value by which it is found: a phone without its extension, an address in lower case."""
    if name == "phone":
        return value.partition(";")[0]
    return value.casefold() if name == "email" else value


def name_key(name: str) -> str:
    """A name as it is searched: full and half width, case, spaces, dots and 台/臺 make no difference."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("台", "臺")
    key = _UNSEEN.sub("", re.sub(r"[\s·・‧•.,，、\-]", "", folded))
    return unicodedata.normalize("NFKC", key)[:100]


def _kind(kind: str) -> str:
    return kind if kind in PartyKind.values else _refuse(_("A party is a person, a company or premises."))


def _line(text: str, longest: int) -> str:
    """One visible line. A private-use character stays: household registers write rare names with them."""
    line = re.sub(r"\s+", " ", text).strip()
    if _UNSEEN.search(line):
        return _refuse(_("This contains characters that cannot be seen: type it again instead of pasting it."))
    if len(line) > longest:
        return _refuse(_("This is too long: at most %(longest)d characters.") % {"longest": longest})
    return line


def _refuse(sentence: str) -> str:
    raise ValidationError(sentence)
