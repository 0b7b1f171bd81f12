"""How long the steps of a kind take in office hours, and how much waits at each now.

A step counts in the period in which it was done. Hours are those of the whole city: a typhoon in one district is not
taken out.
"""

# ruff: noqa: S608 (columns come from this file; whatever somebody asked is a parameter)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection

from tongban.core.calendar import Calendar
from tongban.core.calendar.tables import Ints, OfficeMinuteTables

from .asking import Question
from .penalties import bounds
from .spread import Spread

_EPOCH = 719_163 * 1_440
"""The minute mark of 1970-01-01 (see `core.calendar.tables`)."""
_TAIPEI = 8 * 60


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """`minutes`: office minutes → how many tasks took that long; `waiting` and `late` are as of now."""

    activity: str
    minutes: Spread = field(default_factory=Spread)
    waiting: int = 0
    late: int = 0


def activity_lines(question: Question, calendar: Calendar) -> dict[str, ActivityLine]:
    """Activity → its line, for the kind that is asked for; two statements."""
    done = {
        activity: Spread(_counted(made, ended, calendar)) for activity, made, ended in _rows(_done(question), question)
    }
    waits = {activity: (waiting, late) for activity, waiting, late in _rows(_waiting(question), question)}
    return {
        activity: ActivityLine(activity, done.get(activity, Spread()), *waits.get(activity, (0, 0)))
        for activity in {**done, **waits}
    }


def _rows(statement: str, question: Question) -> Iterable[tuple[Any, ...]]:
    parameters = {**question.parameters, **bounds(question.period)}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _done(question: Question) -> str:
    """Activity, and the minutes since 1970 when each task was made and when it was done."""
    minutes = "array_agg((extract(epoch FROM t.{column}) / 60)::bigint)"
    return (
        f"SELECT t.activity, {minutes.format(column='created_at')}, {minutes.format(column='ended_at')}"
        " FROM cases_task t JOIN cases_case c ON c.id = t.case_id"
        " WHERE t.kind = 'step' AND t.state = 'done' AND t.ended_at >= %(begin)s AND t.ended_at < %(end)s"
        f" AND {question.condition('c')} GROUP BY t.activity"
    )


def _waiting(question: Question) -> str:
    return (
        "SELECT t.activity, count(*)::int, count(*) FILTER (WHERE c.due_on < %(today)s)::int"
        " FROM cases_task t JOIN cases_case c ON c.id = t.case_id"
        f" WHERE t.kind = 'step' AND t.state = 'open' AND {question.condition('c')} GROUP BY t.activity"
    )


def _counted(made: list[int], ended: list[int], calendar: Calendar) -> Counter[int]:
    """A task from before the calendar begins counts from its first day."""
    tables = OfficeMinuteTables(calendar, [None])
    first, last = tables.first * 1_440, (tables.first + tables.length) * 1_440 - 1

    def positions(minutes: list[int]) -> Ints:
        marks = np.clip(np.array(minutes, np.int64) + _EPOCH + _TAIPEI, first, last)
        return tables.position(marks, np.zeros(len(marks), np.int64))

    return Counter(np.maximum(positions(ended) - positions(made), 0).tolist())
