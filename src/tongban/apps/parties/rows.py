"""New rows, ready but not yet stored. `actions` save them; `cases.writing` stores answers with the case they belong to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import rfc8785
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .details import CONTACTS, PRIVATE, indexed, name_key, read_details
from .models import Party, PartyKind, ProtectedAnswers
from .protect import vault

_OFFICE = ZoneInfo("Asia/Taipei")
INDEXED = ("identifier", "phone", "email")


def new_party(*, kind: str, name: str, consented: bool, at: datetime, **more: str) -> Party:
    """A party with its private details encrypted; `more` as in `details.read_details`.

    A person's contacts are kept only if they agreed (`consented`). Raises ValidationError naming every faulty field.
    """
    details = read_details(kind=kind, name=name, on=office_day(at), **more)
    contacts = {field: value for field in CONTACTS if (value := getattr(details, field))}
    if contacts and kind == PartyKind.PERSON and not consented:
        raise ValidationError({"consent": without_consent()})
    party = Party(
        kind=details.kind,
        name=details.name,
        name_key=name_key(details.name),
        language=details.language,
        district=details.district,
        registered_at=at,
    )
    for field in PRIVATE:
        put(party, field, getattr(details, field))
    return party


def office_day(at: datetime) -> date:
    return at.astimezone(_OFFICE).date()


def without_consent() -> str:
    return _(
        "Contact data may be kept only with consent: record the consent, or leave phone, e-mail and address empty."
    )


def put(party: Party, field: str, value: str) -> None:
    """Encrypts a normalised value into the party's columns; "" empties them."""
    safe = vault()
    setattr(party, f"{field}_encrypted", safe.encrypt(value.encode(), place(party.id, field)) if value else None)
    if field in INDEXED:
        setattr(party, f"{field}_index", safe.index(field, indexed(field, value)) if value else None)


def take(party: Party, field: str) -> str:
    """The value in clear. Callers show it to nobody unless a look was recorded."""
    stored = getattr(party, f"{field}_encrypted")
    return vault().decrypt(bytes(stored), place(party.id, field)).decode() if stored else ""


def place(row: UUID, field: str) -> str:
    return f"party.{field}:{row}"


def new_answers(answers: Mapping[str, object], *, at: datetime) -> ProtectedAnswers:
    """Answers (JSON-safe) encrypted as canonical JSON (RFC 8785)."""
    row = uuid4()
    encrypted = vault().encrypt(rfc8785.dumps(dict(answers)), f"answers:{row}")  # type: ignore[arg-type]
    return ProtectedAnswers(id=row, encrypted=encrypted, salt=os.urandom(16), stored_at=at)
