"""Whom a case is about, what they agreed to, and the answers that retention must be able to delete."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .protect import INDEX_BYTES


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")
    PREMISES = "premises", _("Premises")


class ConsentForm(models.TextChoices):
    """How somebody agreed, or took it back."""

    PAPER = "paper", _("Paper form")
    ORAL = "oral", _("Orally")
    WEB = "web", _("On the web")


class Channel(models.TextChoices):
    COUNTER = "counter", _("Counter")
    POST = "post", _("Post")
    FAX = "fax", _("Fax")
    PHONE = "phone", _("Phone")
    WEB = "web", _("Web")


class Party(models.Model):
    """當事人. Identifier, phone, e-mail and address are encrypted; `actions.reveal` is the way to see them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=PartyKind.choices)
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100, editable=False)
    """The name as it is searched: see `details.name_key`."""
    language = models.CharField(max_length=10, default="zh-hant")
    district = models.CharField(max_length=20, blank=True)
    identifier_encrypted = models.BinaryField(null=True, editable=False)
    identifier_index = models.BinaryField(null=True, editable=False, max_length=INDEX_BYTES)
    phone_encrypted = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False, max_length=INDEX_BYTES)
    email_encrypted = models.BinaryField(null=True, editable=False)
    email_index = models.BinaryField(null=True, editable=False, max_length=INDEX_BYTES)
    address_encrypted = models.BinaryField(null=True, editable=False)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_key"], opclasses=["varchar_pattern_ops"], name="party_name_prefix"),
            *(
                models.Index(fields=[f"{field}_index"], condition=Q(**{f"{field}_index__isnull": False}), name=name)
                for field, name in (
                    ("identifier", "party_identifier"),
                    ("phone", "party_phone"),
                    ("email", "party_email"),
                )
            ),
        ]
        constraints: ClassVar = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}_encrypted__isnull": True, f"{field}_index__isnull": True})
                    | Q(**{f"{field}_encrypted__isnull": False, f"{field}_index__isnull": False}),
                    name=f"party_{field}_with_index",
                )
                for field in ("identifier", "phone", "email")
            ),
            models.CheckConstraint(condition=~Q(name="") | Q(erased_at__isnull=False), name="party_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"party:{self.id}"

    @property
    def subject(self) -> str:
        """How other apps name this row without knowing this table."""
        return f"party:{self.id}"

    @property
    def has_contacts(self) -> bool:
        return any((self.phone_encrypted, self.email_encrypted, self.address_encrypted))


class Consent(models.Model):
    """個資法 §8: what a party was told and agreed to, and when they took it back. Only withdrawing changes a row."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    text_version = models.CharField(max_length=10)
    text_values = models.JSONField()
    """What was filled into that version of the text; with it `consent_text.notice` gives the exact wording again."""
    form = models.CharField(max_length=10, choices=ConsentForm.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    """An actor as in the journal: `person:12` for an officer."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_form = models.CharField(max_length=10, choices=ConsentForm.choices, null=True, blank=True)
    withdrawn_by = models.CharField(max_length=64, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party"], condition=Q(withdrawn_at__isnull=True), name="one_consent_holds"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_form__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_form__isnull=False, withdrawn_by__isnull=False),
                name="withdrawal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="withdrawn_after_given",
            ),
            models.CheckConstraint(condition=~Q(recorded_by=""), name="consent_has_a_witness"),
        ]

    def __str__(self) -> str:
        return f"consent of party:{self.party_id}"


class ProtectedAnswers(models.Model):
    """The answers of one case that are personal data. Immutable; retention erases the content, the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    encrypted = models.BinaryField(null=True, editable=False)
    salt = models.BinaryField(null=True, editable=False, max_length=16)
    """Goes with the content: afterwards the fingerprint in the journal proves nothing to a guesser."""
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(encrypted__isnull=False, salt__isnull=False, erased_at__isnull=True)
                | Q(encrypted__isnull=True, salt__isnull=True, erased_at__isnull=False),
                name="answers_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"answers:{self.id}"
