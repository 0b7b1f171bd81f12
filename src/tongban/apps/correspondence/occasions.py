"""What makes somebody be told something, wherever it comes from: an act on a case, or a day that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from tongban.apps.cases.models import Intent

APPLICANT = "applicant"
HANDLER = "handler"
"""Whoever handles the case when the message is made, else the handlers of its unit."""


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
