"""From an intent to messages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.apps.cases.models import Intent
from tongban.apps.cases.secrets import open_password
from tongban.apps.catalogue.queries import definition
from tongban.apps.correspondence.composing import compose
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.occasions import of_intent


@transaction.atomic
def prepare_message(*, intent: UUID, at: datetime) -> list[UUID]:
    """Write the messages of an intent and have them delivered. Done once; the second time does nothing.

    A query password moves from the intent into the encrypted text of its messages.
    """
    rows = Intent.objects.select_for_update(of=("self",))
    row = rows.select_related("case__owner", "case__unit__parent", "case__handler").filter(pk=intent).first()
    if row is None or row.messages.exists():
        return []
    password = open_password(row.case.number, bytes(row.secret)) if row.secret is not None else None
    drawn = definition(row.case.pack_version_id)
    made = store(compose(of_intent(row, password), row.case, drawn, at))
    if row.secret is not None:
        Intent.objects.filter(pk=row.pk).update(secret=None)
    return made
