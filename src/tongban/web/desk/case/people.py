"""Whom the case is about, what they agreed to, and how they can be reached: masked until asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tongban.apps.parties.models import Consent, Party
from tongban.web.parts.formatting import masked_name

from .answers import MASK
from .opening import Opened

DOOR = "desk"
"""Where looks at private fields are recorded to have happened."""
LABELS = {"identifier": _("Identifier"), "phone": _("Phone"), "email": _("E-mail"), "address": _("Address")}


@dataclass(frozen=True, slots=True)
class Contact:
    label: str
    value: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class PartyShown:
    id: UUID
    name: str
    kind: str
    language: str
    contacts: list[Contact]
    consent: Consent | None
    """The last one given, withdrawn or not."""
    is_revealed: bool
    has_private: bool


def parties_shown(opened: Opened, revealed: Mapping[UUID, Mapping[str, str]] | None = None) -> list[PartyShown]:
    parties = Party.objects.filter(case_parties__case_id=opened.file.id).order_by("case_parties__pk")
    return [_shown(opened, party, (revealed or {}).get(party.pk)) for party in parties.prefetch_related("consents")]


def _shown(opened: Opened, party: Party, revealed: Mapping[str, str] | None) -> PartyShown:
    contacts = []
    for field, label in LABELS.items():
        if getattr(party, f"{field}_encrypted") is not None:
            value = revealed.get(field, "") if revealed is not None else MASK
            contacts.append(Contact(str(label), value, revealed is None))
    consents = sorted(party.consents.all(), key=lambda consent: (consent.withdrawn_at is not None, -consent.pk))
    return PartyShown(
        id=party.pk,
        name=party.name if opened.sees_names else masked_name(party.name),
        kind=str(party.get_kind_display()),
        language=party.language,
        contacts=contacts,
        consent=consents[0] if consents else None,
        is_revealed=revealed is not None,
        has_private=bool(contacts),
    )
