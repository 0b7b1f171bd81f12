"""受理憑單: each agency's own head and text, in editions that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from tongban.apps.catalogue.models import ReceiptEdition
from tongban.apps.catalogue.queries import own_receipt
from tongban.apps.catalogue.receipt import Wording
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit
from tongban.core.text import Text


class FaultyReceipt(ValueError):
    """`faults` by field."""

    def __init__(self, faults: Mapping[str, Text]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{field}: {text.en}" for field, text in faults.items()))


@transaction.atomic
def publish_receipt(*, unit: Unit, wording: Wording, by: str, at: datetime) -> ReceiptEdition:
    """In force at once for every receipt printed from now on; what is in force already is not published again."""
    tidy = wording.tidied()
    if faults := tidy.faults():
        raise FaultyReceipt(faults)
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = own_receipt(unit)
    if last is not None and Wording.of(last) == tidy:
        return last
    number = last.number + 1 if last else 1
    made = ReceiptEdition.objects.create(unit=unit, number=number, published_at=at, published_by=by, **asdict(tidy))
    append(f"unit:{unit.pk}", [Entry("ReceiptPublished", {"edition": number})], actor=by, at=at)
    return made


def roll_back_receipt(*, edition: ReceiptEdition, by: str, at: datetime) -> ReceiptEdition:
    """Publish an older edition again, as the newest."""
    return publish_receipt(unit=edition.unit, wording=Wording.of(edition), by=by, at=at)
