"""Amounts that are not the penalty standard's, one by one, and who asked for and decided on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from tongban.apps.cases.models import Penalty
from tongban.apps.org.policy import Grounds

from .asking import Question
from .penalties import bounds

_FIELDS = (
    "pk", "case__number", "case__kind", "case__unit_id", "proposed", "amount", "standing", "reason", "asked_by",
    "decided_by", "changed_at",
)  # fmt: skip
APPROVED = ("in-force", "replaced")
FEWEST = 5
"""Fewer decisions tell nothing about a habit."""


class Direction(StrEnum):
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """None leaves a filter out. Actors as the journal names them; `unit` is that one alone, `handler` 0 is nobody."""

    standing: str | None = None
    direction: Direction | None = None
    asked_by: str | None = None
    decided_by: str | None = None
    unit: int | None = None
    handler: int | None = None

    @property
    def condition(self) -> Q:
        chosen: dict[str, object] = {
            "standing": self.standing,
            "asked_by": self.asked_by,
            "decided_by": self.decided_by,
            "case__unit_id": self.unit,
            "case__handler_id": self.handler or None,
            "case__handler__isnull": True if self.handler == 0 else None,
        }
        condition = Q(**{name: value for name, value in chosen.items() if value is not None})
        if self.direction is None:
            return condition
        return condition & (
            Q(amount__gt=F("proposed")) if self.direction is Direction.MORE else Q(amount__lt=F("proposed"))
        )


@dataclass(frozen=True, slots=True)
class Deviation:
    """`reason` is empty and `is_open` false for those who may not see the case. `changed_at`: asked, decided or ended."""

    number: str
    kind: str
    unit_id: int
    proposed: int
    amount: int
    standing: str
    reason: str
    asked_by: str
    decided_by: str
    changed_at: datetime
    is_open: bool

    @property
    def difference(self) -> float | None:
        """Against what was proposed: -0.4 is 40 % less."""
        return (self.amount - self.proposed) / self.proposed if self.proposed else None


@dataclass(frozen=True, slots=True)
class Pair:
    """How often `decided_by` had the last word on what `asked_by` asked for; `asked_by` is None for all together."""

    decided_by: str
    asked_by: str | None
    approved: int
    refused: int

    @property
    def n(self) -> int:
        return self.approved + self.refused

    @property
    def rate(self) -> float:
        """Share approved, 0 to 1."""
        return self.approved / self.n

    @property
    def is_always(self) -> bool:
        """Whether it looks as if the second signature were a matter of form."""
        return self.refused == 0 and self.n >= FEWEST


def deviations(
    question: Question, narrowed: Narrowed, seen: Grounds, first: int = 0, most: int = 50
) -> tuple[list[Deviation], int]:
    """The latest first, from `first` on at most `most` of them, and how many there are. `seen`: grounds for VIEW."""
    found = _asked(question).filter(narrowed.condition)
    rows = list(found.order_by("-changed_at", "-pk").values_list(*_FIELDS)[first : first + most])
    visible = _visible((row[0] for row in rows), seen)
    n = found.count() if first or len(rows) == most else len(rows)
    return [_deviation(row, row[0] in visible) for row in rows], n


def pairs(question: Question) -> list[Pair]:
    """Of what was decided in the period: approver by approver, first all together, then whom he decided on most."""
    decided = _asked(question).exclude(decided_by="").values_list("decided_by", "asked_by")
    counted = decided.annotate(
        approved=Count("pk", filter=Q(standing__in=APPROVED)), refused=Count("pk", filter=Q(standing="refused"))
    )
    by_approver: dict[str, list[Pair]] = {}
    for pair in (Pair(*row) for row in counted.order_by()):
        by_approver.setdefault(pair.decided_by, []).append(pair)
    groups = [[_together(found), *sorted(found, key=_most)] for found in by_approver.values()]
    return [pair for group in sorted(groups, key=lambda group: _most(group[0])) for pair in group]


def _asked(question: Question) -> QuerySet[Penalty]:
    """The same conditions as those of the figures, deviations only; what the case's end left undecided as well."""
    reach = question.reach
    reached = Q() if reach.everything else Q(case__owner_id__in=reach.owner_units) | Q(case__unit_id__in=reach.units)
    chosen = {"case__owner_id": question.owner, "case__kind": question.kind, "case__channel": question.channel}
    within = bounds(question.period)
    when = Q(changed_at__gte=within["begin"], changed_at__lt=within["end"]) | Q(standing="awaiting")
    units = Q() if question.units is None else Q(case__unit_id__in=question.units)
    narrowed = Q(**{name: value for name, value in chosen.items() if value is not None})
    return Penalty.objects.filter(when & reached & units & narrowed, is_deviation=True)


def _visible(ids: Iterable[int], seen: Grounds) -> set[int]:
    asked = Penalty.objects.filter(pk__in=list(ids))
    return set(asked.filter(seen.filter("case__")).values_list("pk", flat=True))


def _deviation(row: tuple, is_open: bool) -> Deviation:  # type: ignore[type-arg]
    _pk, number, kind, unit_id, proposed, amount, standing, reason, asked_by, decided_by, changed_at = row
    return Deviation(
        number, kind, unit_id, proposed, amount, standing, reason if is_open else "", asked_by, decided_by, changed_at,
        is_open,
    )  # fmt: skip


def _together(found: list[Pair]) -> Pair:
    return Pair(found[0].decided_by, None, sum(one.approved for one in found), sum(one.refused for one in found))


def _most(pair: Pair) -> tuple[int, str, str]:
    return -pair.n, pair.decided_by, pair.asked_by or ""
