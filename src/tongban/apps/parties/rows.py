"""New rows, ready but not yet stored, and the SQL that stores them.

`actions` save one row at a time; a caller that writes a case with its party in one statement, or fills tables by
COPY, takes the same rows through `Insert`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import rfc8785
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
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


@dataclass(frozen=True)
class Insert:
    """The INSERT of one table: `PARTY.sql("party_")` with the parameters `PARTY.values(row, "party_")`."""

    model: type[Model]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """In the order of `record`. Without a number the database gives itself."""
        return tuple(field.column for field in self._fields)

    @cached_property
    def _fields(self) -> tuple:  # type: ignore[type-arg]
        fields = self.model._meta.concrete_fields
        return tuple(field for field in fields if field.get_internal_type() != "BigAutoField")

    def sql(self, prefix: str = "") -> str:
        names = ", ".join(f'"{column}"' for column in self.columns)
        values = ", ".join(f"%({prefix}{column})s" for column in self.columns)
        # Names of tables and columns come from the model alone.
        return f'INSERT INTO "{self.model._meta.db_table}" ({names}) VALUES ({values})'  # noqa: S608

    def record(self, row: Model) -> tuple[object, ...]:
        """The row's values in the order of `columns`, e.g. for COPY."""
        return tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in self._fields)

    def values(self, row: Model, prefix: str = "") -> dict[str, object]:
        return {f"{prefix}{c}": value for c, value in zip(self.columns, self.record(row), strict=True)}
