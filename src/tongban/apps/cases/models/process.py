"""Where a case stands in its process: tokens, tasks, what else is waited for, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.core.text import Text

from .case import Case


class Token(models.Model):
    """A marker of where the case is; `number` is unique in the case for ever."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tokens", db_index=False)
    number = models.IntegerField()
    activity = models.CharField(max_length=100)
    flow = models.CharField(max_length=100, null=True)
    """The flow it came by, while it waits at a gateway for the others."""
    parent = models.IntegerField(default=0)
    """The token at the sub-process or repeated activity that it is in; 0 is the case."""
    round = models.IntegerField(null=True)
    local = models.JSONField(default=dict)
    """Variables that only it and the tokens inside it see."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="token_number")]


class Task(models.Model):
    """待辦: work that waits, or waited, at an activity for `groups`, which came out as `unit` and `role`."""

    OPEN, DONE, CANCELLED, SENT_BACK, SKIPPED = "open", "done", "cancelled", "sent-back", "skipped"
    STEP, CONSULTATION, TRANSFER = "step", "consultation", "transfer"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    number = models.IntegerField()
    kind = models.CharField(max_length=16, default=STEP, db_default=STEP)
    """A step of the process, or what a unit is asked beside it: that has no token, and as activity its mode, or
    `transfer` where the unit is asked to take the case over."""
    activity = models.CharField(max_length=100)
    token = models.IntegerField(default=0)
    """What goes on when it is done."""
    groups = ArrayField(models.CharField(max_length=100))
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="tasks", db_index=False)
    away = models.BooleanField(default=False)
    """Waits at another unit than the case's own: the few tasks that bring a case within reach of people elsewhere."""
    role = models.CharField(max_length=20)
    assignee = models.ForeignKey(
        "org.Person", on_delete=models.PROTECT, null=True, related_name="tasks", db_index=False
    )
    state = models.CharField(max_length=12, default=OPEN)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """The moment by which the drawing wants it done; the statutory period is the case's own."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="task_number"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="task_ends_with_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "case"], condition=Q(state="open"), name="task_open_unit"),
            models.Index(fields=["unit", "case"], condition=Q(state="open", away=True), name="task_open_away"),
            models.Index(fields=["assignee"], condition=Q(state="open"), name="task_open_assignee"),
        ]


class Wait(models.Model):
    """Something other than a person is waited for: a timer, a message, a condition. The row is the claim: whoever
    fires a timer deletes it in the same statement that does what follows."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waits", db_index=False)
    number = models.IntegerField()
    activity = models.CharField(max_length=100)
    token = models.IntegerField()
    trigger = models.CharField(max_length=32)
    name = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)
    rounds = models.IntegerField(null=True)
    met = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="wait_number")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="wait_due"),
            models.Index(fields=["name"], condition=~Q(name=""), name="wait_name"),
        ]


class Step(models.Model):
    """A public step that was completed, with the wording used for this case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    activity = models.CharField(max_length=100)
    done_on = models.DateField()
    text = models.TextField(blank=True)


class Incident(models.Model):
    """流程異常: the case waits at `task` because the definition fails at `activity`, until an act gets past it."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents", db_index=False)
    activity = models.CharField(max_length=100)
    task = models.IntegerField(null=True)
    """The waiting task, timer or message whose act met it last; null for an act without one."""
    code = models.CharField(max_length=20)
    """decision, process, no-such-unit"""
    text_zh = models.TextField()
    text_en = models.TextField()
    pack_version = models.ForeignKey(
        "catalogue.PackVersion", on_delete=models.PROTECT, related_name="incidents", db_index=False
    )
    times = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "activity"], condition=Q(ended_at__isnull=True), name="incident_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["pack_version"], condition=Q(ended_at__isnull=True), name="incident_open_version")
        ]

    def __str__(self) -> str:
        return f"incident:{self.pk}"

    @property
    def text(self) -> Text:
        return Text(self.text_zh, self.text_en)
