from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.journal.actions import record_look
from tongban.apps.parties.details import PRIVATE
from tongban.apps.parties.models import Party, ProtectedAnswers
from tongban.apps.parties.queries import clear_answers
from tongban.apps.parties.rows import take


@transaction.atomic
def reveal(
    *, party: Party, fields: Collection[str], by: str, at: datetime, reason: str, door: str = ""
) -> dict[str, str]:
    """Identifier, phone, email or address in clear, for a person to see; the look is recorded first.

    `door` is where it is shown (desk, call …). Whether `by` may see them is the caller's to decide.
    Raises ValidationError without a reason.
    """
    if unknown := set(fields) - set(PRIVATE):
        raise ValueError(f"not private fields of a party: {sorted(unknown)}")
    row = Party.objects.get(id=party.id)
    _look(by, row.subject, fields, at, reason, door)
    return {field: take(row, field) for field in PRIVATE if field in fields}


@transaction.atomic
def reveal_answers(
    *, answers: ProtectedAnswers, subject: str, by: str, at: datetime, reason: str, door: str = ""
) -> dict[str, object] | None:
    """Protected answers in clear, for a person to see; None once erased. `subject` is the case they belong to."""
    row = ProtectedAnswers.objects.get(id=answers.id)
    if row.encrypted is None:
        return None
    _look(by, subject, ("answers",), at, reason, door)
    return clear_answers(row)


def _look(by: str, subject: str, fields: Collection[str], at: datetime, reason: str, door: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you need to see this: every look is recorded with its reason.")})
    record_look(actor=by, subject=subject, what=", ".join(sorted(fields)), reason=reason.strip(), door=door, at=at)
