"""Figures line by line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

from tongban.apps.insight.facts import parameters

from . import statements
from .asking import By, Question
from .fresh import fresh_months
from .line import Key, Line
from .spread import Spread


def lines(question: Question, by: By) -> list[Line]:
    """A line for everything that has a figure, in no order. Open cases belong to no month."""
    found: dict[Key, Line] = {}
    fresh = fresh_months()
    for finished_key, received_key, received, *counts in _run(statements.happened(question, by, fresh), question):
        if any(counts):
            _line(found, finished_key).count(counts)
        if received:
            _line(found, received_key).received += received
    for key, spread in _spreads(question, by, fresh).items():
        _line(found, key).spread = spread
    if by is By.MONTH:
        for key, count in _run(statements.received_and_open(question), question):
            _line(found, key).received += count
    else:
        _add_open(found, question, by)
    return list(found.values())


def open_lines(question: Question, by: By) -> list[Line]:
    """Only what is open now, with what of it was received in the period."""
    found: dict[Key, Line] = {}
    _add_open(found, question, by)
    return list(found.values())


def carried_over(question: Question, by: By) -> dict[Key, int]:
    """How many cases were open when the period began."""
    return dict(_run(statements.carried_over(question, by, fresh_months()), question))


def spreads(question: Question, by: By) -> dict[Key, Spread]:
    """How long the decided cases took, from receipt to closure."""
    return _spreads(question, by, fresh_months())


def _line(found: dict[Key, Line], key: Key) -> Line:
    return found.setdefault(key, Line(key))


def _spreads(question: Question, by: By, fresh: set[date]) -> dict[Key, Spread]:
    times: dict[Key, dict[int, int]] = {}
    for key, days, count in _run(statements.took(question, by, fresh), question):
        times.setdefault(key, {})[days] = count
    return {key: Spread(found) for key, found in times.items()}


def _add_open(found: dict[Key, Line], question: Question, by: By) -> None:
    for key, n, late, this_week, received in _run(statements.open_now(question, by), question):
        line = _line(found, key)
        line.received += received
        line.open.n, line.open.late, line.open.this_week = n, late, this_week
    for key, waiting in _run(statements.waiting_now(question, by), question):
        _line(found, key).open.waiting = waiting


def _run(sql: str, question: Question) -> list[tuple[Any, ...]]:
    sunday = question.today + timedelta(days=6 - question.today.weekday())
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.parameters, **parameters(), "sunday": sunday})
        return cursor.fetchall()
