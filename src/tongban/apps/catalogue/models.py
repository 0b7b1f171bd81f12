"""Published versions of packs and drafts of the next one, which units take which kinds, and each agency's receipt."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PackFile(models.Model):
    """A file of a pack, once per content; versions name it by its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()


class Pack(models.Model):
    """A kind of case by its permanent code, and the version that new cases take."""

    owner_id: int
    current_id: int | None
    code = models.CharField(max_length=100, unique=True)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="packs")
    current = models.ForeignKey("PackVersion", on_delete=models.PROTECT, null=True, related_name="+")
    delivered = models.JSONField(null=True)
    """What the last delivery held, path → SHA-256: the same again is no news, even after a roll back."""
    is_own = models.BooleanField(default=False)
    """The agency brought the pack itself: deliveries leave it alone."""

    def __str__(self) -> str:
        return self.code


class PackVersion(models.Model):
    """A published version: never changed. `base` is the pack as delivered, `overlay` what the agency put on top.

    Both map a path to the SHA-256 of its content.
    """

    pack_id: int
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.JSONField()
    overlay = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    """Paths of the agency's files that did not fit the new delivery; they wait in the draft to be mended."""
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "number"], name="pack_version_number")]

    def __str__(self) -> str:
        return f"{self.pack_id}@{self.number}"


class DraftEdition(models.Model):
    """The next version of a pack as it is being worked on; one a pack, shared by all who may publish it."""

    pack_id: int
    pack = models.OneToOneField(Pack, on_delete=models.CASCADE, related_name="draft")
    base = models.JSONField(null=True)
    """A pack that was uploaded, to take the place of what was delivered; null: as published."""
    overlay = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)


class Offer(models.Model):
    """A unit that takes in a kind; `handled_by` is the unit whose tasks it becomes."""

    unit_id: int
    handled_by_id: int
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="offers")
    handled_by = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="handles")
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "unit"], name="a_unit_takes_a_kind_once")]


class ReceiptEdition(models.Model):
    """受理憑單 of an agency: head and text around the case's own facts. The highest number is in force."""

    unit_id: int
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    head = models.CharField(max_length=100)
    head_en = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "number"], name="receipt_edition_number")]


class StagedFile(models.Model):
    """An upload between its preview and its confirmation; one a person and purpose, gone after a day."""

    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "purpose"], name="one_upload_waits")]
