"""What makes somebody be told something, wherever it comes from: an act on a case, or a day that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from tongban.apps.cases.models import Incident, Intent

APPLICANT = "applicant"
HANDLER = "handler"
"""Whoever handles the case when the message is made, else the handlers of its unit."""

ABOUT_REQUESTS = "consultation-"
"""How the events begin that tell an asked unit, or whoever asked it, of a request; `values` name its number."""

ABOUT_TRANSFERS = "transfer-"
"""Those that tell a unit that is to take a case over, or whoever gave it away, of a transfer; `values` name its number."""

_INCIDENTS = UUID("8d1f7c54-3a0e-5b7e-9a66-2f4b1c9e0d35")
"""Namespace of the ids of letters about incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """`id` is made before anything is written, and every message's id follows from it. `password` is in clear."""

    id: UUID
    event: str
    code: str
    to: str = APPLICANT
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    password: str | None = field(default=None, repr=False)
    intent_id: UUID | None = None

    def message_id(self, channel: str, receiver: object = "") -> UUID:
        return uuid5(self.id, f"{channel}:{receiver}" if receiver else channel)


def of_intent(intent: Intent, password: str | None) -> Occasion:
    return Occasion(
        id=intent.pk,
        event=intent.event,
        code=intent.code,
        to=intent.to,
        values=intent.values,
        text=intent.text,
        password=password,
        intent_id=intent.pk,
    )


def of_incident(incident: Incident, day: date) -> Occasion:
    """One a day for a place in a version of a pack, however many cases fail there."""
    place = f"{incident.pack_version_id}:{incident.activity}:{day.isoformat()}"
    return Occasion(id=uuid5(_INCIDENTS, place), event="incident", code="")
