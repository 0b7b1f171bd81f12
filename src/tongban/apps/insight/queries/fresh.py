"""Which months the tallies can be trusted for at this moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection

from tongban.apps.insight.models import RolledMonth

UNDER_WAY = timedelta(minutes=10)
"""An act is stamped when it begins and seen when it is committed; no act takes that long."""

_TOUCHED = """
SELECT DISTINCT date_trunc('month', m.day)::date
  FROM cases_case c
 CROSS JOIN LATERAL (
       SELECT c.closed_on AS day
        UNION ALL
       SELECT CASE WHEN length(x->>'on') = 10 THEN (x->>'on')::date
                   ELSE ((x->>'on')::timestamptz AT TIME ZONE 'Asia/Taipei')::date END
         FROM jsonb_array_elements(c.clock->'closings') x
       ) m
 WHERE c.changed_at >= %s AND m.day IS NOT NULL
"""


def touched_months(since: datetime) -> set[date]:
    """The months in which cases that were changed since then are, or once were, finished."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [since - UNDER_WAY])
        return {month for (month,) in cursor.fetchall()}


def fresh_months() -> set[date]:
    """The months whose tallies say what counting the cases would say now."""
    rolled = dict(RolledMonth.objects.values_list("month", "fresh_at"))
    return rolled.keys() - touched_months(min(rolled.values())) if rolled else set()
