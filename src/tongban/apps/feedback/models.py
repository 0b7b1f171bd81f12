"""滿意度: what citizens thought of how their case was handled.

That somebody answered and what was answered stand in two tables with nothing in common: nobody, with whatever right,
can ask which case an answer belongs to.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Score(models.IntegerChoices):
    """Five points, best first as people read them."""

    VERY_GOOD = 5, _("Very satisfied")
    GOOD = 4, _("Satisfied")
    FAIR = 3, _("So-so")
    POOR = 2, _("Dissatisfied")
    VERY_POOR = 1, _("Very dissatisfied")


ASPECTS = ("overall", "speed", "clarity", "attitude")


def _five_points(aspect: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{aspect}__range": (1, 5)}), name=f"rating_{aspect}_has_five_points")


class Answered(models.Model):
    """The questionnaire of this case was answered: it is asked once."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="+")


class Rating(models.Model):
    """One answer. Of its case it keeps what statistics count by, and of its moment the month."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    """The agency."""
    kind = models.CharField(max_length=100)
    month = models.DateField()
    """First day of the month in which it was given."""
    overall = models.PositiveSmallIntegerField(choices=Score.choices)
    speed = models.PositiveSmallIntegerField(choices=Score.choices)
    clarity = models.PositiveSmallIntegerField(choices=Score.choices)
    attitude = models.PositiveSmallIntegerField(choices=Score.choices)
    comment = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *(_five_points(aspect) for aspect in ASPECTS),
            models.CheckConstraint(condition=Q(month__day=1), name="rating_keeps_the_month_only"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "kind", "month"], name="rating_counted_by")]
