"""Which reminders there are for the kinds of open cases, and which due dates they have come for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tongban.apps.cases.models import Case, Control
from tongban.apps.catalogue.queries import definition
from tongban.core.calendar import Calendar
from tongban.core.casework import Definition, Offset

from .claims import unclaimed

ESCALATE_AFTER = Offset(1)
MARGIN = 3
"""Working days looked further ahead than the city's calendar asks, because a district may have been closed."""


class Due(NamedTuple):
    case: Case
    due_on: date


@dataclass(frozen=True, slots=True)
class Rule:
    """`key` is unique for what is watched, when and to whom; `versions` are the pack versions that have it."""

    watched: str
    """`clock`, or `control:` and its key."""
    offset: Offset
    to: str
    versions: frozenset[int] = field(compare=False)

    @property
    def key(self) -> str:
        return f"{self.watched}:{self.offset.working_days:+d}:{self.to}"

    @property
    def control(self) -> str:
        return self.watched.removeprefix("control:") if self.watched.startswith("control:") else ""

    def supersedes(self, other: Rule) -> bool:
        """Whether it says the same to the same people, only later."""
        same = (self.watched, self.to) == (other.watched, other.to)
        return same and other.offset.working_days < self.offset.working_days

    def has_come(self, due: Due, today: date, calendar: Calendar) -> bool:
        return self.offset.day(due.due_on, calendar, due.case.place or None) <= today


def rules_in_use() -> list[Rule]:
    """Every rule of every version that has open cases, the latest offset first."""
    versions = Case.objects.filter(closed_on=None).order_by().values_list("pack_version_id", flat=True).distinct()
    found: dict[tuple[str, int, str], set[int]] = {}
    for version in versions:
        for watched, offset, to in _rules_of(definition(version)):
            found.setdefault((watched, offset.working_days, to), set()).add(version)
    rules = [Rule(watched, Offset(days), to, frozenset(v)) for (watched, days, to), v in found.items()]
    return sorted(rules, key=lambda rule: (-rule.offset.working_days, rule.watched, rule.to))


def _rules_of(drawn: Definition) -> Iterator[tuple[str, Offset, str]]:
    yield from (("clock", reminder.offset, reminder.to) for reminder in drawn.clock.remind)
    for control in drawn.controls:
        if control.field:
            watched = f"control:{control.key}"
            yield from ((watched, reminder.offset, control.to) for reminder in control.remind)
            if control.escalate:
                yield watched, ESCALATE_AFTER, control.escalate


def due_for(rule: Rule, today: date, calendar: Calendar, most: int) -> Iterable[Due]:
    """Open cases the rule has come for and nobody was told yet, the earliest due date first; at most `most`."""
    until = horizon(rule.offset, today, calendar)
    if rule.control:
        controls = Control.objects.filter(
            key=rule.control, case__closed_on=None, case__pack_version_id__in=rule.versions, due_on__lte=until
        )
        rows = unclaimed(controls, rule.key, "case_id").select_related("case__unit", "case__owner", "case__handler")
        found = (Due(row.case, row.due_on) for row in rows.order_by("due_on", "pk")[: 2 * most] if row.due_on)
    else:
        cases = Case.objects.filter(closed_on=None, pack_version_id__in=rule.versions, due_on__lte=until)
        open_cases = unclaimed(cases, rule.key, "pk").select_related("unit", "owner", "handler")
        found = (Due(case, case.due_on) for case in open_cases.order_by("due_on", "pk")[: 2 * most] if case.due_on)
    return [due for due in found if rule.has_come(due, today, calendar)][:most]


def horizon(offset: Offset, today: date, calendar: Calendar) -> date:
    """No due date after this one can be meant by the rule today."""
    ahead = max(0, -offset.working_days)
    return calendar.add_working_days(today, ahead + MARGIN) if ahead else today
