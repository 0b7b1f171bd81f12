from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import rfc8785
from django.db import transaction

from tongban.apps.parties.models import ProtectedAnswers
from tongban.apps.parties.queries import clear_answers
from tongban.apps.parties.rows import new_answers


def store_answers(*, answers: Mapping[str, object], at: datetime) -> ProtectedAnswers:
    """Keeps the answers that are personal data apart, encrypted; a new version of them is a new row."""
    row = new_answers(answers, at=at)
    row.save(force_insert=True)
    return row


def fingerprint(row: ProtectedAnswers) -> str:
    """Salted SHA-256 of the content, for the journal. Once the row is erased nobody can guess what it stood for."""
    if row.encrypted is None or row.salt is None:
        raise ValueError(f"{row}: erased, only the journal still knows its fingerprint")
    return hmac.new(bytes(row.salt), rfc8785.dumps(clear_answers(row)), hashlib.sha256).hexdigest()  # type: ignore[arg-type]


@transaction.atomic
def erase_answers(*, answers: UUID, at: datetime) -> bool:
    """Retention: content and salt are gone, the row stays. False when they were gone already."""
    left = ProtectedAnswers.objects.filter(id=answers, erased_at=None)
    return bool(left.update(encrypted=None, salt=None, erased_at=at))
