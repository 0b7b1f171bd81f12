"""Uploads that wait for a confirmation: what is confirmed is what was shown."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from tongban.apps.catalogue.models import StagedFile

KEPT = timedelta(days=1)


def stage_file(*, person_id: int, purpose: str, name: str, content: bytes, at: datetime) -> str:
    """Keep an upload, in place of an earlier one; its digest, by which it is confirmed."""
    StagedFile.objects.filter(at__lt=at - KEPT).delete()
    StagedFile.objects.update_or_create(
        person_id=person_id, purpose=purpose, defaults={"name": name[-200:], "content": content, "at": at}
    )
    return hashlib.sha256(content).hexdigest()


def staged_file(*, person_id: int, purpose: str, digest: str, at: datetime) -> tuple[str, bytes] | None:
    """Name and content of the upload, when it is the one that was shown and no more than a day old."""
    row = StagedFile.objects.filter(person_id=person_id, purpose=purpose, at__gte=at - KEPT).first()
    if row is None or hashlib.sha256(bytes(row.content)).hexdigest() != digest:
        return None
    return row.name, bytes(row.content)


def take_staged(*, person_id: int, purpose: str) -> None:
    """It was carried out, or is not wanted: forget it."""
    StagedFile.objects.filter(person_id=person_id, purpose=purpose).delete()
