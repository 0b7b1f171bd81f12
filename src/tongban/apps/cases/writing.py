"""Writing a decision: one data-modifying statement that changes everything, or nothing.

The statement updates the case only at the version that was read; every other part of it hangs on that update's
result. So a lost race costs nothing and leaves nothing, no lock is held while Python computes, and outside a
transaction the whole act is one round trip. This is the one place that writes state, journal and jobs of a case.

What is to be written goes there as one JSON document (`$1`), a list of rows for each part of `Change`. The text
depends only on which parts there are and on which columns of the case change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from tongban.apps.journal.chain import Row
from tongban.apps.journal.models import JournalEvent
from tongban.apps.parties.models import ProtectedAnswers

from . import change as rows
from .change import Change
from .models import Answers, Case, CaseParty, Control, Correction, Intent, Remark, Step, Task, Token
from .statements import Statement


def save(case_id: int, version: int, change: Change) -> bool:
    """Carry out `change` on the case if it still has `version`; False, with nothing done, if it has moved on."""
    return _write(_update, change, {"id": case_id, "version": version})


def create(case_id: int, change: Change) -> None:
    """Insert a new case with everything its registration brings."""
    change.columns |= {"id": case_id, "version": 1}
    _write(_insert, change, {})


def _write(case: Callable[[tuple[str, ...]], str], change: Change, which: Mapping[str, int]) -> bool:
    columns = {**change.columns, "changed_at": change.at}
    parts = {name: found for name in _PARTS if (found := getattr(change, name))}
    document = {name: [_plain(row) for row in found] for name, found in parts.items()}
    document |= {**which, "actor": change.actor, "case": columns}
    statement = _statement(case, tuple(columns), tuple(parts))
    return statement.value(json.dumps(document, default=_text, ensure_ascii=False)) is not None


def _plain(row: Any) -> object:
    match row:
        case Row():
            return {**row._asdict(), "data": json.loads(row.data)}
        case tuple():
            return row._asdict()  # type: ignore[attr-defined]
        case Model():
            return {one.column: getattr(row, one.attname) for one in row._meta.concrete_fields}
    return row


def _text(value: object) -> str:
    """What JSON has no form for, as PostgreSQL reads it from a string."""
    match value:
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return "\\x" + value.hex()
    raise TypeError(f"{value!r} has no place in a change of a case")


@cache
def _statement(case: Callable[[tuple[str, ...]], str], columns: tuple[str, ...], parts: tuple[str, ...]) -> Statement:
    texts = [f"c AS ({case(columns)})", *(f"{part} AS ({_PARTS[part](part)})" for part in parts)]
    return Statement(f"WITH {', '.join(texts)} SELECT id FROM c")


# --- the text: `c` is the case as written, with the moment and the actor; `x` the rows that came for a part

_STAMP = "changed_at AS at, $1::jsonb->>'actor' AS actor"


def _update(columns: tuple[str, ...]) -> str:
    return (
        f"UPDATE cases_case t SET version = t.version + 1, {_sets(columns)}"
        f" FROM jsonb_to_record($1::jsonb->'case') AS x ({_typed(Case, columns)})"
        " WHERE t.id = ($1::jsonb->'id')::bigint AND t.version = ($1::jsonb->'version')::int"
        f" RETURNING t.id, t.{_STAMP}"
    )


def _insert(columns: tuple[str, ...]) -> str:
    return (
        f"INSERT INTO cases_case ({_names(columns)}) SELECT x.*"
        f" FROM jsonb_to_record($1::jsonb->'case') AS x ({_typed(Case, columns)}) RETURNING id, {_STAMP}"
    )


def _added(
    model: type[Model], columns: Iterable[str], *, of_case: bool = True, again: str = "", **more: str
) -> Callable[[str], str]:
    """An INSERT; `more` are columns with what they are for all rows, `again` what to do where the row is there."""

    def text(part: str) -> str:
        into = {name: f'x."{name}"' for name in columns} | more | ({"case_id": "c.id"} if of_case else {})
        table = model._meta.db_table
        return f"INSERT INTO {table} ({_names(into)}) SELECT {', '.join(into.values())} FROM c, {_rows(part, model, columns)}{again}"

    return text


def _changed(model: type[Model], columns: tuple[str, ...], **more: str) -> Callable[[str], str]:
    """An UPDATE of the case's rows with these numbers."""

    def text(part: str) -> str:
        sets = ", ".join([_sets(columns[1:]), *(f"{name} = {value}" for name, value in more.items())])
        return f"UPDATE {model._meta.db_table} t SET {sets} FROM c, {_same(part, model, columns)}"

    return text


def _removed(model: type[Model], columns: tuple[str, ...]) -> Callable[[str], str]:
    return lambda part: f"DELETE FROM {model._meta.db_table} t USING c, {_same(part, model, columns)}"


def _same(part: str, model: type[Model], columns: tuple[str, ...]) -> str:
    """The case's rows that have the first of `columns` in common with what came."""
    return f"{_rows(part, model, columns)} WHERE t.case_id = c.id AND t.{columns[0]} = x.{columns[0]}"


def _rows(part: str, model: type[Model], columns: Iterable[str]) -> str:
    return f"jsonb_to_recordset($1::jsonb->'{part}') AS x ({_typed(model, columns)})"


def _typed(model: type[Model], columns: Iterable[str]) -> str:
    types = {one.column: one.db_type(connection) for one in model._meta.concrete_fields}
    return ", ".join(f'"{name}" {types[name]}' for name in columns)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _sets(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}" = x."{name}"' for name in columns)


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(one.column for one in model._meta.concrete_fields)


_CORRECTION = tuple(name for name in _columns(Correction) if name not in {"id", "case_id"})
_PARTS: dict[str, Callable[[str], str]] = {
    "gone_tokens": _removed(Token, rows.Gone._fields),
    "new_tokens": _added(Token, rows.TokenAt._fields),
    "moved_tokens": _changed(Token, rows.TokenAt._fields),
    "ended_tasks": _changed(Task, rows.EndedTask._fields, ended_at="c.at", ended_by="c.actor"),
    "new_tasks": _added(Task, rows.NewTask._fields, state="'open'", created_at="c.at", ended_by="''", outcome="''"),
    "assigned": _changed(Task, rows.Assigned._fields),
    "steps": _added(Step, rows.NewStep._fields),
    "corrections": _added(
        Correction,
        _CORRECTION,
        again=" ON CONFLICT (case_id, number) DO UPDATE SET ended_on = EXCLUDED.ended_on, ended_by = EXCLUDED.ended_by",
    ),
    "controls_off": _removed(Control, rows.ControlOff._fields),
    "controls_on": _added(
        Control, rows.ControlOn._fields, again=" ON CONFLICT (case_id, key) DO UPDATE SET due_on = EXCLUDED.due_on"
    ),
    "protected": _added(ProtectedAnswers, _columns(ProtectedAnswers), of_case=False),
    "answers": _added(Answers, rows.NewAnswers._fields, recorded_at="c.at", recorded_by="c.actor"),
    "remarks": _added(Remark, rows.NewRemark._fields, written_at="c.at", written_by="c.actor"),
    "intents": _added(Intent, rows.NewIntent._fields, made_at="c.at", made_by="c.actor"),
    "parties": _added(CaseParty, rows.NewParty._fields),
    "events": _added(JournalEvent, Row._fields, of_case=False),
    "jobs": _added(ProcrastinateJob, rows.NewJob._fields, of_case=False),
}
