"""Finished and open cases as rows of figures, in SQL: the tallies hold sums of exactly these rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tongban.apps.officedays.queries import calendar, current_version

from .months import months_later

COUNTS = ("n", "on_time", "overdue", "withdrawn", "corrections", "extensions", "working_days")
"""Columns that are added up."""

_FINISHED = """
SELECT date_trunc('month', c.closed_on)::date AS finished_month,
       date_trunc('month', c.received_on)::date AS received_month,
       c.owner_id, c.unit_id, c.handler_id, c.kind, c.channel, 1 AS n,
       (c.phase = 'closed' AND c.on_time IS TRUE)::int AS on_time,
       (c.phase = 'closed' AND c.on_time IS FALSE)::int AS overdue,
       (c.phase = 'withdrawn')::int AS withdrawn,
       (SELECT count(*)::int FROM cases_correction k WHERE k.case_id = c.id) AS corrections,
       jsonb_array_length(c.clock->'extensions') AS extensions,
       CASE WHEN c.phase = 'closed' THEN greatest(0, coalesce(
            (%(working)s::int[])[c.closed_on - %(working_from)s::date + 1]
          - (%(working)s::int[])[c.received_on - %(working_from)s::date + 1], 0)) ELSE 0 END AS working_days,
       CASE WHEN c.phase = 'closed' THEN greatest(c.closed_on - c.received_on, 0) END AS days
  FROM cases_case c
 WHERE {within}
"""


def finished(months: Iterable[date]) -> str:
    """SQL of one row per case finished in these months; its parameters are `parameters()`.

    The days are written as literals: each stretch of months is then one look into an index.
    """
    spans = (f"c.closed_on >= '{first}' AND c.closed_on < '{end}'" for first, end in _stretches(months))
    return _FINISHED.format(within=" OR ".join(spans) or "FALSE")


def parameters() -> dict[str, Any]:
    first, numbers = _working(current_version())
    return {"working": numbers, "working_from": first}


def _stretches(months: Iterable[date]) -> list[tuple[date, date]]:
    """Months that follow one another, together: the first day of each stretch and the first day after it."""
    found: list[tuple[date, date]] = []
    for month in sorted(months):
        begins = found.pop()[0] if found and found[-1][1] == month else month
        found.append((begins, months_later(month, 1)))
    return found


@lru_cache(maxsize=2)
def _working(version: int) -> tuple[date, str]:
    """A first day, and as an array's text for it and each day after the number of working days up to and with it."""
    in_force = calendar(version)
    day, count, numbers = in_force.first, 0, []
    while day <= in_force.last:
        count += in_force.is_working(day)
        numbers.append(count)
        day += timedelta(days=1)
    return in_force.first, "{" + ",".join(map(str, numbers)) + "}"
