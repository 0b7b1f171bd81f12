"""Finding parties. Encrypted values are compared by their blind index: exact, whatever way they were typed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from tongban.core.forms import identifiers

from .details import indexed, name_key, read_contact, read_identifier
from .models import Consent, Party, PartyKind, ProtectedAnswers
from .protect import vault
from .rows import take


@dataclass(frozen=True, slots=True)
class ContactPoints:
    """Where messages to a party go. For the machinery that sends them; its `repr` shows nothing."""

    language: str
    phone: str = field(repr=False)
    email: str = field(repr=False)
    address: str = field(repr=False)


def parties_with_identifier(text: str) -> QuerySet[Party]:
    """Parties with this national ID, resident certificate, company or premises number."""
    return Party.objects.filter(_matching("identifier", _identifiers(text)))


def parties_with_phone(text: str) -> QuerySet[Party]:
    return Party.objects.filter(_matching("phone", _contact("phone", text)))


def parties_with_email(text: str) -> QuerySet[Party]:
    return Party.objects.filter(_matching("email", _contact("email", text)))


def parties_named(beginning: str) -> QuerySet[Party]:
    """Parties whose name begins so, in the order of their names. Nobody for an empty beginning."""
    key = name_key(beginning)
    return Party.objects.filter(name_key__startswith=key).order_by("name_key") if key else Party.objects.none()


def parties_found(text: str) -> QuerySet[Party]:
    """One box for everything: a number, phone, e-mail or the beginning of a name."""
    where = _matching("identifier", _identifiers(text))
    where |= _matching("phone", _contact("phone", text)) | _matching("email", _contact("email", text))
    if key := name_key(text):
        where |= Q(name_key__startswith=key)
    return Party.objects.filter(where)


def same_person(*, identifier: str = "", phone: str = "", name: str = "") -> QuerySet[Party]:
    """Parties that are taken to be this one: the same number, or the same phone and the same whole name."""
    where = _matching("identifier", _identifiers(identifier))
    if key := name_key(name):
        where |= _matching("phone", _contact("phone", phone)) & Q(name_key=key)
    return Party.objects.filter(where)


def contact_points(party: UUID) -> ContactPoints | None:
    """Where to reach the party now; None when there is no such party or nothing to reach it by."""
    row = Party.objects.filter(id=party).first()
    if row is None or not row.has_contacts:
        return None
    return ContactPoints(row.language, take(row, "phone"), take(row, "email"), take(row, "address"))


def valid_consent(party: UUID) -> Consent | None:
    return Consent.objects.filter(party_id=party, withdrawn_at=None).first()


def protected_answers(answers: UUID) -> dict[str, object] | None:
    """The answers in clear for a rule to decide on; None once erased. To show them: `actions.reveal_answers`."""
    row = ProtectedAnswers.objects.filter(id=answers).first()
    return None if row is None or row.encrypted is None else clear_answers(row)


def clear_answers(row: ProtectedAnswers) -> dict[str, object]:
    clear: dict[str, object] = json.loads(vault().decrypt(bytes(row.encrypted or b""), f"answers:{row.id}"))
    return clear


def _matching(name: str, values: Iterable[str]) -> Q:
    found = [index for value in values for index in vault().indexes(name, indexed(name, value))]
    return Q(**{f"{name}_index__in": found})


def _identifiers(text: str) -> set[str]:
    """Every number `text` may stand for. A resident's old number is still found after it has lost its force."""
    found = {identifiers.national_id(text, date.min), identifiers.company_id(text)}
    with suppress(ValidationError):
        found.add(read_identifier(text, PartyKind.PREMISES, date.min))
    return {number for number in found if number}


def _contact(name: str, text: str) -> set[str]:
    try:
        return {read_contact(name, text)} - {""}
    except ValidationError:
        return set()
