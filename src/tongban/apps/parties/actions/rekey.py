from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from tongban.apps.parties.details import PRIVATE, indexed
from tongban.apps.parties.models import Party, ProtectedAnswers
from tongban.apps.parties.protect import vault
from tongban.apps.parties.rows import INDEXED, put, take

_BATCH = 1_000
_PARTY = [f"{field}_encrypted" for field in PRIVATE] + [f"{field}_index" for field in INDEXED]


def rekey(batch: int = _BATCH) -> Iterator[int]:
    """Writes everything anew with the newest keys; yields how many rows of each batch needed it.

    Each batch is a transaction of its own, rows already done are left alone: it may be stopped and begun again while
    people work. When it has run to its end the old keys can be taken out of keys.json.
    """
    for ids in _batches(Party, batch):
        yield _parties(ids)
    for ids in _batches(ProtectedAnswers, batch):
        yield _answers(ids)


@transaction.atomic
def _parties(ids: list[UUID]) -> int:
    rows = Party.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("id")
    changed = [row for row in rows if _renewed(row)]
    if changed:
        Party.objects.bulk_update(changed, _PARTY)
    return len(changed)


def _renewed(row: Party) -> bool:
    """Encrypts and indexes again what was written with an older key; False when there was no such value."""
    stale = [field for field in PRIVATE if _is_stale(row, field)]
    for field in stale:
        put(row, field, take(row, field))
    return bool(stale)


def _is_stale(row: Party, field: str) -> bool:
    stored = getattr(row, f"{field}_encrypted")
    if stored is None:
        return False
    if not vault().is_current(bytes(stored)):
        return True
    if field not in INDEXED:
        return False
    return bytes(getattr(row, f"{field}_index")) != vault().index(field, indexed(field, take(row, field)))


@transaction.atomic
def _answers(ids: list[UUID]) -> int:
    safe, changed = vault(), []
    for row in ProtectedAnswers.objects.select_for_update(of=("self",)).filter(id__in=ids, erased_at=None):
        stored, place = bytes(row.encrypted or b""), f"answers:{row.id}"
        if not safe.is_current(stored):
            row.encrypted = safe.encrypt(safe.decrypt(stored, place), place)
            changed.append(row)
    if changed:
        ProtectedAnswers.objects.bulk_update(changed, ["encrypted"])
    return len(changed)


def _batches(model: type[Model], size: int) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        rows = model._default_manager.order_by("id")
        page = list((rows.filter(id__gt=last) if last else rows).values_list("id", flat=True)[:size])
        if not page:
            return
        yield page
        last = page[-1]
