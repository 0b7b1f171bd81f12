from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongban.apps.parties.consent_text import CURRENT, NoticeValues
from tongban.apps.parties.details import CONTACTS
from tongban.apps.parties.models import Consent, Party
from tongban.apps.parties.rows import put


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a party agreed: `form` of ConsentForm, `channel` of Channel, the version of the text they were told."""

    form: str
    channel: str
    version: str = CURRENT


@transaction.atomic
def record_consent(*, party: Party, agreement: Agreement, notice: NoticeValues, by: str, at: datetime) -> Consent:
    """Records that the party agreed. One consent holds at a time: asked twice, the first one stands."""
    Party.objects.select_for_update(of=("self",)).get(id=party.id)
    standing = Consent.objects.filter(party=party, withdrawn_at=None).first()
    return standing or Consent.objects.create(
        party=party,
        text_version=agreement.version,
        text_values=notice.as_json(),
        form=agreement.form,
        channel=agreement.channel,
        given_at=at,
        recorded_by=by,
    )


@transaction.atomic
def withdraw_consent(*, party: Party, form: str, by: str, at: datetime) -> Consent | None:
    """Takes the consent back: phone, e-mail and address are erased for good, messages stop, the case goes on.

    Name and number stay, because the case itself rests on a statute and not on this consent. Doing it twice, or
    where nobody ever agreed, erases what is left and returns None.
    """
    row = Party.objects.select_for_update(of=("self",)).get(id=party.id)
    for field in CONTACTS:
        put(row, field, "")
    row.save()
    consent = Consent.objects.filter(party=row, withdrawn_at=None).first()
    if consent is not None:
        consent.withdrawn_at, consent.withdrawn_form, consent.withdrawn_by = max(at, consent.given_at), form, by
        consent.save(update_fields=["withdrawn_at", "withdrawn_form", "withdrawn_by"])
    return consent
