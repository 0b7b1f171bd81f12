"""Reading a case for a decision: everything that decides, in one lock-free statement.

A joined SELECT … FOR UPDATE can return tokens from before the wait for the lock; instead nothing is locked here and
the write checks the version (see `writing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.rows import namedtuple_row

from tongban.apps.journal.chain import ZERO, Head
from tongban.apps.org.policy import CaseFacts
from tongban.core.calendar import Clock
from tongban.core.casework import CaseState, ControlDue, Correction, Phase, StepDone
from tongban.core.process import ProcessState, Task, Token

# Django reads jsonb as text on its connections; as json it comes parsed.
_SELECT = """
SELECT c.id, c.number, c.version, c.pack_version_id, c.kind, c.owner_id, c.unit_id, c.handler_id, c.taken_in_id,
       c.language, c.place, c.source, c.phase, c.outcome, c.received_on, c.due_on, c.closed_on, c.clock::json, c.variables::json,
       c.next_number, c.answers_version, a.data::json AS answers, a.protected,
       (SELECT coalesce(json_agg(json_build_array(t.number, t.activity, t.flow) ORDER BY t.number), '[]')
          FROM cases_token t WHERE t.case_id = c.id) AS tokens,
       (SELECT coalesce(json_agg(json_build_array(t.number, t.activity, t.groups, t.unit_id, t.role, t.assignee_id)
                                 ORDER BY t.number), '[]')
          FROM cases_task t WHERE t.case_id = c.id AND t.state = 'open') AS tasks,
       (SELECT coalesce(json_agg(json_build_array(s.activity, s.done_on, s.text) ORDER BY s.id), '[]')
          FROM cases_step s WHERE s.case_id = c.id) AS steps,
       (SELECT coalesce(json_agg(json_build_array(k.number, k.missing, k.reason, k.consequence, k.asked_on, k.due_on,
                                                  k.code, k.task, k.ended_on, k.ended_by) ORDER BY k.number), '[]')
          FROM cases_correction k WHERE k.case_id = c.id) AS corrections,
       (SELECT coalesce(json_agg(json_build_array(w.key, w.due_on) ORDER BY w.key), '[]')
          FROM cases_control w WHERE w.case_id = c.id) AS controls,
       j.seq AS journal_seq, j.hash AS journal_hash,
       (SELECT number FROM org_orgversion LIMIT 1) AS org_version,
       (SELECT number FROM officedays_calendarversion LIMIT 1) AS calendar_version
  FROM cases_case c
  LEFT JOIN cases_answers a ON a.case_id = c.id AND a.version = c.answers_version
  LEFT JOIN LATERAL (SELECT e.seq, e.hash FROM journal_event e
                      WHERE e.subject = 'case:' || c.id ORDER BY e.seq DESC LIMIT 1) j ON true
 WHERE c.number = $1
"""


class NoSuchCase(LookupError):
    """No case has this number."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A waiting task as stored: the unit and role its groups came out as, and who took it."""

    number: int
    activity: str
    unit_id: int
    role: str
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as it was read: what decides (`state`), whose it is, and what the write must find unchanged."""

    id: int
    number: str
    version: int
    pack_version_id: int
    kind: str
    owner_id: int
    unit_id: int
    handler_id: int | None
    taken_in_id: int
    language: str
    source: str
    received_on: date
    due_on: date | None
    answers_version: int
    protected: UUID | None
    open_tasks: tuple[OpenTask, ...]
    state: CaseState
    head: Head
    org_version: int
    calendar_version: int

    @property
    def subject(self) -> str:
        return f"case:{self.id}"

    @property
    def facts(self) -> CaseFacts:
        """What the policy asks about this case."""
        units = frozenset(task.unit_id for task in self.open_tasks)
        return CaseFacts(self.owner_id, self.unit_id, self.handler_id, units, self.taken_in_id)

    def task(self, number: int) -> OpenTask | None:
        return next((task for task in self.open_tasks if task.number == number), None)


def server_cursor(**options: Any) -> psycopg.RawCursor[Any]:
    """A cursor whose statements say $1, $2 …: parameters travel apart and the server prepares each text once.

    (psycopg would take a text with %s to pieces every time: these are longer than what it keeps.)
    """
    connection.ensure_connection()
    return psycopg.RawCursor(connection.connection, **options)


def case_file(number: str) -> CaseFile:
    """The case with that number, or NoSuchCase. One statement, no locks."""
    with server_cursor(row_factory=namedtuple_row) as cursor:
        row = cursor.execute(_SELECT, [number], prepare=True).fetchone()
    if row is None:
        raise NoSuchCase(number)
    head = Head(row.journal_seq, bytes(row.journal_hash)) if row.journal_seq else Head(0, ZERO)
    return CaseFile(
        id=row.id,
        number=row.number,
        version=row.version,
        pack_version_id=row.pack_version_id,
        kind=row.kind,
        owner_id=row.owner_id,
        unit_id=row.unit_id,
        handler_id=row.handler_id,
        taken_in_id=row.taken_in_id,
        language=row.language,
        source=row.source,
        received_on=row.received_on,
        due_on=row.due_on,
        answers_version=row.answers_version,
        protected=row.protected,
        open_tasks=tuple(OpenTask(t[0], t[1], t[3], t[4], t[5]) for t in row.tasks),
        state=_state(row),
        head=head,
        org_version=row.org_version or 0,
        calendar_version=row.calendar_version or 0,
    )


def _state(row: Any) -> CaseState:
    return CaseState(
        phase=Phase(row.phase),
        clock=Clock.from_json(row.clock),
        process=_process(row.tokens, row.tasks, row.next_number, row.variables),
        answers=row.answers or {},
        corrections=tuple(_correction(k) for k in row.corrections),
        steps=tuple(StepDone(s[0], date.fromisoformat(s[1]), s[2]) for s in row.steps),
        controls=tuple(ControlDue(w[0], _day(w[1])) for w in row.controls),
        outcome=row.outcome,
        closed_on=row.closed_on,
    )


def _process(
    tokens: Sequence[Any], tasks: Sequence[Any], next_number: int, variables: Mapping[str, object]
) -> ProcessState | None:
    if next_number == 0:
        return None
    return ProcessState(
        tokens=tuple(Token(*t) for t in tokens),
        tasks=tuple(Task(t[0], t[1], tuple(t[2])) for t in tasks),
        next_number=next_number,
        variables=variables,
        ended=not tokens,
    )


def _correction(k: Sequence[Any]) -> Correction:
    number, missing, reason, consequence, asked_on, due_on, code, task, ended_on, ended_by = k
    asked, due = date.fromisoformat(asked_on), date.fromisoformat(due_on)
    return Correction(number, missing, reason, consequence, asked, due, code, task, _day(ended_on), ended_by)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
