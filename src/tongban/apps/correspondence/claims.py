"""A reminder belongs to whoever inserts its row: once per case, rule and due date, whoever tries and how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet

from .models import ReminderSent

_Row = TypeVar("_Row", bound=Model)
_CLAIM = (
    "INSERT INTO correspondence_remindersent (case_id, rule, due_on, claimed_at, sent)"
    " SELECT %s, x.rule, %s, %s, x.rule = %s FROM unnest(%s::text[]) AS x (rule)"
    " ON CONFLICT (case_id, due_on, rule) DO NOTHING RETURNING rule"
)


def claim(case_id: int, due_on: date, rule: str, at: datetime, *, instead_of: Sequence[str] = ()) -> bool:
    """Whether the reminder is ours to send. Those it speaks for (`instead_of`) are claimed with it, unsent."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [case_id, due_on, at, rule, [rule, *instead_of]])
        return rule in {row[0] for row in cursor.fetchall()}


def unclaimed(rows: QuerySet[_Row], rule: str, case: str) -> QuerySet[_Row]:
    """Rows (with `due_on`; `case` names their case's id) whose reminder nobody has claimed."""
    claims = ReminderSent.objects.filter(case_id=OuterRef(case), due_on=OuterRef("due_on"), rule=rule)
    return rows.exclude(Exists(claims))
