"""What people set up for themselves: saved views of the worklist, and drafts of what they are typing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A view that somebody saved for himself or for a unit. `settings` is what `View.settings` writes."""

    name = models.CharField(max_length=60)
    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, null=True, related_name="saved_views")
    unit = models.ForeignKey("org.Unit", on_delete=models.CASCADE, null=True, related_name="saved_views")
    settings = models.JSONField()
    is_default = models.BooleanField(default=False)
    """Opens first: for the person, or for everyone of the unit who has no default of their own."""
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, unit__isnull=False) | Q(person__isnull=False, unit__isnull=True),
                name="a_view_is_a_persons_or_a_units",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(is_default=True), name="one_default_view_a_person"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_default=True, unit__isnull=False), name="one_default_view_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """What somebody has typed into one form and not sent: encrypted, for it may hold personal data."""

    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, related_name="drafts", db_index=False)
    key = models.CharField(max_length=200)
    """Which form: made by the page, for example `case:SOC-115-0001234-5:complete:3`."""
    encrypted = models.BinaryField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return f"draft {self.key} of person:{self.person_id}"
