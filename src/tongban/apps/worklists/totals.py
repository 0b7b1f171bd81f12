"""What a list adds up to. Counted after the page is shown, and never further than `MOST` cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Func, Q, Sum

from .columns import PHASES, Column, columns_for
from .matching import MANY, Match, prepared

MOST = MANY
BIGGEST = 8
"""Values of a column that are counted one by one."""


class NumberIn(Func):
    """A jsonb value as a number; null for whatever an older form held in place of one."""

    template = "CASE WHEN jsonb_typeof(%(expressions)s) = 'number' THEN (%(expressions)s)::float8 END"
    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = super().as_sql(compiler, connection, **extra)
        return sql, (*parameters, *parameters)  # the expression stands there twice


@dataclass(frozen=True, slots=True)
class Total:
    """The total of one column: sum and mean of numbers, or how many cases have each value, most frequent first."""

    column: Column
    sum: float | None = None
    mean: float | None = None
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """`is_bounded`: there are more cases than were counted, so that every number is "at least"."""

    cases: int
    late: int
    today: int
    waiting: int
    columns: tuple[Total, ...] = ()
    is_bounded: bool = False


def totals(match: Match) -> Totals:
    some = match.cases.order_by().values("pk")[: MOST + 1]
    counted = prepared([]).filter(pk__in=some).aggregate(**_states(match))
    cases = counted["cases"]
    return Totals(
        cases=min(cases, MOST),
        late=counted["late"],
        today=counted["today"],
        waiting=counted["waiting"],
        columns=tuple(_total(match, column) for column in _wanted(match)),
        is_bounded=cases > MOST,
    )


def _states(match: Match) -> dict[str, Any]:
    today, opened = match.asking.today, Q(closed_on__isnull=True)
    return {
        "cases": Count("pk"),
        "late": Count("pk", filter=opened & Q(due_on__lt=today)),
        "today": Count("pk", filter=opened & Q(due_on=today)),
        "waiting": Count("pk", filter=opened & Q(due_on__isnull=True)),
    }


def _wanted(match: Match) -> list[Column]:
    known = columns_for(match.asking)
    return [known[name] for name in match.view.totals if name in known and (known[name].sums or known[name].counts)]


def _total(match: Match, column: Column) -> Total:
    some = match.cases.order_by().values("pk")[:MOST]
    cases = prepared([column]).filter(pk__in=some).order_by()
    if column.sums:
        found = cases.alias(number=NumberIn(F(column.sort))).aggregate(sum=Sum("number"), mean=Avg("number"))
        return Total(column, found["sum"], found["mean"])
    names = column.options(match.asking) if column.options else {}
    rows = (
        cases.annotate(value=F(column.sort))
        .values_list("value")
        .annotate(n=Count("pk"))
        .order_by("-n", "value")[:BIGGEST]
    )
    return Total(column, counts=tuple((_named(column, value, names), n) for value, n in rows))


def _named(column: Column, value: Any, names: Any) -> str:
    if column.name == "phase":
        return str(PHASES.get(value, value))
    return str(names.get(str(value), value)) if value not in (None, "") else "—"
