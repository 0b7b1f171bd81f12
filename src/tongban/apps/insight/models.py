"""Numbers rolled up so that no page has to count cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class KindDuration(models.Model):
    """How long the cases of a kind that were closed in one quarter took, in calendar days from receipt to closure."""

    kind = models.CharField(max_length=100)
    quarter = models.DateField()
    """Its first day."""
    n = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    p90 = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "quarter"], name="duration_of_a_kind_once")]
