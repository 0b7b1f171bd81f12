"""Taking files in, giving them out, and deleting them."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.journal.actions import record_look

from . import storage
from .inspection import recognise, without_metadata
from .inspection.types import refused
from .models import Document, DocumentKind, ScanState
from .names import clean_name
from .queries import content

_SUBJECT = re.compile(r"[a-z][a-z-]*:[\w-]{1,64}")
_UNFINISHED = timedelta(hours=1)


def store_upload(
    file: File[bytes],
    *,
    subject: str,
    by: str,
    at: datetime,
    evidence: bool = False,
    kind: DocumentKind | None = None,
) -> Document:
    """Keeps a file that somebody sent; the same content sent twice for one subject is one document.

    Photos lose their metadata (place, camera) unless they are evidence, which is kept to the byte.
    Raises ValidationError, with a `code` (`inspection.types.refused`), for everything that is not taken.
    """
    data = _read(file)
    name = file.name or ""
    found = recognise(data, name)
    return _store(
        data if evidence else without_metadata(data, found),
        subject=subject,
        title=clean_name(name, found.extensions),
        content_type=found.media_type,
        kind=kind or (DocumentKind.PHOTO if found.is_image else DocumentKind.UPLOAD),
        evidence=evidence,
        uploaded_by=by,
        uploaded_at=at,
    )


def store_generated(
    data: bytes,
    *,
    subject: str,
    title: str,
    content_type: str,
    by: str,
    at: datetime,
    kind: DocumentKind = DocumentKind.GENERATED,
) -> Document:
    """Keeps a file that the program itself made (a receipt, a letter)."""
    return _store(
        data,
        subject=subject,
        title=clean_name(title),
        content_type=content_type,
        kind=kind,
        uploaded_by=by,
        uploaded_at=at,
    )


@transaction.atomic
def _store(data: bytes, *, subject: str, evidence: bool = False, **columns: object) -> Document:
    """Row first, file second: whatever fails in between leaves no row, and at most a file that `sweep` removes."""
    if not _SUBJECT.fullmatch(subject):
        raise ValueError(f"a document's subject looks like case:123, not {subject!r}")
    sha256 = hashlib.sha256(data).digest()
    path = storage.path_of(sha256)
    storage.hold(path)
    known = Document.objects.filter(subject=subject, sha256=sha256, deleted_at=None).first()
    if known is not None:
        if evidence and not known.evidence:
            known.evidence = True
            known.save(update_fields=["evidence"])
        return known
    document = Document.objects.create(
        subject=subject, sha256=sha256, path=path, size=len(data), evidence=evidence, **columns
    )
    storage.write(path, data)
    return document


@transaction.atomic
def open_document(*, document: Document, by: str, at: datetime, reason: str, door: str = "") -> bytes:
    """The content, for a person to see; the look is recorded first. Raises `queries.DocumentUnavailable`."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you need to see this: every look is recorded with its reason.")})
    record_look(actor=by, subject=document.subject, what=str(document), reason=reason.strip(), door=door, at=at)
    return content(document)


@transaction.atomic
def record_scan(*, document: Document, infected: bool, at: datetime) -> Document:
    """What a virus scanner said; an infected document is not given out any more."""
    row = Document.objects.select_for_update(of=("self",)).get(id=document.id)
    row.scan_state, row.scanned_at = (ScanState.INFECTED if infected else ScanState.CLEAN), at
    row.save(update_fields=["scan_state", "scanned_at"])
    return row


@transaction.atomic
def delete_document(*, document: Document, at: datetime) -> Document:
    """Retention: content and title are gone; number, hash and dates stay. The file goes when this is committed."""
    row = Document.objects.select_for_update(of=("self",)).get(id=document.id)
    if row.deleted_at is None:
        transaction.on_commit(partial(_remove_unused, row.path))
        row.deleted_at, row.path, row.title = at, "", ""
        row.save(update_fields=["deleted_at", "path", "title"])
    return row


def sweep(*, at: datetime) -> int:
    """Removes files that no document needs: left by an upload that was interrupted. Returns how many."""
    return sum(_remove_unused(path) for path in list(storage.files(before=(at - _UNFINISHED).timestamp())))


def rekey_documents() -> int:
    """Encrypts anew, with the newest key, every file an older one wrote; may be stopped and begun again."""
    renewed = 0
    for path in Document.objects.filter(deleted_at=None).values_list("path", flat=True).distinct().iterator():
        renewed += _renew(path)
    return renewed


@transaction.atomic
def _renew(path: str) -> bool:
    storage.hold(path)
    if not Document.objects.filter(path=path, deleted_at=None).exists() or storage.is_current(path):
        return False
    storage.write(path, storage.read(path))
    return True


@transaction.atomic
def _remove_unused(path: str) -> bool:
    storage.hold(path)
    if Document.objects.filter(path=path, deleted_at=None).exists():
        return False
    storage.remove(path)
    return True


def _read(file: File[bytes]) -> bytes:
    limit: int = settings.UPLOAD_LIMIT
    file.seek(0)
    data = bytes(file.read(limit + 1))
    if len(data) > limit:
        raise refused(
            _("This file is larger than %(limit)d MB: send it in parts or smaller.") % {"limit": limit >> 20}, "size"
        )
    return data
