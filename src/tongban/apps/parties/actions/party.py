from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from tongban.apps.parties.consent_text import NoticeValues
from tongban.apps.parties.details import CONTACTS, PRIVATE, name_key, read_contact, read_details
from tongban.apps.parties.models import Party, PartyKind
from tongban.apps.parties.protect import vault
from tongban.apps.parties.queries import valid_consent
from tongban.apps.parties.rows import new_party, office_day, put, take, without_consent

from .consent import Agreement, record_consent


@transaction.atomic
def register_party(
    *,
    kind: str,
    name: str,
    by: str,
    at: datetime,
    agreement: Agreement | None = None,
    notice: NoticeValues | None = None,
    **details: str,
) -> Party:
    """Stores a party: `details` are language, district, identifier, phone, email, address.

    With an `agreement` (and the `notice` that was agreed to) the consent is recorded too; a person's contacts are
    refused without one. Raises ValidationError naming every faulty field.
    """
    party = new_party(kind=kind, name=name, consented=agreement is not None, at=at, **details)
    party.save(force_insert=True)
    if agreement is not None and notice is not None:
        record_consent(party=party, agreement=agreement, notice=notice, by=by, at=at)
    return party


@transaction.atomic
def change_contacts(*, party: Party, contacts: dict[str, str], by: str, at: datetime) -> Party:
    """Replaces phone, email or address; "" empties one, a missing one stays. A person must have agreed before."""
    faults: dict[str, str] = {}
    clean: dict[str, str] = {}
    for field in CONTACTS:
        if field in contacts:
            try:
                clean[field] = read_contact(field, contacts[field])
            except ValidationError as fault:
                faults[field] = str(fault.message)
    row = locked(party.id)
    if any(clean.values()) and row.kind == PartyKind.PERSON and valid_consent(row.id) is None:
        faults["consent"] = without_consent()
    if faults:
        raise ValidationError(dict(faults))
    for field, value in clean.items():
        put(row, field, value)
    row.save()
    return row


def contact_digests(party: Party) -> dict[str, str]:
    """For the journal: of each contact a digest under the server's key, "" where there is none.

    Equal for equal values of one field while the key stands; a phone number cannot be guessed from it without the key.
    """
    kept = ((field, take(party, field)) for field in CONTACTS)
    return {field: vault().index(field, value).hex() if value else "" for field, value in kept}


@transaction.atomic
def correct_party(*, party: Party, by: str, at: datetime, **details: str) -> Party:
    """Corrects name, language, district or identifier that were keyed in wrongly."""
    row = locked(party.id)
    kept = {field: getattr(row, field) for field in ("name", "language", "district")}
    clean = read_details(kind=row.kind, on=office_day(at), **{**kept, "identifier": take(row, "identifier"), **details})
    row.name, row.name_key = clean.name, name_key(clean.name)
    row.language, row.district = clean.language, clean.district
    put(row, "identifier", clean.identifier)
    row.save()
    return row


@transaction.atomic
def erase_party(*, party: Party, at: datetime) -> Party:
    """Retention: name, number and contacts are gone for good; the row stays, for the history that points to it."""
    row = locked(party.id)
    for field in PRIVATE:
        put(row, field, "")
    row.name = row.name_key = row.district = ""
    row.erased_at = row.erased_at or at
    row.save()
    return row


def locked(party: UUID) -> Party:
    return Party.objects.select_for_update(of=("self",)).get(id=party)
