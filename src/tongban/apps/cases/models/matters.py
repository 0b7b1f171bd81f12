"""What goes on in a case beside its process: corrections, controls, penalties, units that are asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from .case import Case


class Correction(models.Model):
    """通知補正 with its own due date and consequence."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    number = models.PositiveSmallIntegerField()
    missing = models.TextField()
    reason = models.TextField()
    consequence = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    code = models.CharField(max_length=100)
    task = models.PositiveIntegerField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="correction_number"),
            models.CheckConstraint(condition=Q(due_on__gt=F("asked_on")), name="correction_due_after_asked"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(ended_on__isnull=True), name="correction_open_due")
        ]


class Control(models.Model):
    """A control field that is on for this case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="controls", db_index=False)
    key = models.CharField(max_length=60)
    due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key"], name="control_key")]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="control_due")]


class Penalty(models.Model):
    """裁罰: what the penalty standard proposed and what was asked for or imposed, in NT dollars. For statistics too:
    `is_deviation` marks every amount that is not the standard's."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="penalties", db_index=False)
    number = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=100)
    task = models.PositiveIntegerField()
    outcome = models.CharField(max_length=60, blank=True)
    proposed = models.BigIntegerField()
    amount = models.BigIntegerField()
    is_deviation = models.BooleanField()
    standing = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    asked_by = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="penalty_number"),
            models.CheckConstraint(
                condition=~Q(standing="in-force", is_deviation=True)
                | (~Q(decided_by="") & ~Q(decided_by=F("asked_by"))),
                name="another_amount_has_four_eyes",
            ),
        ]
        indexes: ClassVar = [
            # Statistics read a stretch of months, the deviations among them the latest first, and what waits at any time.
            models.Index(fields=["changed_at"], name="penalty_changed"),
            models.Index(
                F("changed_at").desc(), F("id").desc(), condition=Q(is_deviation=True), name="penalty_deviation"
            ),
            models.Index(fields=["case"], condition=Q(standing="awaiting"), name="penalty_awaiting"),
        ]


class Consultation(models.Model):
    """會辦, 平行派案: one unit asked at `task`, and what came of it. Its own work is the task `work`."""

    OPEN = "asked"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations", db_index=False)
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=20)
    task = models.IntegerField()
    activity = models.CharField(max_length=100)
    work = models.IntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="consultations", db_index=False)
    question = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_on = models.DateField()
    due_on = models.DateField()
    enough = models.PositiveSmallIntegerField()
    remind = models.PositiveSmallIntegerField()
    """Working days before `due_on`."""
    standing = models.CharField(max_length=16)
    opinion = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    suggested = models.CharField(max_length=64, blank=True)
    wanted_until = models.DateField(null=True)
    wanted_because = models.TextField(blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)
    nudged_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="consultation_number"),
            models.CheckConstraint(
                condition=Q(standing="asked", ended_on__isnull=True)
                | (~Q(standing="asked") & Q(ended_on__isnull=False)),
                name="consultation_ends_with_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "case"], condition=Q(standing="asked"), name="consultation_open_due"),
            models.Index(fields=["case"], condition=Q(standing="asked"), name="consultation_open_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"
