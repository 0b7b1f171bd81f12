"""Published versions of packs, which units take which kinds, and each agency's receipt."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PackFile(models.Model):
    """A file of a pack, once per content; versions name it by its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()


class Pack(models.Model):
    """A kind of case by its permanent code, and the version that new cases take."""

    code = models.CharField(max_length=100, unique=True)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="packs")
    current = models.ForeignKey("PackVersion", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.code


class PackVersion(models.Model):
    """A published version: never changed. `base` is the pack as delivered, `overlay` what the agency put on top.

    Both map a path to the SHA-256 of its content.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.JSONField()
    overlay = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "number"], name="pack_version_number")]

    def __str__(self) -> str:
        return f"{self.pack_id}@{self.number}"


class Offer(models.Model):
    """A unit that takes in a kind; `handled_by` is the unit whose tasks it becomes."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="offers")
    handled_by = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="handles")
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "unit"], name="a_unit_takes_a_kind_once")]


class ReceiptEdition(models.Model):
    """受理憑單 of an agency: head and text around the case's own facts. The highest number is in force."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    head = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "number"], name="receipt_edition_number")]
