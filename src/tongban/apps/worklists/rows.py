"""What a page of the list shows about its cases: one statement for the cases, one for what happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from tongban.apps.cases.models import Case, Consultation, Correction, Incident, Task, Transfer
from tongban.apps.cases.queries import step_name
from tongban.apps.cases.returning import sent_back_from
from tongban.apps.catalogue.queries import definition
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.models import Role
from tongban.apps.org.policy import CaseFacts, Deed, may
from tongban.core.casework import Definition, Mode, Phase

from .asking import Asking
from .columns import Column, Due, Name, Value
from .happenings import NOTICED, happening
from .why import Reason, reasons

MODES = {
    Mode.CO_PROCESSING: _("Co-processing"),
    Mode.PARALLEL_DISPATCH: _("Parallel dispatch"),
    Task.TRANSFER: _("Taking a case over"),
}
"""What the work of an asked unit is called where a step would have its name."""
_MOVE = JSONObject(u="target_id", t="target__name", s="standing", n="times", d="ended_on")
SOON = 3
"""Working days."""
_STORED = (
    "id", "number", "version", "pack_version_id", "kind", "owner_id", "unit_id", "handler_id", "taken_in_id",
    "channel", "applicant", "phase", "outcome", "received_on", "due_on", "closed_on", "on_time", "place",
    "document_number", "source", "handler__name", "unit__name", "unit__kind", "unit__parent__name",
    "owner__name", "changed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open task as the list shows it."""

    number: int
    name: str
    unit_id: int
    role: str
    assignee_id: int | None
    kind: str = Task.STEP
    due_at: datetime | None = None
    sent_back_from: str = ""
    """The step from which it came back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit that is asked beside the process and has not answered yet."""

    unit_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """The last transfer of a case: asked for, done or refused."""

    target_id: int
    target: str
    standing: str
    ended_on: date | None

    def was_refused_since(self, day: date) -> bool:
        return self.standing == Transfer.REFUSED and self.ended_on is not None and self.ended_on >= day


@dataclass(eq=False)
class Row:
    """One case of the list, as one reader sees it."""

    asking: Asking
    stored: Mapping[str, Any]
    tasks: tuple[Waiting, ...]
    answers: Mapping[str, Any]
    corrections: Sequence[Mapping[str, Any]]
    requests: tuple[Asked, ...]
    moved: Moved | None
    times_moved: int
    """How often it went from unit to unit."""
    stuck_at: tuple[str, ...]
    """Where its definition does not let it on."""
    seen: int | None
    """The version this reader has seen; None: never looked."""
    seen_at: datetime | None
    happened: list[str] = field(default_factory=list)
    """Kinds of events by others since then, oldest first."""

    @cached_property
    def definition(self) -> Definition:
        return definition(self.stored["pack_version_id"])

    @property
    def kind_name(self) -> str:
        return self.definition.name.in_(self.asking.language)

    @property
    def number(self) -> str:
        return str(self.stored["number"])

    @property
    def is_open(self) -> bool:
        return self.stored["closed_on"] is None

    @cached_property
    def facts(self) -> CaseFacts:
        units = frozenset(task.unit_id for task in self.steps)
        asked = frozenset(task.unit_id for task in self.tasks if task.kind != Task.STEP)
        case = self.stored
        return CaseFacts(case["owner_id"], case["unit_id"], case["handler_id"], units, case["taken_in_id"], asked)

    @cached_property
    def steps(self) -> tuple[Waiting, ...]:
        """The tasks of the process."""
        return tuple(task for task in self.tasks if task.kind == Task.STEP)

    @cached_property
    def asked_of_me(self) -> Asked | None:
        """The most pressing of what others ask of this reader's units."""
        mine = (one for one in self.requests if one.unit_id in self.asking.answers_for)
        return min(mine, key=lambda one: one.due_on, default=None)

    @cached_property
    def may_see_names(self) -> bool:
        return self.asking.personal.cover(self.facts)

    @property
    def is_unread(self) -> bool:
        return self.seen is None or self.seen < self.stored["version"]

    @property
    def changes(self) -> tuple[str, ...]:
        """What others did since this reader last looked, in words."""
        words = (happening(kind) for kind in self.happened)
        return tuple(dict.fromkeys(word for word in words if word))

    @cached_property
    def days_left(self) -> int | None:
        due_on: date | None = self.stored["due_on"]
        if due_on is None or not self.is_open:
            return None
        return self.asking.calendar.working_days_between(self.asking.today, due_on)

    @cached_property
    def due(self) -> Due:
        due_on, left = self.stored["due_on"], self.days_left
        if not self.is_open:
            return Due(due_on, "done", 0)
        if left is None:
            return Due(None, "paused", 0)
        days = (due_on - self.asking.today).days
        if days < 0:
            return Due(due_on, "late", -days)
        return Due(due_on, "soon" if left <= SOON else "ok", days)

    @cached_property
    def why(self) -> list[Reason]:
        return reasons(self)

    @property
    def why_words(self) -> tuple[str, ...]:
        return tuple(reason.word for reason in self.why)

    @cached_property
    def takeable(self) -> Waiting | None:
        """The first task that nobody has taken and this reader may take; a case offered to his unit is accepted, not taken."""
        if not may(self.asking.rights, Deed.TAKE, self.facts):
            return None
        free = (task for task in self.tasks if task.assignee_id is None and task.kind != Task.TRANSFER)
        return next((task for task in free if self._is_for_me(task)), None)

    def _is_for_me(self, task: Waiting) -> bool:
        rights = self.asking.rights
        steps_in = task.role != Role.SUPERVISOR and rights.holds(Role.SUPERVISOR, task.unit_id)
        return rights.holds(task.role, task.unit_id) or steps_in

    @property
    def awaited(self) -> Mapping[str, Any] | None:
        """The correction that is being waited for."""
        return next((one for one in self.corrections if one["ended_on"] is None), None)

    @property
    def is_awaiting(self) -> bool:
        return bool(self.stored["phase"] == Phase.AWAITING_CORRECTION)

    def cell(self, column: Column) -> Value:
        value = column.read(self)
        return None if isinstance(value, Name) and not value.text else value


def rows(ids: Sequence[int], asking: Asking, *, changes: bool = True) -> list[Row]:
    """The cases with these ids, in this order. `changes`: also what happened since this reader last looked."""
    found = {case["id"]: _row(case, asking) for case in _read(ids, asking)}
    in_order = [found[pk] for pk in ids if pk in found]
    if changes:
        _add_happenings(in_order, asking)
    return in_order


def _read(ids: Iterable[int], asking: Asking) -> Iterable[dict[str, Any]]:
    tasks = Task.objects.filter(case=OuterRef("pk"), state=Task.OPEN).order_by("number")
    stuck = Incident.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("opened_at", "pk")
    requests = Consultation.objects.filter(case=OuterRef("pk"), standing=Consultation.OPEN).order_by("number")
    corrections = Correction.objects.filter(case=OuterRef("pk")).order_by("-number")
    moves = Transfer.objects.filter(case=OuterRef("pk")).order_by("-number")
    waiting = JSONObject(
        n="number", a="activity", u="unit_id", r="role", p="assignee_id", k="kind", d="due_at", b=sent_back_from()
    )
    return (
        Case.objects.filter(pk__in=list(ids))
        .annotate(
            current=FilteredRelation("answers", condition=Q(answers__version=F("answers_version"))),
            mine=FilteredRelation("seen", condition=Q(seen__person_id=asking.rights.person_id)),
            waiting=ArraySubquery(tasks.values(json=waiting)),
            requests=ArraySubquery(requests.values(json=JSONObject(u="unit_id", d="due_on"))),
            moves=ArraySubquery(moves.values(json=_MOVE)),
            stuck=ArraySubquery(stuck.values(json=JSONObject(v="pack_version_id", a="activity"))),
            asked=ArraySubquery(
                corrections.values(json=JSONObject(ended_on="ended_on", ended_by="ended_by", due_on="due_on"))
            ),
        )
        .values(
            *_STORED, "waiting", "asked", "requests", "moves", "stuck", "current__data", "mine__version", "mine__at"
        )
    )


def _row(case: dict[str, Any], asking: Asking) -> Row:
    drawn = definition(case["pack_version_id"])
    activities = drawn.process.activities if drawn.process else {}

    moves = case.pop("moves")

    def named(activity: str) -> str:
        if activity in MODES:
            return str(MODES[activity])
        return activities[activity].name or activity if activity in activities else activity

    return Row(
        asking=asking,
        stored=case,
        tasks=tuple(_waiting(task, named) for task in case.pop("waiting")),
        answers=case.pop("current__data") or {},
        corrections=case.pop("asked"),
        requests=tuple(Asked(one["u"], date.fromisoformat(one["d"])) for one in case.pop("requests")),
        moved=_moved(moves[0]) if moves else None,
        times_moved=max((one["n"] for one in moves), default=0),
        stuck_at=tuple(step_name(one["v"], one["a"]) for one in case.pop("stuck")),
        seen=case.pop("mine__version"),
        seen_at=case.pop("mine__at"),
    )


def _moved(one: Mapping[str, Any]) -> Moved:
    return Moved(one["u"], one["t"], one["s"], date.fromisoformat(one["d"]) if one["d"] else None)


def _waiting(task: Mapping[str, Any], named: Callable[[str], str]) -> Waiting:
    due_at = datetime.fromisoformat(task["d"]) if task["d"] else None
    came_from = named(task["b"]) if task["b"] else ""
    return Waiting(task["n"], named(task["a"]), task["u"], task["r"], task["p"], task["k"], due_at, came_from)


def _add_happenings(found: list[Row], asking: Asking) -> None:
    """What others did to the unread ones since this reader last looked."""
    unread = {f"case:{row.stored['id']}": row for row in found if row.is_unread and row.seen_at is not None}
    if not unread:
        return
    oldest = min(row.seen_at for row in unread.values() if row.seen_at)
    events = JournalEvent.objects.filter(subject__in=sorted(unread), at__gt=oldest, kind__in=NOTICED)
    mine = asking.rights.actor
    for subject, kind, at, actor in events.order_by("subject", "seq").values_list("subject", "kind", "at", "actor"):
        row = unread[subject]
        if actor != mine and row.seen_at and at > row.seen_at:
            row.happened.append(kind)
