"""What the journal stores. All tables but `JournalPage` only grow: role rights and triggers refuse anything else."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Length
from django.db.models.lookups import Exact


def _is_hash(column: str) -> Q:
    return Q(Exact(Length(column), 32))


class JournalEvent(models.Model):
    """One thing that was done; see `chain` for how events hang together."""

    # Byte order, so that the database and whoever reads along agree on which chain comes next.
    subject = models.CharField(max_length=64, db_collation="C")
    seq = models.IntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    effective_on = models.DateField(null=True)
    actor = models.CharField(max_length=64)
    on_behalf_of = models.CharField(max_length=64, blank=True, default="")
    data = models.JSONField(default=dict)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "journal_event"
        constraints = [
            UniqueConstraint(fields=["subject", "seq"], name="journal_event_no_fork"),
            # One for all: every event of every case pays for each of them.
            CheckConstraint(
                condition=Q(seq__gte=1)
                & ~Q(subject="")
                & ~Q(kind="")
                & ~Q(actor="")
                & _is_hash("prev")
                & _is_hash("hash"),
                name="journal_event_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.seq} {self.kind}"


class JournalSeal(models.Model):
    """One night's seal; the columns of `seals.Seal`."""

    number = models.PositiveIntegerField(primary_key=True)
    night = models.DateField(unique=True)
    at = models.DateTimeField()
    through = models.BigIntegerField()
    chains = models.BigIntegerField()
    changed = models.BigIntegerField()
    leaves = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        db_table = "journal_seal"

    def __str__(self) -> str:
        return f"{self.number} {self.night}"


class JournalLeaf(models.Model):
    """A chain as one seal saw it, stored only by seals that found it longer than the seal before."""

    seal = models.PositiveIntegerField()
    position = models.BigIntegerField()
    subject = models.CharField(max_length=64, db_collation="C")
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        db_table = "journal_leaf"
        constraints = [
            UniqueConstraint(fields=["seal", "position"], name="journal_leaf_place"),
            UniqueConstraint(fields=["subject", "seal"], name="journal_leaf_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.seq}"


class JournalPage(models.Model):
    """Up to 1,024 neighbouring hashes of the newest seal's tree. Derived: a page changed by hand proves nothing."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "journal_page"

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class JournalLook(models.Model):
    """Someone saw personal data: who, whose, when and why. Partitioned by month; never touches the case."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64, db_collation="C")
    subject = models.CharField(max_length=64, db_collation="C")
    what = models.CharField(max_length=60)
    door = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    address = models.BinaryField(max_length=16, null=True)

    class Meta:
        db_table = "journal_look"
        indexes = [
            models.Index(fields=["subject", "-at"], name="journal_look_subject"),
            models.Index(fields=["actor", "-at"], name="journal_look_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.actor} {self.subject}"
