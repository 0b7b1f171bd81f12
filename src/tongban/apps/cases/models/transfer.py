"""移轉: the case asked to go, or gone, from one unit to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .case import Case

OFTEN = 3
"""So many transfers are what a city wants to see (踢皮球)."""


class Transfer(models.Model):
    """`work` is the receiving unit's task while it is asked, 0 where nobody was asked (改分). `times`: the how manieth
    time the case went, 0 unless it did."""

    OPEN, ACCEPTED, REFUSED = "asked", "accepted", "refused"

    case_id: int
    source_id: int
    target_id: int
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    number = models.PositiveSmallIntegerField()
    source = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="transfers_from", db_index=False)
    target = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="transfers_to", db_index=False)
    work = models.IntegerField()
    reason = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_on = models.DateField()
    standing = models.CharField(max_length=16)
    times = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    suggested = models.CharField(max_length=64, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="transfer_number"),
            models.UniqueConstraint(fields=["case"], condition=Q(standing="asked"), name="transfer_asked_once"),
            models.CheckConstraint(
                condition=Q(standing="asked", ended_on__isnull=True)
                | (~Q(standing="asked") & Q(ended_on__isnull=False)),
                name="transfer_ends_with_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_on"], condition=Q(standing="asked"), name="transfer_open_asked"),
            models.Index(fields=["ended_on"], condition=Q(standing="refused"), name="transfer_refused_ended"),
            models.Index(fields=["case"], condition=Q(times__gte=OFTEN), name="transfer_often"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"
