"""What a migration would do, in groups, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.apps.cases.reading import CaseFile, case_file
from tongban.core.casework import Refusal
from tongban.core.text import Text

from .groups import Group, groups_of
from .order import Order
from .single import prepare

_CERTAIN = frozenset(("not-migrated", "no-process", "no-such-unit"))
"""Refusals that follow from how a case stands alone."""
EXAMPLES = 5


class Verdict(StrEnum):
    TOGETHER = "together"
    """Only names change: all of the group at once."""
    SINGLY = "singly"
    """Something is worked out for each: each by itself."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """A group and what becomes of its cases; `is_certain`: of all of them, else of the one that was looked at."""

    group: Group
    verdict: Verdict
    is_certain: bool
    where: tuple[str, ...]
    why: Text | None = None


@dataclass(slots=True)
class Line:
    """Cases that wait at the same place and fare alike; `is_estimated`: not each of them was looked at."""

    where: Text
    verdict: Verdict
    why: Text | None
    cases: int
    examples: list[str]
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    lines: list[Line]

    @property
    def moving(self) -> int:
        return sum(line.cases for line in self.lines if line.verdict is not Verdict.REFUSED)

    @property
    def refused(self) -> int:
        return sum(line.cases for line in self.lines if line.verdict is Verdict.REFUSED)

    @property
    def total(self) -> int:
        return self.moving + self.refused


def plan(order: Order, at: datetime) -> Plan:
    """Nothing is written. Where cases of a group may fare differently, up to `SHOWN` of them are looked at, and the
    rest of the group is told after them."""
    lines: dict[tuple[object, ...], Line] = {}
    for group in groups_of(order):
        for judged, cases, examples, is_estimated in _looked_at(group, order, at):
            where = _where(order, judged.where)
            line = lines.setdefault((where, judged.verdict, judged.why), Line(where, judged.verdict, judged.why, 0, []))
            line.cases += cases
            line.examples = [*line.examples, *examples][:EXAMPLES]
            line.is_estimated |= is_estimated
    return Plan(sorted(lines.values(), key=lambda line: (line.verdict is Verdict.REFUSED, -line.cases)))


def _looked_at(group: Group, order: Order, at: datetime) -> list[tuple[Judged, int, list[str], bool]]:
    first = judge(group, group.number, order, at)
    if first.is_certain or len(group.cases) == 1:
        return [(first, len(group.cases), list(group.first), False)]
    found = [(number, judge(group, number, order, at)) for number in group.first]
    rest = len(group.cases) - len(found)
    told = [(judged, 1, [number], rest > 0) for number, judged in found]
    if rest:
        moved = next((one for _, one in found if one.verdict is not Verdict.REFUSED), found[0][1])
        told.append((moved, rest, [], True))
    return told


def judge(group: Group, number: str, order: Order, at: datetime) -> Judged:
    """What becomes of the case of that number, as one of its group."""
    file = case_file(number)
    where = _places(file)
    if group.cases.get(file.id) != file.version:  # it has moved on and says nothing of its group any more
        return Judged(group, Verdict.SINGLY, False, where)
    try:
        prepared = prepare(file, order, at)
    except Refusal as refused:
        certain = refused.code in _CERTAIN and not group.is_special
        return Judged(group, Verdict.REFUSED, certain, where, refused.text)
    if prepared.is_plain and not group.is_special:
        return Judged(group, Verdict.TOGETHER, True, where)
    return Judged(group, Verdict.SINGLY, False, where)


def _places(file: CaseFile) -> tuple[str, ...]:
    """Where it waits: its tasks, else wherever its tokens are."""
    standing = file.state.process
    if standing is None:
        return ()
    return tuple(sorted({task.activity for task in standing.tasks} or {token.activity for token in standing.tokens}))


def _where(order: Order, places: tuple[str, ...]) -> Text:
    drawn = order.versions.older.process
    if drawn is None or not places:
        return Text("由其他系統辦理", "Run by another system")
    known = (drawn.activities.get(id) for id in places)
    names = [one.name or one.id if one else id for one, id in zip(known, places, strict=True)]
    return Text("、".join(names), ", ".join(names))
