"""Satisfaction as statistics: per agency and kind, never per case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q

from .models import ASPECTS, Answered, Rating


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """`n` answers about one kind of one agency. `means`: aspect → 1 to 5; `satisfied`: how many chose 4 or 5 overall."""

    owner_id: int
    kind: str
    n: int
    satisfied: int
    means: dict[str, float]
    distribution: tuple[int, ...]
    """How many chose 1, 2, 3, 4, 5 overall."""


def satisfaction(*, since: date, until: date, owner_ids: Collection[int] | None = None) -> list[Satisfaction]:
    """Answers given in the months from `since` to `until` (both included), by agency and kind; None: all agencies."""
    rows = Rating.objects.filter(month__gte=since.replace(day=1), month__lte=until)
    if owner_ids is not None:
        rows = rows.filter(owner_id__in=sorted(owner_ids))
    counts = {f"chose_{score}": Count("pk", filter=Q(overall=score)) for score in range(1, 6)}
    means = {f"mean_{aspect}": Avg(aspect) for aspect in ASPECTS}
    grouped = rows.values("owner_id", "kind").annotate(n=Count("pk"), **counts, **means).order_by("owner_id", "kind")
    return [_satisfaction(row) for row in grouped]


def _satisfaction(row: Mapping[str, Any]) -> Satisfaction:
    distribution = tuple(row[f"chose_{score}"] for score in range(1, 6))
    means = {aspect: round(float(row[f"mean_{aspect}"]), 2) for aspect in ASPECTS}
    return Satisfaction(row["owner_id"], row["kind"], row["n"], sum(distribution[3:]), means, distribution)


def comments(*, owner_ids: Collection[int], since: date, until: date, kind: str = "") -> list[str]:
    """What people wrote of themselves, in no order that says who came first."""
    rows = Rating.objects.filter(owner_id__in=sorted(owner_ids), month__gte=since.replace(day=1), month__lte=until)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.exclude(comment="").order_by("pk").values_list("comment", flat=True))


def is_answered(case_id: int) -> bool:
    return Answered.objects.filter(pk=case_id).exists()
