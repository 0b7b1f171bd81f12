"""Systems outside that come in through the API: who they are, what their tokens allow, what they already sent."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Scope(models.TextChoices):
    """What a token may be used for; which cases it concerns follows from the system's unit."""

    REGISTER = "cases:register", "Register cases"
    READ = "cases:read", "Read cases"
    WORK = "cases:work", "Complete tasks, push steps, answer corrections"
    DOCUMENTS = "documents:numbers", "Reserve and attach document numbers"


class System(models.Model):
    """A counter system, a document system, an agency's own progress system. It reaches cases of its unit's subtree."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="systems")
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code

    @property
    def actor(self) -> str:
        return f"system:{self.code}"


class SystemToken(models.Model):
    """A bearer token, kept as its SHA-256 only."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=8)
    """Its first characters, to tell tokens apart in lists."""
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Received(models.Model):
    """A request that was carried out under an Idempotency-Key, and what was answered (encrypted: it may hold a
    query password). Kept for `KEEP` days, see jobs."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    """SHA-256 of method, path and body."""
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["system", "key"], name="received_once")]


class DocumentNumber(models.Model):
    """公文文號: reserved by the document system or handed over by it, later attached to a case."""

    number = models.CharField(max_length=100, unique=True)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField()
    case_number = models.CharField(max_length=32, blank=True, db_index=True)
    attached_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(case_number="", attached_at__isnull=True)
                | (~Q(case_number="") & Q(attached_at__isnull=False)),
                name="attached_with_its_moment",
            )
        ]


class DocumentCounter(models.Model):
    """The last serial of a series of document numbers (字) in a ROC year."""

    word = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["word", "year"], name="one_counter_a_word_a_year")]
