"""稽催: what is late, unit by unit, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tongban.apps.cases.models import Case
from tongban.apps.officedays.queries import calendar

from .asking import Question

MOST = 20_000
"""More than anybody reads."""
_FIELDS = ("number", "kind", "phase", "due_on", "unit_id", "unit__name", "owner__name", "handler__name", "received_on")


@dataclass(frozen=True, slots=True)
class LateCase:
    """`working_days`: how late, by the city's calendar; `days` in calendar days."""

    number: str
    kind: str
    phase: str
    due_on: date
    unit_id: int
    unit: str
    agency: str
    handler: str
    received_on: date
    days: int
    working_days: int


def late_cases(question: Question, most: int = MOST) -> tuple[list[LateCase], int]:
    """At most `most` late cases, by unit and then by due date, and how many there are. The period plays no part."""
    late = Case.objects.filter(_asked(question), closed_on=None, due_on__lt=question.today)
    rows = late.order_by("unit__name", "unit_id", "due_on", "pk").values_list(*_FIELDS)[: most + 1]
    found = [_late(row, question.today) for row in rows]
    return found[:most], len(found) if len(found) <= most else late.count()


def _late(row: tuple[object, ...], today: date) -> LateCase:
    number, kind, phase, due_on, unit_id, unit, agency, handler, received_on = row
    assert isinstance(due_on, date)
    working = calendar().working_days_between(due_on, today)
    days = (today - due_on).days
    return LateCase(number, kind, phase, due_on, unit_id, unit, agency, handler or "", received_on, days, working)  # type: ignore[arg-type]


def _asked(question: Question) -> Q:
    """The same conditions as `Question.condition`, for rows of Case."""
    reach = question.reach
    reached = Q() if reach.everything else Q(owner_id__in=reach.owner_units) | Q(unit_id__in=reach.units)
    chosen = {"owner_id": question.owner, "kind": question.kind, "channel": question.channel}
    units = Q() if question.units is None else Q(unit_id__in=question.units)
    return reached & units & Q(**{name: value for name, value in chosen.items() if value is not None})
