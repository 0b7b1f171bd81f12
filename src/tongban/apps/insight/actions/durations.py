from __future__ import annotations

from datetime import date

from django.db import transaction

from tongban.apps.insight.durations import quarter_before, quarter_of
from tongban.apps.insight.models import KindDuration
from tongban.apps.insight.months import Period, months_later
from tongban.apps.insight.queries import By, Question, spreads
from tongban.apps.org.policy import Grounds


def roll_up_durations(*, on: date) -> None:
    """Keep what citizens are told of the last whole quarter and the running one, as the statistics count it."""
    for first in (quarter_before(on), quarter_of(on)):
        quarter = Period(first, months_later(first, 2))
        found = spreads(Question(Grounds(everything=True), quarter, on), By.KIND)
        with transaction.atomic():
            KindDuration.objects.filter(quarter=first).delete()
            KindDuration.objects.bulk_create(
                KindDuration(kind=kind, quarter=first, n=spread.n, median=spread.median, p90=spread.p90)
                for kind, spread in found.items()
                if spread.median is not None and spread.p90 is not None
            )
