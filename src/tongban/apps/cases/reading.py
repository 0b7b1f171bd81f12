"""Reading a case for a decision: everything that decides, in one lock-free statement.

A joined SELECT … FOR UPDATE can return tokens from before the wait for the lock; instead nothing is locked here and
the write checks the version (see `writing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from tongban.apps.journal.chain import ZERO, Head
from tongban.apps.org.policy import CaseFacts
from tongban.core import process
from tongban.core.calendar import Clock
from tongban.core.casework import (
    CaseState,
    Consultation,
    ControlDue,
    Correction,
    Mode,
    Penalty,
    PenaltyStanding,
    Phase,
    Standing,
    StepDone,
    Transfer,
    TransferStanding,
)
from tongban.core.process import ProcessState, Token, Trigger, Wait

from .models import Task
from .statements import Statement

# One JSON object a case: taken apart in one go, which costs a third of nine columns with JSON in them.
_SELECT = Statement("""
SELECT json_build_object(
         'row', c, 'answers', a.data, 'protected', a.protected,
         'tokens', (SELECT json_agg(json_build_array(t.number, t.activity, t.flow, t.parent, t.round, t.local) ORDER BY t.number)
                      FROM cases_token t WHERE t.case_id = c.id),
         'tasks', (SELECT json_agg(json_build_array(t.number, t.activity, t.groups, t.unit_id, t.role, t.assignee_id,
                                                    t.token, t.due_at, t.kind)
                                   ORDER BY t.number)
                     FROM cases_task t WHERE t.case_id = c.id AND t.state = 'open'),
         'waits', (SELECT json_agg(json_build_array(w.number, w.activity, w.token, w.trigger, w.name, w.due_at, w.since,
                                                   w.rounds, w.met) ORDER BY w.number)
                     FROM cases_wait w WHERE w.case_id = c.id),
         'steps', (SELECT json_agg(json_build_array(s.activity, s.done_on, s.text) ORDER BY s.id)
                     FROM cases_step s WHERE s.case_id = c.id),
         'corrections', (SELECT json_agg(json_build_array(
                                  k.number, k.missing, k.reason, k.consequence, k.asked_on, k.due_on,
                                  k.code, k.task, k.ended_on, k.ended_by) ORDER BY k.number)
                           FROM cases_correction k WHERE k.case_id = c.id),
         'penalties', (SELECT json_agg(json_build_array(
                                p.number, p.activity, p.task, p.outcome, p.proposed, p.amount, p.standing,
                                p.reason, p.asked_by, p.decided_by) ORDER BY p.number)
                         FROM cases_penalty p WHERE p.case_id = c.id),
         'consultations', (SELECT json_agg(json_build_array(
                                    q.number, q.round, q.mode, q.task, q.activity, q.work, u.code, q.question,
                                    q.asked_by, q.asked_on, q.due_on, q.enough, q.remind, q.standing, q.opinion,
                                    q.answer, q.answers, q.reason, q.suggested, q.wanted_until, q.wanted_because,
                                    q.nudges, q.nudged_on, q.ended_on, q.ended_by) ORDER BY q.number)
                             FROM cases_consultation q JOIN org_unit u ON u.id = q.unit_id WHERE q.case_id = c.id),
         'transfers', (SELECT json_agg(json_build_array(
                                r.number, s.code, d.code, r.work, r.reason, r.asked_by, r.asked_on, r.standing,
                                r.times, r.answer, r.suggested, r.ended_on, r.ended_by) ORDER BY r.number)
                         FROM cases_transfer r JOIN org_unit s ON s.id = r.source_id JOIN org_unit d ON d.id = r.target_id
                        WHERE r.case_id = c.id),
         'controls', (SELECT json_agg(json_build_array(w.key, w.due_on) ORDER BY w.key)
                        FROM cases_control w WHERE w.case_id = c.id),
         'incidents', (SELECT json_agg(json_build_array(i.id, i.activity, i.task, i.pack_version_id))
                         FROM cases_incident i WHERE i.case_id = c.id AND i.ended_at IS NULL),
         'head', (SELECT json_build_array(e.seq, encode(e.hash, 'hex')) FROM journal_event e
                   WHERE e.subject = 'case:' || c.id ORDER BY e.seq DESC LIMIT 1),
         'org_version', (SELECT number FROM org_orgversion LIMIT 1),
         'calendar_version', (SELECT number FROM officedays_calendarversion LIMIT 1))
  FROM (SELECT id, number, version, pack_version_id, kind, owner_id, unit_id, handler_id, taken_in_id, language,
               source, phase, outcome, received_on, due_on, closed_on, clock, variables, next_number, answers_version, suspended_at
          FROM cases_case WHERE number = $1) c
  LEFT JOIN cases_answers a ON a.case_id = c.id AND a.version = c.answers_version
""")


STEP = Task.STEP


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
    kind: str = STEP

    @property
    def is_step(self) -> bool:
        """Of the process; any other is asked of a unit beside it."""
        return self.kind == STEP


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What the case waits for besides its tasks: the definition to be mended at `activity`."""

    id: UUID
    activity: str
    task: int | None
    pack_version_id: int


_AS_THEY_ARE = (
    "id",
    "number",
    "version",
    "pack_version_id",
    "kind",
    "owner_id",
    "unit_id",
    "handler_id",
    "taken_in_id",
    "language",
    "source",
    "answers_version",
)


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
    incidents: tuple[OpenIncident, ...] = ()

    @property
    def subject(self) -> str:
        return f"case:{self.id}"

    @property
    def facts(self) -> CaseFacts:
        """What the policy asks about this case."""
        units = frozenset(task.unit_id for task in self.open_tasks if task.is_step)
        asked = frozenset(task.unit_id for task in self.open_tasks if not task.is_step)
        return CaseFacts(self.owner_id, self.unit_id, self.handler_id, units, self.taken_in_id, asked)

    def task(self, number: int) -> OpenTask | None:
        return next((task for task in self.open_tasks if task.number == number), None)


def case_file(number: str) -> CaseFile:
    """The case with that number, or NoSuchCase. One statement, no locks."""
    found = _SELECT.value([number])
    if found is None:
        raise NoSuchCase(number)
    whole: dict[str, Any] = from_json(found)
    row, tasks, head = whole["row"], whole["tasks"] or (), whole["head"]
    return CaseFile(
        **{name: row[name] for name in _AS_THEY_ARE},
        received_on=date.fromisoformat(row["received_on"]),
        due_on=_day(row["due_on"]),
        protected=UUID(whole["protected"]) if whole["protected"] else None,
        open_tasks=tuple(OpenTask(t[0], t[1], t[3], t[4], t[5], t[8]) for t in tasks),
        incidents=tuple(OpenIncident(UUID(i[0]), *i[1:]) for i in whole["incidents"] or ()),
        state=_state(row, whole),
        head=Head(head[0], bytes.fromhex(head[1])) if head else Head(0, ZERO),
        org_version=whole["org_version"] or 0,
        calendar_version=whole["calendar_version"] or 0,
    )


def _state(row: Mapping[str, Any], whole: Mapping[str, Any]) -> CaseState:
    return CaseState(
        phase=Phase(row["phase"]),
        clock=Clock.from_json(row["clock"]),
        process=_process(row, whole),
        answers=whole["answers"] or {},
        corrections=tuple(_correction(k) for k in whole["corrections"] or ()),
        steps=tuple(StepDone(s[0], date.fromisoformat(s[1]), s[2]) for s in whole["steps"] or ()),
        penalties=tuple(_penalty(p) for p in whole["penalties"] or ()),
        consultations=tuple(_consultation(q) for q in whole["consultations"] or ()),
        transfers=tuple(_transfer(r) for r in whole["transfers"] or ()),
        controls=tuple(ControlDue(w[0], _day(w[1])) for w in whole["controls"] or ()),
        outcome=row["outcome"],
        closed_on=_day(row["closed_on"]),
    )


def _process(row: Mapping[str, Any], whole: Mapping[str, Any]) -> ProcessState | None:
    if row["next_number"] == 0:
        return None
    tokens = tuple(Token(*t) for t in whole["tokens"] or ())
    return ProcessState(
        tokens=tokens,
        tasks=tuple(
            process.Task(t[0], t[1], tuple(t[2]), t[6], _moment(t[7])) for t in whole["tasks"] or () if t[8] == STEP
        ),
        next_number=row["next_number"],
        variables=row["variables"],
        ended=not tokens,
        waits=tuple(_wait(w) for w in whole["waits"] or ()),
        suspended_at=_moment(row["suspended_at"]),
    )


def _wait(w: Sequence[Any]) -> Wait:
    number, activity, token, trigger, name, due_at, since, rounds, met = w
    return Wait(number, activity, token, Trigger(trigger), name, _moment(due_at), _moment(since), rounds, met)


def _correction(k: Sequence[Any]) -> Correction:
    number, missing, reason, consequence, asked_on, due_on, code, task, ended_on, ended_by = k
    asked, due = date.fromisoformat(asked_on), date.fromisoformat(due_on)
    return Correction(number, missing, reason, consequence, asked, due, code, task, _day(ended_on), ended_by)


def _penalty(p: Sequence[Any]) -> Penalty:
    number, activity, task, outcome, proposed, amount, standing, reason, asked_by, decided_by = p
    state = PenaltyStanding(standing)
    return Penalty(number, activity, task, outcome, proposed, amount, state, reason, asked_by, decided_by)


_ASKED = tuple(one.name for one in fields(Consultation))
_DAYS = frozenset(("asked_on", "due_on", "wanted_until", "nudged_on", "ended_on"))


def _consultation(q: Sequence[Any]) -> Consultation:
    """`q` is in the order of the class."""
    known: dict[str, Any] = {
        name: _day(value) if name in _DAYS else value for name, value in zip(_ASKED, q, strict=True)
    }
    return Consultation(**known | {"mode": Mode(known["mode"]), "standing": Standing(known["standing"])})


def _transfer(r: Sequence[Any]) -> Transfer:
    """`r` is in the order of the class."""
    number, source, target, work, reason, asked_by, asked_on, standing, times, answer, suggested, ended_on, by = r
    day, how = date.fromisoformat(asked_on), TransferStanding(standing)
    return Transfer(
        number, source, target, work, reason, asked_by, day, how, times, answer, suggested, _day(ended_on), by
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
