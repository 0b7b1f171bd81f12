"""Which days the offices work: the government's yearly calendar as imported, and what the city closed later."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class OfficeDay(models.Model):
    """One row of the government's office calendar; overrides the computed calendar."""

    day = models.DateField(primary_key=True)
    off = models.BooleanField()
    note = models.CharField(max_length=100, blank=True)


class Closure(models.Model):
    """A day that offices stayed closed, in the whole city or one district (typhoon days)."""

    day = models.DateField()
    district = models.CharField(max_length=20, blank=True)
    """Empty: the whole city."""
    reason = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "district"], name="a_place_is_closed_once_a_day"),
        ]


class CalendarVersion(models.Model):
    """One row; its number grows with every change, so that processes know when to read the days again."""

    number = models.BigIntegerField(default=1)
