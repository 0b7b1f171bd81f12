"""Finding documents, and reading their content for the program's own use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from . import storage
from .models import Document, ScanState


class DocumentUnavailable(Exception):
    """The content cannot be given out; the text says why and what to do."""


def documents_of(subject: str) -> QuerySet[Document]:
    """What belongs to the subject and has not been deleted, oldest first."""
    return Document.objects.filter(subject=subject, deleted_at=None).order_by("uploaded_at", "id")


def document_for(document: UUID, *, subject: str) -> Document | None:
    """That document if it belongs to the subject, on which rights were checked; else None."""
    return documents_of(subject).filter(id=document).first()


def content(document: Document) -> bytes:
    """The content as kept, for the program itself; people look through `actions.open_document`."""
    row = Document.objects.filter(id=document.id, deleted_at=None).first()
    if row is None:
        raise DocumentUnavailable(_("This document was deleted when its retention period ended."))
    if row.scan_state == ScanState.INFECTED:
        raise DocumentUnavailable(_("A virus was found in this document: ask for it to be handed in again."))
    try:
        return storage.read(row.path)
    except FileNotFoundError:
        raise DocumentUnavailable(
            _("The content of this document is missing from the store: tell the system administrator its number.")
        ) from None
