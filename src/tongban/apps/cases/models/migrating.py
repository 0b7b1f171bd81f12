"""移轉: the order to take running cases from one version of their pack to another, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.core.text import Text

from .case import Case


class Migration(models.Model):
    """`activities` says what becomes of each activity, older → newer. `undoes`: the one whose cases it takes back."""

    WAITING, RUNNING, STOPPED, DONE = "waiting", "running", "stopped", "done"

    older_id: int
    newer_id: int
    undoes_id: int | None
    older = models.ForeignKey("catalogue.PackVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    newer = models.ForeignKey("catalogue.PackVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    activities = models.JSONField()
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    state = models.CharField(max_length=12, default=WAITING)
    total = models.PositiveIntegerField()
    """Cases that ran in the older version when it was ordered."""
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=64)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"migration:{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.STOPPED, self.DONE)


class MigratedCase(models.Model):
    """What became of one case; a refusal says why."""

    case_id: int
    migration = models.ForeignKey(Migration, on_delete=models.PROTECT, related_name="results", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="migrations", db_index=False)
    is_moved = models.BooleanField()
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["migration", "case"], name="a_case_once_a_migration"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["migration"], condition=Q(is_moved=False), name="migration_refused"),
        ]

    @property
    def text(self) -> Text:
        return Text(self.text_zh, self.text_en)
