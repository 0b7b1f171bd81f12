"""Who works here: units as a tree, people, the positions they hold for a time, and who stands in for whom."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from tongban.core.text import Text


class UnitKind(models.TextChoices):
    CITY = "city", "City"
    AGENCY = "agency", "Agency"
    DISTRICT_OFFICE = "district-office", "District office"
    SECTION = "section", "Section"


class Role(models.TextChoices):
    """What a position may do; which cases it concerns follows from its unit."""

    HANDLER = "handler", "Handler"
    SUPERVISOR = "supervisor", "Supervisor"
    COUNTER = "counter", "Counter"
    HOTLINE = "hotline", "1999 hotline"
    AGENCY_ADMIN = "agency-admin", "Agency administrator"
    CITY_ADMIN = "city-admin", "City administrator"


class Unit(models.Model):
    """A node of the organisation tree. `code` is permanent; `prefix` begins case numbers (`SOC-115-…`)."""

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


class Person(AbstractUser):
    """Someone with an account on the inside. What they may do follows from their positions alone."""

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="zh-hant")
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or self.username


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
    """One row; its number grows with every change to units, positions or substitutions, so rights can be cached."""

    number = models.BigIntegerField(default=1)
