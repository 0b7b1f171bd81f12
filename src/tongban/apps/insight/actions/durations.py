from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from tongban.apps.insight.durations import quarter_before, quarter_of
from tongban.apps.insight.models import KindDuration

# What was withdrawn was not decided, so it says nothing about how long deciding takes.
_ROLL_UP = """
INSERT INTO insight_kindduration AS d (kind, quarter, n, median, p90)
SELECT kind, %(first)s, count(*),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY closed_on - received_on),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY closed_on - received_on)
  FROM cases_case
 WHERE closed_on >= %(first)s AND closed_on < %(next)s AND phase = 'closed' AND closed_on >= received_on
 GROUP BY kind
"""


def roll_up_durations(*, on: date) -> None:
    """Count the last whole quarter and the running one anew: a case reopened or keyed in late changes what was."""
    for first in (quarter_before(on), quarter_of(on)):
        with transaction.atomic(), connection.cursor() as cursor:
            KindDuration.objects.filter(quarter=first).delete()
            cursor.execute(_ROLL_UP, {"first": first, "next": quarter_of(first + timedelta(days=100))})
