"""What was filled in, written and said about a case, and who looked. Rows that record are never updated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .case import Case


class Answers(models.Model):
    """填答: an immutable version. What the pack declares personal lies in the protected store."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers", db_index=False)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    protected = models.UUIDField(null=True)
    salt = models.BinaryField()
    """Salt of the digest in the journal: deleted with the content, so the digest then gives nothing away."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "version"], name="answers_version")]


class Remark(models.Model):
    """What somebody wrote: a comment on a step, a reason, a note. Journal events name it by id and salted digest."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    purpose = models.CharField(max_length=20)
    body = models.TextField()
    salt = models.BinaryField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)


class Intent(models.Model):
    """Somebody is to be told; correspondence makes the messages. `secret`: a query password, encrypted until sent."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intents")
    event = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    to = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    secret = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)


class CaseParty(models.Model):
    """當事人 of a case: applicant or agent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_parties")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="case_parties")
    role = models.CharField(max_length=20, default="applicant")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "party"], name="a_party_once_a_case")]


class Seen(models.Model):
    """Which version of the case somebody last looked at, and when: unread changes, and who is there now."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seen", db_index=False)
    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="seen_once")]
