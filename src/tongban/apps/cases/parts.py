"""How each part of a change is written. `c` is the case as written, with the moment of the act; `x` stands for the
rows that came for the part (see `writing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from tongban.apps.journal.chain import Row
from tongban.apps.journal.models import JournalEvent
from tongban.apps.parties.models import Party, ProtectedAnswers

from . import change as rows
from .models import (
    Answers,
    CaseParty,
    Consultation,
    Control,
    Correction,
    Incident,
    Intent,
    Penalty,
    Remark,
    Step,
    Task,
    Token,
    Transfer,
    Wait,
)


class Part(NamedTuple):
    """`columns` of `model` come with each row; `sql` makes the statement out of the rows (`VALUES … AS x`)."""

    model: type[Model]
    columns: tuple[str, ...]
    sql: Callable[[str], str]


def _added(model: type[Model], columns: tuple[str, ...], *, of_case: bool = True, again: str = "", **more: str) -> Part:
    """INSERT. `more`: columns that are the same for all rows; `again`: what to do where the row is there already."""
    values = {name: f'x."{name}"' for name in columns} | more | ({"case_id": "c.id"} if of_case else {})
    into = f"INSERT INTO {model._meta.db_table} ({names(values)}) SELECT {', '.join(values.values())} FROM c, "
    return Part(model, columns, lambda x: into + x + again)


def _changed(model: type[Model], columns: tuple[str, ...], **more: str) -> Part:
    """UPDATE of the case's rows that have the first column in common with what came."""
    values = {name: f'x."{name}"' for name in columns[1:]} | more
    sets = ", ".join(f'"{name}" = {value}' for name, value in values.items())
    update = f"UPDATE {model._meta.db_table} t SET {sets} FROM c, "
    return Part(model, columns, lambda x: update + x + _same(columns))


def _removed(model: type[Model], columns: tuple[str, ...]) -> Part:
    return Part(model, columns, lambda x: f"DELETE FROM {model._meta.db_table} t USING c, {x}{_same(columns)}")


def _same(columns: tuple[str, ...]) -> str:
    return f' WHERE t.case_id = c.id AND t."{columns[0]}" = x."{columns[0]}"'


@cache
def types(model: type[Model]) -> dict[str, Any]:
    return {one.column: one.db_type(connection) for one in model._meta.concrete_fields}


def names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _columns(model: type[Model], *without: str) -> tuple[str, ...]:
    return tuple(one.column for one in model._meta.concrete_fields if one.column not in without)


def _again(columns: Iterable[str]) -> str:
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in columns)


_PLACED = {
    **{
        name: f'CASE WHEN t.groups = x.groups THEN t."{name}" ELSE x."{name}" END'
        for name in ("unit_id", "role", "away")
    },
    "assignee_id": "CASE WHEN t.groups = x.groups OR (t.unit_id = x.unit_id AND t.role = x.role) THEN t.assignee_id END",
}
"""Of a task that other people get: where it waits now, and who had taken it if he is one of them."""
_MOVING = ("activity", *rows.Asked._fields[rows.Asked._fields.index("due_on") :])
"""What may change of a consultation after it was asked."""
_ENDING = rows.Transferred._fields[rows.Transferred._fields.index("standing") :]
"""What is known of a transfer when it has been answered."""

PARTS: dict[str, Part] = {
    "gone_tokens": _removed(Token, rows.Gone._fields),
    "new_tokens": _added(Token, rows.TokenAt._fields),
    "moved_tokens": _changed(Token, rows.TokenAt._fields),
    "gone_waits": _removed(Wait, rows.Gone._fields),
    "new_waits": _added(Wait, rows.WaitFor._fields),
    "moved_waits": _changed(Wait, rows.WaitFor._fields),
    "ended_tasks": _changed(Task, rows.EndedTask._fields, ended_at="c.at", ended_by="c.actor"),
    "new_tasks": _added(Task, rows.NewTask._fields, state="'open'", created_at="c.at", ended_by="''", outcome="''"),
    "moved_tasks": _changed(Task, rows.MovedTask._fields, **_PLACED),
    "assigned": _changed(Task, rows.Assigned._fields),
    "steps": _added(Step, rows.NewStep._fields),
    "corrections": _added(
        Correction,
        _columns(Correction, "id", "case_id"),
        again=" ON CONFLICT (case_id, number) DO UPDATE SET ended_on = EXCLUDED.ended_on, ended_by = EXCLUDED.ended_by",
    ),
    "penalties": _added(
        Penalty,
        _columns(Penalty, "id", "case_id", "changed_at"),
        changed_at="c.at",
        again=" ON CONFLICT (case_id, number) DO UPDATE SET standing = EXCLUDED.standing,"
        " decided_by = EXCLUDED.decided_by, activity = EXCLUDED.activity, changed_at ="
        " CASE WHEN cases_penalty.standing = EXCLUDED.standing THEN cases_penalty.changed_at ELSE EXCLUDED.changed_at END",
    ),
    "consultations": _added(
        Consultation, rows.Asked._fields, again=f" ON CONFLICT (case_id, number) DO UPDATE SET {_again(_MOVING)}"
    ),
    "transfers": _added(
        Transfer, rows.Transferred._fields, again=f" ON CONFLICT (case_id, number) DO UPDATE SET {_again(_ENDING)}"
    ),
    "placed_tasks": _changed(Task, rows.PlacedTask._fields),
    "controls_off": _removed(Control, rows.ControlOff._fields),
    "controls_on": _added(
        Control, rows.ControlOn._fields, again=" ON CONFLICT (case_id, key) DO UPDATE SET due_on = EXCLUDED.due_on"
    ),
    "incidents": _added(Incident, rows.NewIncident._fields, times="1", opened_at="c.at", last_at="c.at"),
    "incidents_over": _changed(Incident, rows.IncidentOver._fields, ended_at="c.at"),
    "protected": _added(ProtectedAnswers, _columns(ProtectedAnswers), of_case=False),
    "answers": _added(Answers, rows.NewAnswers._fields, recorded_at="c.at", recorded_by="c.actor"),
    "remarks": _added(Remark, rows.NewRemark._fields, written_at="c.at", written_by="c.actor"),
    "intents": _added(Intent, rows.NewIntent._fields, made_at="c.at", made_by="c.actor"),
    "new_parties": _added(Party, _columns(Party), of_case=False),
    "parties": _added(CaseParty, rows.NewParty._fields),
    "events": _added(JournalEvent, Row._fields, of_case=False),
    "jobs": _added(ProcrastinateJob, rows.NewJob._fields, of_case=False),
}
