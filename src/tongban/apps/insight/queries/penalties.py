"""裁罰統計: how many penalties, which amounts, and how far from what the penalty standard proposed.

A penalty counts in the month in which it took effect, a refused deviation in that of the refusal. What awaits approval
belongs to no period: it is counted as it stands now, by month in the one in which it was asked for.
"""

# ruff: noqa: S608 (columns come from this file; whatever somebody asked is a parameter)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db import connection

from tongban.apps.insight.months import Period
from tongban.core.calendar import TAIPEI

from .asking import By, Question
from .line import Key
from .spread import Spread

_COLUMNS: Mapping[By, str] = {
    By.ALL: "NULL::int",
    By.OWNER: "c.owner_id",
    By.UNIT: "c.unit_id",
    By.KIND: 'c.kind COLLATE "C"',
    By.OFFICER: "c.handler_id",
    By.MONTH: "date_trunc('month', p.changed_at AT TIME ZONE 'Asia/Taipei')::date",
    By.CHANNEL: "c.channel",
}


@dataclass(slots=True)
class PenaltyLine:
    """`imposed`: (proposed, amount), both NT dollars → how many are in force."""

    key: Key = None
    imposed: Counter[tuple[int, int]] = field(default_factory=Counter)
    refused: int = 0
    awaiting: int = 0

    @property
    def n(self) -> int:
        return self.imposed.total()

    @property
    def total(self) -> int:
        return sum(amount * n for (_proposed, amount), n in self.imposed.items())

    @property
    def median(self) -> int | None:
        """An amount that was really imposed: half of the penalties were no higher."""
        return self.amounts.median

    @property
    def amounts(self) -> Spread:
        times: Counter[int] = Counter()
        for (_proposed, amount), n in self.imposed.items():
            times[amount] += n
        return Spread(times)

    @property
    def higher(self) -> int:
        return sum(n for (proposed, amount), n in self.imposed.items() if amount > proposed)

    @property
    def lower(self) -> int:
        return sum(n for (proposed, amount), n in self.imposed.items() if amount < proposed)

    @property
    def deviations(self) -> int:
        return self.higher + self.lower

    @property
    def deviation_rate(self) -> float | None:
        """Share of the penalties in force, 0 to 1."""
        return self.deviations / self.n if self.n else None

    @property
    def mean_difference(self) -> float | None:
        """Of the deviations, against what was proposed: -0.4 is 40 % less. A proposal of nothing has no share."""
        apart = {pair: n for pair, n in self.imposed.items() if pair[0] != pair[1] and pair[0]}
        if not apart:
            return None
        return float(sum(Fraction(a - p, p) * n for (p, a), n in apart.items()) / sum(apart.values()))

    def __bool__(self) -> bool:
        return bool(self.imposed or self.refused or self.awaiting)

    def count(self, pair: tuple[int, int], imposed: int, refused: int, awaiting: int) -> None:
        if imposed:
            self.imposed[pair] += imposed
        self.refused += refused
        self.awaiting += awaiting

    def add(self, other: PenaltyLine) -> None:
        self.imposed.update(other.imposed)
        self.refused += other.refused
        self.awaiting += other.awaiting


@dataclass(frozen=True, slots=True)
class Alike:
    """Penalties of one kind for which the standard proposed the same amount, and what was imposed."""

    kind: str
    proposed: int
    amounts: Spread

    @property
    def as_proposed(self) -> int:
        return self.amounts.times.get(self.proposed, 0)

    @property
    def least(self) -> int:
        return min(self.amounts.times)

    @property
    def most(self) -> int:
        return max(self.amounts.times)


def penalty_lines(question: Question, *by: By) -> dict[By, list[PenaltyLine]]:
    """Lines for each of `by` from one reading, in no order."""
    sets = tuple(dict.fromkeys(by))
    found: dict[By, dict[Key, PenaltyLine]] = {one: {} for one in sets}
    parameters: dict[str, Any] = {**question.parameters, **bounds(question.period)}
    with connection.cursor() as cursor:
        cursor.execute(_statement(question, sets), parameters)
        for which, *keys, proposed, amount, imposed, refused, awaiting in cursor:
            place = _place(which, len(sets))
            line = found[sets[place]].setdefault(keys[place], PenaltyLine(keys[place]))
            line.count((proposed, amount), imposed, refused, awaiting)
    return {one: [line for line in lines.values() if line] for one, lines in found.items()}


def penalty_total(of: Iterable[PenaltyLine]) -> PenaltyLine:
    whole = PenaltyLine()
    for line in of:
        whole.add(line)
    return whole


def alike(kinds: Iterable[PenaltyLine]) -> list[Alike]:
    """From lines by kind: the proposals that were made more than once, the most frequent first."""
    found: dict[tuple[str, int], dict[int, int]] = {}
    for line in kinds:
        for (proposed, amount), n in line.imposed.items():
            found.setdefault((line.key, proposed), {})[amount] = n
    several = (Alike(kind, proposed, Spread(times)) for (kind, proposed), times in found.items())
    return sorted(
        (one for one in several if one.amounts.n > 1), key=lambda one: (-one.amounts.n, one.kind, one.proposed)
    )


def bounds(period: Period) -> dict[str, Any]:
    """The first moment of the period and the first after it."""
    first = datetime.combine(period.first, time(), TAIPEI)
    return {"begin": first, "end": datetime.combine(period.until + timedelta(days=1), time(), TAIPEI)}


def _statement(question: Question, sets: tuple[By, ...]) -> str:
    """which of `sets`, the key of each, proposed, amount, and how many are in force, refused, awaited.

    Standings are counted, not grouped by: the short keys that remain are hashed instead of sorted, in half the time.
    """
    keys = ", ".join(f"{_COLUMNS[by]} AS key{n}" for n, by in enumerate(sets))
    which = ", ".join(f"key{n}" for n in range(len(sets)))
    groups = ", ".join(f"(key{n}, proposed, amount)" for n in range(len(sets)))
    counts = ", ".join(
        f"count(*) FILTER (WHERE standing = '{one}')::int" for one in ("in-force", "refused", "awaiting")
    )
    return (
        f"SELECT grouping({which}), {which}, proposed, amount, {counts}"
        f" FROM (SELECT {keys}, p.standing, p.proposed, p.amount"
        " FROM cases_penalty p JOIN cases_case c ON c.id = p.case_id"
        " WHERE (p.standing IN ('in-force', 'refused') AND p.changed_at >= %(begin)s AND p.changed_at < %(end)s"
        f" OR p.standing = 'awaiting') AND {question.condition('c')}) x"
        f" GROUP BY GROUPING SETS ({groups})"
    )


def _place(which: int, sets: int) -> int:
    """Of the one set whose bit in `grouping()` is 0; its first argument is the highest bit."""
    return next(place for place in range(sets) if not which >> (sets - 1 - place) & 1)
