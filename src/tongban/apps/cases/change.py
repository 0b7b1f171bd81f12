"""What one act changes in the rows of a case: collected while it is decided, written in one go (see `writing`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tongban.apps.journal.chain import Row
from tongban.apps.parties.models import Party, ProtectedAnswers
from tongban.core.casework import Correction, Penalty

from .models import Task

MESSAGES = "messages"
"""The queue of whatever tells somebody something."""


class Gone(NamedTuple):
    number: int


class TokenAt(NamedTuple):
    number: int
    activity: str
    flow: str | None
    parent: int
    round: int | None
    local: dict[str, object]


class WaitFor(NamedTuple):
    number: int
    activity: str
    token: int
    trigger: str
    name: str
    due_at: datetime | None
    since: datetime | None
    rounds: int | None
    met: bool


class NewTask(NamedTuple):
    number: int
    activity: str
    token: int
    due_at: datetime | None
    groups: tuple[str, ...]
    unit_id: int
    role: str
    away: bool
    assignee_id: int | None = None
    kind: str = Task.STEP


class EndedTask(NamedTuple):
    number: int
    state: str
    outcome: str


class MovedTask(NamedTuple):
    """A task that waits under another name or for other people; unit and role count where the groups are others."""

    number: int
    activity: str
    groups: tuple[str, ...]
    due_at: datetime | None
    unit_id: int
    role: str
    away: bool


class Assigned(NamedTuple):
    number: int
    assignee_id: int | None


class NewStep(NamedTuple):
    activity: str
    done_on: date
    text: str


class ControlOn(NamedTuple):
    key: str
    due_on: date | None


class ControlOff(NamedTuple):
    key: str


class Asked(NamedTuple):
    """A consultation, as its table keeps it."""

    number: int
    round: int
    mode: str
    task: int
    activity: str
    work: int
    unit_id: int
    question: str
    asked_by: str
    asked_on: date
    due_on: date
    enough: int
    remind: int
    standing: str
    opinion: str
    answer: str
    answers: dict[str, object]
    reason: str
    suggested: str
    wanted_until: date | None
    wanted_because: str
    nudges: int
    nudged_on: date | None
    ended_on: date | None
    ended_by: str


class PlacedTask(NamedTuple):
    """Where a waiting task stands after its case went to another unit."""

    number: int
    unit_id: int
    role: str
    away: bool
    assignee_id: int | None


class Transferred(NamedTuple):
    """A transfer, as its table keeps it."""

    number: int
    source_id: int
    target_id: int
    work: int
    reason: str
    asked_by: str
    asked_on: date
    standing: str
    times: int
    answer: str
    suggested: str
    ended_on: date | None
    ended_by: str


class NewIncident(NamedTuple):
    id: UUID
    activity: str
    task: int | None
    code: str
    text_zh: str
    text_en: str
    pack_version_id: int


class IncidentOver(NamedTuple):
    id: UUID


class NewAnswers(NamedTuple):
    version: int
    data: dict[str, object]
    protected: UUID | None
    salt: bytes


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


class NewJob(NamedTuple):
    """`args` hold ids only. `lock`: jobs with the same one run one after another."""

    queue_name: str
    task_name: str
    args: dict[str, str | int]
    lock: str | None = None


class NewParty(NamedTuple):
    party_id: UUID
    role: str


@dataclass(slots=True)
class Change:
    """Everything one act changes. `columns` are the case's own; lists that stay empty cost nothing."""

    at: datetime
    actor: str
    columns: dict[str, Any] = field(default_factory=dict)
    gone_tokens: list[Gone] = field(default_factory=list)
    new_tokens: list[TokenAt] = field(default_factory=list)
    moved_tokens: list[TokenAt] = field(default_factory=list)
    gone_waits: list[Gone] = field(default_factory=list)
    new_waits: list[WaitFor] = field(default_factory=list)
    moved_waits: list[WaitFor] = field(default_factory=list)
    ended_tasks: list[EndedTask] = field(default_factory=list)
    new_tasks: list[NewTask] = field(default_factory=list)
    moved_tasks: list[MovedTask] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    steps: list[NewStep] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    """Those that are new or have ended."""
    penalties: list[Penalty] = field(default_factory=list)
    """Those that are new or were decided."""
    consultations: list[Asked] = field(default_factory=list)
    """Those that are new or have changed."""
    transfers: list[Transferred] = field(default_factory=list)
    """Those that are new or have ended."""
    placed_tasks: list[PlacedTask] = field(default_factory=list)
    controls_off: list[ControlOff] = field(default_factory=list)
    controls_on: list[ControlOn] = field(default_factory=list)
    incidents: list[NewIncident] = field(default_factory=list)
    incidents_over: list[IncidentOver] = field(default_factory=list)
    protected: list[ProtectedAnswers] = field(default_factory=list)
    answers: list[NewAnswers] = field(default_factory=list)
    remarks: list[NewRemark] = field(default_factory=list)
    intents: list[NewIntent] = field(default_factory=list)
    new_parties: list[Party] = field(default_factory=list)
    parties: list[NewParty] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    jobs: list[NewJob] = field(default_factory=list)
