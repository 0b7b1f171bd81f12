"""The case itself."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

OVER = ("closed", "withdrawn")


class Case(models.Model):
    """案件. `version` grows with every change; a write that read an older one is refused."""

    number = models.CharField(max_length=32, unique=True)
    version = models.IntegerField(default=1)
    # Without an index: a case that is moved to another version then stays on its page, with all its indexes.
    pack_version = models.ForeignKey(
        "catalogue.PackVersion", on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    kind = models.CharField(max_length=100)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="owned_cases", db_index=False)
    """The agency whose matter it is."""
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="handled_cases", db_index=False)
    """The unit that handles it."""
    handler = models.ForeignKey(
        "org.Person", on_delete=models.PROTECT, null=True, related_name="handled_cases", db_index=False
    )
    taken_in = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="taken_in_cases")
    """The counter where it arrived."""
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="zh-Hant")
    applicant = models.CharField(max_length=100, blank=True)
    """Name in clear, for lists and search; masked by right."""
    phase = models.CharField(max_length=24)
    outcome = models.CharField(max_length=60, blank=True)
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    """Derived from `clock`; null while the period stands still."""
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    place = models.CharField(max_length=20, blank=True)
    clock = models.JSONField()
    variables = models.JSONField(default=dict)
    next_number = models.IntegerField(default=1)
    answers_version = models.IntegerField(default=1)
    password_mac = models.BinaryField(null=True)
    """HMAC of the query password; null for mirrored cases without one."""
    source = models.CharField(max_length=64, blank=True)
    """The system that pushes it, where it is a mirror or came from a counter system."""
    source_reference = models.CharField(max_length=100, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    suspended_at = models.DateTimeField(null=True)
    """Since when no timer of the drawing comes."""
    intake_key = models.UUIDField(null=True, unique=True)
    """Made with the intake form: the same form sent twice is one case."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_reference"], condition=~Q(source=""), name="case_source_reference"
            ),
            # One, and short: whatever is checked here is read, planned and run with every act on every case.
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False, phase__in=OVER) | (Q(closed_on__isnull=True) & ~Q(phase__in=OVER)),
                name="closed_day_means_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_unit_due"),
            models.Index(fields=["handler", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_handler"),
            models.Index(fields=["owner", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_owner_due"),
            models.Index(fields=["due_on"], condition=Q(closed_on__isnull=True), name="case_open_due"),
            models.Index(fields=["unit", "received_on"], name="case_unit_received"),
            models.Index(fields=["owner", "closed_on"], name="case_owner_closed"),
            models.Index(fields=["handler", "received_on"], name="case_handler_received"),
            models.Index(fields=["received_on"], name="case_received"),
            models.Index(fields=["applicant"], name="case_applicant", opclasses=["varchar_pattern_ops"]),
            # Statistics count open cases from this index alone: of its columns only those change that others have too.
            models.Index(
                fields=["owner", "unit", "kind", "channel", "handler", "received_on", "due_on"],
                condition=Q(closed_on__isnull=True),
                name="case_open_counted",
            ),
            # Finds what was changed lately; unlike a B-tree it lets an update stay on its page.
            BrinIndex(fields=["changed_at"], pages_per_range=32, autosummarize=True, name="case_changed"),
            models.Index(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="case_document_number",
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NumberCounter(models.Model):
    """The last serial given out per prefix and ROC year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_prefix_a_year")]
