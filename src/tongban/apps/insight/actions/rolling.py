from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from tongban.apps.insight import facts
from tongban.apps.insight.models import Figures, OfficerTally, RolledMonth, Tally
from tongban.apps.insight.months import Period, month_of, months_later
from tongban.apps.insight.queries.fresh import touched_months

_BY = ("finished_month", "received_month", "owner_id", "unit_id", "kind", "channel")
_ROLL_UP = """
INSERT INTO {table} ({keys}, {counts}, took, times)
SELECT {keys}, {sums},
       coalesce(array_agg(days ORDER BY days) FILTER (WHERE days IS NOT NULL), '{{}}'),
       coalesce(array_agg(n ORDER BY days) FILTER (WHERE days IS NOT NULL), '{{}}')
  FROM (SELECT {keys}, days, {sums_named} FROM ({rows}) f GROUP BY {keys}, days) x
 GROUP BY {keys}
"""


def roll_up(*, at: datetime) -> set[date]:
    """Bring the tallies up to `at`: months that are over and not yet held, and those in which something was changed.

    Answers which months were counted. Twice, or at the same time as another, comes out the same.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight: tallies'))")
        rolled = dict(RolledMonth.objects.values_list("month", "fresh_at"))
        over = _months_over(at)
        stale = touched_months(min(rolled.values())) if rolled else set()
        wanted = {month for month in over if month not in rolled or month in stale}
        _count(wanted, at)
        RolledMonth.objects.filter(fresh_at__lt=at).update(fresh_at=at)
    return wanted


def roll_up_everything(*, at: datetime) -> set[date]:
    """Count every month that is over anew: for what was loaded past the clock, and when the calendar has changed."""
    with transaction.atomic():
        for table in (RolledMonth, Tally, OfficerTally):
            table._default_manager.all().delete()
        return roll_up(at=at)


def _months_over(at: datetime) -> list[date]:
    """From the month in which the first case was finished to the last one that is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(closed_on) FROM cases_case")
        (first,) = cursor.fetchone()
    last = months_later(month_of(timezone.localdate(at)), -1)
    return list(Period(month_of(first), last)) if first and month_of(first) <= last else []


def _count(months: Iterable[date], at: datetime) -> None:
    wanted = sorted(months)
    for table, keys in ((Tally, _BY), (OfficerTally, (*_BY, "handler_id"))):
        table._default_manager.filter(finished_month__in=wanted).delete()
        for month in wanted:
            _insert(table, keys, month)
    RolledMonth.objects.filter(month__in=wanted).delete()
    RolledMonth.objects.bulk_create(RolledMonth(month=month, fresh_at=at) for month in wanted)


def _insert(table: type[Figures], keys: Iterable[str], month: date) -> None:
    sums = [f"sum({name})" for name in facts.COUNTS]
    named = [f"{one} AS {name}" for one, name in zip(sums, facts.COUNTS, strict=True)]
    sql = _ROLL_UP.format(
        table=table._meta.db_table,
        keys=", ".join(keys),
        counts=", ".join(facts.COUNTS),
        sums=", ".join(sums),
        sums_named=", ".join(named),
        rows=facts.finished([month]),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, facts.parameters())
