"""Writing a decision: one data-modifying statement that changes everything, or nothing.

The statement updates the case only at the version that was read; every other part of it hangs on that update's
result. So a lost race costs nothing and leaves nothing, no lock is held while Python computes, and outside a
transaction the whole act is one round trip. This is the one place that writes state, journal and jobs of a case.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from tongban.apps.journal.chain import Row
from tongban.apps.parties.models import ProtectedAnswers
from tongban.apps.parties.rows import Insert

from .reading import server_cursor

PROTECTED = Insert(ProtectedAnswers)
TOKEN = ("int", "text", "text")
EVENT = ("text", "int", "text", "timestamptz", "date", "text", "text", "jsonb", "bytea", "bytea")
_SAME = "WHERE t.case_id = c.id AND t.number = x.number"


class NewTask(NamedTuple):
    number: int
    activity: str
    groups: tuple[str, ...]
    unit_id: int
    role: str


class EndedTask(NamedTuple):
    number: int
    state: str
    outcome: str


class NewRemark(NamedTuple):
    id: UUID
    purpose: str
    body: str
    salt: bytes


class NewIntent(NamedTuple):
    id: UUID
    event: str
    code: str
    to: str
    values: dict[str, str]
    text: str
    secret: bytes | None


class NewAnswers(NamedTuple):
    version: int
    data: dict[str, object]
    protected: ProtectedAnswers | None
    salt: bytes


class NewJob(NamedTuple):
    """`args` hold ids only. `lock`: jobs with the same one run one after another."""

    queue: str
    name: str
    args: dict[str, str | int]
    lock: str | None = None


@dataclass(slots=True)
class Change:
    """Everything one act changes. `columns` are the case's own; lists that stay empty cost nothing."""

    at: datetime
    actor: str
    columns: dict[str, Any] = field(default_factory=dict)
    gone_tokens: list[int] = field(default_factory=list)
    new_tokens: list[tuple[int, str, str | None]] = field(default_factory=list)
    moved_tokens: list[tuple[int, str, str | None]] = field(default_factory=list)
    ended_tasks: list[EndedTask] = field(default_factory=list)
    new_tasks: list[NewTask] = field(default_factory=list)
    assigned: list[tuple[int, int | None]] = field(default_factory=list)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    corrections: list[dict[str, object]] = field(default_factory=list)
    controls: list[tuple[str, str | None]] | None = None
    answers: NewAnswers | None = None
    remarks: list[NewRemark] = field(default_factory=list)
    intents: list[NewIntent] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    jobs: list[NewJob] = field(default_factory=list)


class _Statement:
    """Parts of one WITH statement and their parameters. Its text depends only on which parts and rows there are."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[object] = []

    def place(self, value: object) -> str:
        """Take in a parameter; the place to write where it belongs."""
        self.values.append(value)
        return f"${len(self.values)}"

    def places(self, values: Iterable[object]) -> str:
        return ", ".join(map(self.place, values))

    def add(self, name: str, text: str) -> None:
        self.parts.append(f"{name} AS ({text})")

    def table(self, rows: Iterable[Sequence[object]], types: Sequence[str]) -> str:
        """`rows` as a VALUES list. Scalars are sent faster than arrays."""
        lines = (
            ", ".join(f"{self.place(value)}::{one}" for value, one in zip(row, types, strict=True)) for row in rows
        )
        return "(VALUES (" + "), (".join(lines) + ")) AS x"

    def rows(self, name: str, into: str, rows: Sequence[Sequence[object]], types: Sequence[str]) -> None:
        """INSERT `rows` behind the case's id."""
        if rows:
            self.add(name, f"INSERT INTO {into} SELECT c.id, x.* FROM c, {self.table(rows, types)}")

    def run(self) -> int | None:
        with server_cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self.parts)} SELECT id FROM c", self.values, prepare=True)
            row = cursor.fetchone()
        return row[0] if row else None


def save(case_id: int, version: int, change: Change) -> bool:
    """Carry out `change` on the case if it still has `version`; False, with nothing done, if it has moved on."""
    statement = _Statement()
    columns = {**change.columns, "changed_at": change.at}
    sets = ", ".join(f"{name} = {statement.place(value)}" for name, value in columns.items())
    same = f"id = {statement.place(case_id)} AND version = {statement.place(version)}"
    statement.add("c", f"UPDATE cases_case SET version = version + 1, {sets} WHERE {same} RETURNING id")
    _add_process(statement, change)
    _add_records(statement, change)
    return statement.run() is not None


def create(case_id: int, change: Change) -> None:
    """Insert a new case with everything its registration brings."""
    statement = _Statement()
    columns = {**change.columns, "id": case_id, "version": 1, "changed_at": change.at}
    values = statement.places(columns.values())
    statement.add("c", f"INSERT INTO cases_case ({', '.join(columns)}) VALUES ({values}) RETURNING id")
    _add_process(statement, change)
    _add_records(statement, change)
    statement.run()


def _add_process(statement: _Statement, change: Change) -> None:
    if change.gone_tokens:
        numbers = statement.places(change.gone_tokens)
        gone = f"DELETE FROM cases_token t USING c WHERE t.case_id = c.id AND t.number IN ({numbers})"
        statement.add("gone", gone)
    statement.rows("tokens", "cases_token (case_id, number, activity, flow)", change.new_tokens, TOKEN)
    if change.moved_tokens:
        x = statement.table(change.moved_tokens, TOKEN) + " (number, activity, flow)"
        moved = f"UPDATE cases_token t SET activity = x.activity, flow = x.flow FROM c, {x} {_SAME}"
        statement.add("moved", moved)
    if change.ended_tasks:
        rows = [(*task, change.at, change.actor) for task in change.ended_tasks]
        x = statement.table(rows, ("int", "text", "text", "timestamptz", "text"))
        sets = "state = x.state, outcome = x.outcome, ended_at = x.at, ended_by = x.by"
        ended = f"UPDATE cases_task t SET {sets} FROM c, {x} (number, state, outcome, at, by) {_SAME}"
        statement.add("ended", ended)
    if change.assigned:
        x = statement.table(change.assigned, ("int", "bigint")) + " (number, person)"
        statement.add("assigned", f"UPDATE cases_task t SET assignee_id = x.person FROM c, {x} {_SAME}")
    _add_tasks(statement, change)


def _add_tasks(statement: _Statement, change: Change) -> None:
    rows = [
        (t.number, t.activity, list(t.groups), t.unit_id, t.role, "open", change.at, "", "") for t in change.new_tasks
    ]
    into = "cases_task (case_id, number, activity, groups, unit_id, role, state, created_at, ended_by, outcome)"
    types = ("int", "text", "text[]", "bigint", "text", "text", "timestamptz", "text", "text")
    statement.rows("tasks", into, rows, types)


def _add_records(statement: _Statement, change: Change) -> None:
    stamp, stamped = (change.at, change.actor), ("timestamptz", "text")
    statement.rows("steps", "cases_step (case_id, activity, done_on, text)", change.steps, ("text", "date", "text"))
    _add_corrections(statement, change.corrections)
    if change.controls is not None:
        _add_controls(statement, change.controls)
    _add_answers(statement, change)
    statement.rows(
        "remarks",
        "cases_remark (case_id, id, purpose, body, salt, written_at, written_by)",
        [(*remark, *stamp) for remark in change.remarks],
        ("uuid", "text", "text", "bytea", *stamped),
    )
    statement.rows(
        "intents",
        'cases_intent (case_id, id, event, code, "to", "values", text, secret, made_at, made_by)',
        [(*i[:4], Jsonb(i.values), *i[5:], *stamp) for i in change.intents],
        ("uuid", "text", "text", "text", "jsonb", "text", "bytea", *stamped),
    )
    _add_journal(statement, change.events)
    _add_jobs(statement, change.jobs)


def _add_answers(statement: _Statement, change: Change) -> None:
    if (answers := change.answers) is None:
        return
    if (protected := answers.protected) is not None:
        values = statement.places(PROTECTED.record(protected))
        names = ", ".join(PROTECTED.columns)
        statement.add("protected", f"INSERT INTO parties_protectedanswers ({names}) SELECT {values} FROM c")
    identity = protected.id if protected else None
    row = (answers.version, Jsonb(answers.data), identity, answers.salt, change.at, change.actor)
    into = "cases_answers (case_id, version, data, protected, salt, recorded_at, recorded_by)"
    statement.rows("answers", into, [row], ("int", "jsonb", "uuid", "bytea", "timestamptz", "text"))


def _add_corrections(statement: _Statement, corrections: Iterable[dict[str, object]]) -> None:
    for index, one in enumerate(corrections):
        text = (
            f"INSERT INTO cases_correction (case_id, {', '.join(one)}) SELECT c.id, {statement.places(one.values())}"
            " FROM c ON CONFLICT (case_id, number)"
            " DO UPDATE SET ended_on = EXCLUDED.ended_on, ended_by = EXCLUDED.ended_by"
        )
        statement.add(f"correction{index}", text)


def _add_controls(statement: _Statement, controls: list[tuple[str, str | None]]) -> None:
    keys = statement.place([key for key, _ in controls])
    off = f"DELETE FROM cases_control w USING c WHERE w.case_id = c.id AND NOT w.key = ANY({keys}::text[])"
    statement.add("lifted", off)
    if controls:
        on = (
            "INSERT INTO cases_control (case_id, key, due_on) SELECT c.id, x.* FROM c,"
            f" {statement.table(controls, ('text', 'date'))}"
            " ON CONFLICT (case_id, key) DO UPDATE SET due_on = EXCLUDED.due_on"
        )
        statement.add("watched", on)


def _add_journal(statement: _Statement, events: list[Row]) -> None:
    if not events:
        return
    # The subject is in every row already, so these rows stand beside `c` instead of behind its id.
    x = statement.table(events, EVENT)
    text = (
        "INSERT INTO journal_event (subject, seq, kind, at, effective_on, actor, on_behalf_of, data, prev, hash)"
        f" SELECT x.* FROM c, {x}"
    )
    statement.add("journal", text)


def _add_jobs(statement: _Statement, jobs: list[NewJob]) -> None:
    if not jobs:
        return
    rows = [(j.queue, j.name, json.dumps(j.args), j.lock) for j in jobs]
    x = statement.table(rows, ("text", "text", "jsonb", "text"))
    text = f"INSERT INTO procrastinate_jobs (queue_name, task_name, args, lock) SELECT x.* FROM c, {x}"
    statement.add("jobs", text)
