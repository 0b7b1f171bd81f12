"""What was written to whom, and what became of it. No address stands here: it is read where it lies, when it is used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .reasons import reason_text


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    NONE = "none", pgettext_lazy("channel", "None")


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENDING = "sending", pgettext_lazy("message", "Sending")
    SENT = "sent", pgettext_lazy("message", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    FAILED = "failed", pgettext_lazy("message", "Failed")
    NOT_SENT = "not-sent", pgettext_lazy("message", "Not sent")


UNDER_WAY = (State.QUEUED, State.SENDING)
UNDELIVERABLE = (State.FAILED, State.NOT_SENT)


class Message(models.Model):
    """通知: one text to one receiver by one channel. Its id follows from what occasioned it, so it exists once.

    `body` never shows what only the citizen may read (query password, link of the questionnaire); the whole text with
    it lies encrypted in `sealed` until the message is finally delivered. The receiver is a party or a person on the inside.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="messages")
    intent = models.ForeignKey("cases.Intent", on_delete=models.PROTECT, null=True, related_name="messages")
    event = models.CharField(max_length=40)
    """What occasioned it: registered, step, correction …, reminder, digest."""
    code = models.CharField(max_length=60, blank=True)
    """The pack's message; empty for the system's own."""
    channel = models.CharField(max_length=8, choices=Channel.choices)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="messages")
    person = models.ForeignKey("org.Person", on_delete=models.PROTECT, null=True, related_name="messages")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)
    held_password = models.BooleanField(default=False)
    segments = models.PositiveSmallIntegerField(null=True)
    """Parts of an SMS."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=24, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    """Passing failures since it was last queued afresh: they decide how long to wait."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """Not before: set while a passing failure is waited out."""
    again_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="again")
    """The undelivered message an officer had sent again as this one."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(party__isnull=False, person__isnull=False), name="message_has_one_receiver"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDELIVERABLE) | Q(reason=""), name="message_reason_only_when_undelivered"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "delivered", "not-sent")) | Q(sealed__isnull=True),
                name="message_password_goes_with_delivery",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], condition=Q(state__in=UNDER_WAY), name="message_under_way"),
            models.Index(fields=["case"], condition=Q(state__in=UNDELIVERABLE), name="message_undeliverable"),
            models.Index(fields=["changed_at"], condition=Q(sealed__isnull=False), name="message_sealed"),
        ]

    def __str__(self) -> str:
        return f"message:{self.id}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_undeliverable(self) -> bool:
        return self.state in UNDELIVERABLE

    @property
    def why(self) -> str:
        """Why it did not arrive, in the reader's language; empty otherwise."""
        return reason_text(self.reason) if self.reason else ""


class Delivery(models.Model):
    """送達紀錄: one attempt. Only grows: role rights and a trigger refuse anything else."""

    class Result(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("delivery", "Taken by the receiving system")
        DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered to the phone")
        FAILED_FOR_NOW = "failed-for-now", pgettext_lazy("delivery", "Failed for now")
        FAILED = "failed", pgettext_lazy("delivery", "Failed")
        INTERRUPTED = "interrupted", pgettext_lazy("delivery", "Interrupted")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    number = models.PositiveSmallIntegerField()
    """Of the attempt."""
    at = models.DateTimeField()
    result = models.CharField(max_length=16, choices=Result.choices)
    to = models.CharField(max_length=80, blank=True)
    """Masked address: enough to see that it is wrong, too little to use."""
    gateway_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "number", "result"], name="delivery_result_once_an_attempt")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.number} {self.result}"

    @property
    def why(self) -> str:
        return reason_text(self.reason) if self.reason else ""


class ReminderSent(models.Model):
    """The claim to a reminder: whoever inserts it sends it, so each is sent once per case, rule and due date."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reminders", db_index=False)
    rule = models.CharField(max_length=120)
    due_on = models.DateField()
    claimed_at = models.DateTimeField()
    sent = models.BooleanField()
    """False: a later reminder of the same due date spoke for it (after an outage)."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "due_on", "rule"], name="a_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule} {self.due_on}"
