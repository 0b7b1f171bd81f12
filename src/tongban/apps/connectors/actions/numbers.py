"""公文文號: reserved here for the document system, or handed over by it; each is attached to one case."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from tongban.apps.cases.acting import By
from tongban.apps.cases.actions import attach_document_number
from tongban.apps.connectors.models import DocumentNumber
from tongban.core.calendar import TAIPEI
from tongban.core.casework.number import ROC_YEAR_OFFSET

MOST_AT_ONCE = 100


class AlreadyUsed(Exception):
    """The number belongs to another case already."""


@transaction.atomic
def reserve_numbers(*, word: str, count: int, system_id: int, at: datetime) -> list[str]:
    """The next `count` numbers of a series, such as 桃社老字第1150000123號; none is given out twice."""
    year = at.astimezone(TAIPEI).year - ROC_YEAR_OFFSET
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO connectors_documentcounter AS n (word, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (word, year) DO UPDATE SET last = n.last + EXCLUDED.last RETURNING last",
            [word, year, count],
        )
        (last,) = cursor.fetchone()
    numbers = [f"{word}字第{year}{serial:07d}號" for serial in range(last - count + 1, last + 1)]
    DocumentNumber.objects.bulk_create(
        DocumentNumber(number=number, system_id=system_id, reserved_at=at) for number in numbers
    )
    return numbers


@transaction.atomic
def attach_number(*, number: str, case_number: str, system_id: int, by: By, at: datetime) -> None:
    """Attach a reserved number, or one the document system made itself, to a case. Twice to the same is one."""
    row, _ = DocumentNumber.objects.select_for_update(of=("self",)).get_or_create(
        number=number, defaults={"system_id": system_id, "reserved_at": at}
    )
    if row.case_number == case_number:
        return
    if row.case_number:
        raise AlreadyUsed(row.case_number)
    attach_document_number(number=case_number, document_number=number, by=by, at=at)
    row.case_number, row.attached_at = case_number, at
    row.save(update_fields=["case_number", "attached_at"])
