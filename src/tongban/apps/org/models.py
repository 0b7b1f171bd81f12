"""Who works here: units as a tree, people, the positions they hold for a time, and who stands in for whom."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.core.text import Text


class UnitKind(models.TextChoices):
    CITY = "city", _("City")
    AGENCY = "agency", _("Agency")
    DISTRICT_OFFICE = "district-office", _("District office")
    SECTION = "section", _("Section")


class Role(models.TextChoices):
    """What a position may do; which cases it concerns follows from its unit."""

    HANDLER = "handler", _("Handler")
    SUPERVISOR = "supervisor", _("Supervisor")
    COUNTER = "counter", _("Counter officer")
    HOTLINE = "hotline", _("1999 hotline")
    AGENCY_ADMIN = "agency-admin", _("Agency administrator")
    CITY_ADMIN = "city-admin", _("City administrator")


class Unit(models.Model):
    """A node of the organisation tree. `code` is permanent; `prefix` begins case numbers (`SOC-115-…`)."""

    parent_id: int | None
    code = models.SlugField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    district = models.CharField(max_length=20, blank=True)
    """The district whose local closures (typhoon days) stop this unit's working days."""
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix"], condition=~Q(prefix=""), name="unit_prefix_is_its_own"),
            models.CheckConstraint(condition=Q(prefix__regex=r"^[A-Z0-9]*$"), name="unit_prefix_is_ascii"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> Text:
        return Text(self.name, self.name_en or self.name)

    @property
    def title(self) -> Text:
        """As people outside know it: a section after the agency it is part of."""
        if self.kind != UnitKind.SECTION or self.parent is None:
            return self.text
        above, own = self.parent.title, self.text
        return Text(f"{above.zh}{own.zh}", f"{above.en}, {own.en}")


class Person(AbstractUser):
    """Someone with an account on the inside. What they may do follows from their positions alone."""

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="zh-hant")
    must_change_password = models.BooleanField(default=False)
    active_since = models.DateTimeField(default=timezone.now)
    """When the account was made or opened again: an account unused since is closed after a time."""

    class Meta(AbstractUser.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Position(models.Model):
    """A person in a unit with a role, from–until (both days included)."""

    person_id: int
    unit_id: int
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=20, choices=Role.choices)
    title = models.CharField(max_length=50, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="position_ends_after_it_begins"
            ),
        ]


class Substitution(models.Model):
    """職務代理: somebody acts for a position during a period (both days included)."""

    position_id: int
    substitute_id: int
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substituting")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="substitution_ends_after_it_begins"),
        ]


class OrgVersion(models.Model):
    """One row; its number grows with every change to units, people, positions or substitutions.

    Numbers come from the sequence `org_version`: one that was rolled back never comes again, so that whatever was
    kept under it meanwhile is never taken for what holds now.
    """

    number = models.BigIntegerField(default=1)


class PastPassword(models.Model):
    """The hashes of a person's last passwords, the present one among them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()


class LogInAttempt(models.Model):
    """A log-in that was begun and not (yet) completed; those of the last minutes decide about a lock."""

    account = models.CharField(max_length=64)
    """Keyed digest of the user name: people type their password into the wrong field."""
    device = models.CharField(max_length=64, blank=True)
    """A browser that this account logged in from before; empty: unknown."""
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "device", "-at"], name="attempt_account"),
            models.Index(fields=["address", "-at"], name="attempt_address"),
        ]
