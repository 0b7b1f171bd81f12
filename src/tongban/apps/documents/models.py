"""Files that belong to something: what was handed in, photographed, signed or made by the program."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .names import LONGEST, disposition

_SHOWN_IN_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


class DocumentKind(models.TextChoices):
    UPLOAD = "upload", _("Upload")
    PHOTO = "photo", _("Photo")
    RECEIPT = "receipt", _("Receipt")
    SIGNATURE = "signature", _("Signature")
    GENERATED = "generated", _("Generated")


class ScanState(models.TextChoices):
    """What a virus scanner said."""

    NOT_SCANNED = "not-scanned", _("Not scanned")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")


class Document(models.Model):
    """One file of one subject. Its content never changes; retention takes content and title away and leaves the row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.CharField(max_length=80)
    """What it belongs to, as the app that owns that names it: `case:123`."""
    title = models.CharField(max_length=LONGEST)
    content_type = models.CharField(max_length=100)
    """Found in the content, never taken from the name or the sender."""
    size = models.PositiveIntegerField()
    """Bytes, as kept."""
    sha256 = models.BinaryField(max_length=32)
    """Of the content as kept: for evidence that is the file as it came, else without its metadata."""
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    path = models.CharField(max_length=80, editable=False)
    evidence = models.BooleanField(default=False)
    uploaded_by = models.CharField(max_length=64)
    """An actor as in the journal: `person:12` for an officer."""
    uploaded_at = models.DateTimeField()
    scan_state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "uploaded_at"], name="document_subject"),
            models.Index(fields=["path"], condition=Q(deleted_at__isnull=True), name="document_path"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "sha256"], condition=Q(deleted_at__isnull=True), name="document_once_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) & ~Q(path="") | Q(deleted_at__isnull=False, path="", title=""),
                name="document_whole_or_deleted",
            ),
            models.CheckConstraint(
                condition=Q(scan_state=ScanState.NOT_SCANNED, scanned_at__isnull=True)
                | (~Q(scan_state=ScanState.NOT_SCANNED) & Q(scanned_at__isnull=False)),
                name="document_scan_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"document:{self.id}"

    def disposition(self) -> str:
        """Content-Disposition: what a browser can show safely is shown, the rest is saved."""
        return disposition(self.title, inline=self.content_type in _SHOWN_IN_PAGE)
