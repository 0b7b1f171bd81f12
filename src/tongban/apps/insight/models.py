"""Numbers rolled up so that no page has to count cases."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class KindDuration(models.Model):
    """How long the cases of a kind that were closed in one quarter took, in calendar days from receipt to closure."""

    kind = models.CharField(max_length=100)
    quarter = models.DateField()
    """Its first day."""
    n = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    p90 = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "quarter"], name="duration_of_a_kind_once")]


class Figures(models.Model):
    """What the cases finished in one month add up to, for one combination of what statistics are asked by.

    A finished case stands in exactly one row: that of the month in which it was finished. Cases that are open stand
    in none, so that nothing which happens to them makes a roll-up wrong. Months are their first days.
    """

    finished_month = models.DateField()
    received_month = models.DateField()
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    n = models.PositiveIntegerField()
    """All that were finished: decided or withdrawn."""
    on_time = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField()
    extensions = models.PositiveIntegerField()
    working_days = models.PositiveIntegerField()
    """Of all that were decided together, by the city's calendar, the day of receipt not counted."""
    took = ArrayField(models.PositiveIntegerField())
    """The different durations of the decided ones, ascending, in calendar days from receipt …"""
    times = ArrayField(models.PositiveIntegerField())
    """… and how many cases took each."""

    class Meta:
        abstract = True


class Tally(Figures):
    """Figures by everything but officers."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["finished_month"], name="tally_finished"),
            models.Index(fields=["received_month"], name="tally_received"),
        ]


class OfficerTally(Figures):
    """Figures by officer as well: asked for one unit's people, never for the whole city."""

    handler = models.ForeignKey("org.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "finished_month"], name="officers_owner"),
            models.Index(fields=["unit", "finished_month"], name="officers_unit"),
            models.Index(fields=["finished_month"], name="officers_finished"),
        ]


class RolledMonth(models.Model):
    """A month that the tallies hold. What was changed up to `fresh_at` is counted in it."""

    month = models.DateField(primary_key=True)
    fresh_at = models.DateTimeField()
