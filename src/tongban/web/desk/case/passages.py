"""Where a case has been and is, step by step: when, who, how long, what was sent back or passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.cases.models import Task
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.queries import events_of
from tongban.apps.org.models import Role
from tongban.core.process import Activity, Kind, Process
from tongban.web.parts.diagrams import SIGNS
from tongban.web.parts.formatting import datetime_for
from tongban.web.parts.worktime import spoken, worked

from .opening import Opened
from .timeline import Names

_ENDINGS = {"TaskSentBack": "back", "TaskSkipped": "skipped", "TaskCompleted": "done"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Once at a step. `state`: now, stuck, done, back, skipped, cancelled; empty while the case was never there."""

    state: str
    since: datetime | None
    until: datetime | None = None
    who: str = ""
    took: str = ""
    note: str = ""

    @property
    def sign(self) -> str:
        return SIGNS[self.state][0] if self.state else "○"

    @property
    def word(self) -> str:
        return str(SIGNS[self.state][1]) if self.state else pgettext("process", "Not reached")


@dataclass(slots=True)
class Stop:
    """A step of the process with every passage; `state` is that of the last, or where it is now."""

    activity: str
    name: str
    passages: list[Passage] = field(default_factory=list)

    @property
    def state(self) -> str:
        states = [passage.state for passage in self.passages]
        return next((state for state in ("stuck", "now") if state in states), states[-1] if states else "")


def stops(opened: Opened, process: Process) -> list[Stop]:
    """The steps in the order of the process; what an older version had besides comes last."""
    found = {one.id: Stop(one.id, named(process, one.id)) for one in process.in_order() if _is_step(one)}
    for activity, passage in (*_tasks(opened), *_waits(opened, process), *_incidents(opened)):
        found.setdefault(activity, Stop(activity, named(process, activity))).passages.append(passage)
    return list(found.values())


def named(process: Process, activity: str) -> str:
    """What was called in is named after the call."""
    known = process.activities.get(activity)
    outer = activity.rpartition("/")[0]
    name = (known.name if known else "") or activity.rpartition("/")[2]
    return f"{named(process, outer)} › {name}" if outer else name


def _is_step(one: Activity) -> bool:
    return one.kind.is_for_people or one.kind in (Kind.SERVICE, Kind.RECEIVE)


def _tasks(opened: Opened) -> Iterator[tuple[str, Passage]]:
    rows = list(Task.objects.filter(case_id=opened.file.id, kind=Task.STEP).select_related("unit", "assignee"))
    rows.sort(key=lambda row: row.number)
    ended = _endings(events_of(opened.file.subject).filter(kind__in=_ENDINGS))
    spoken_of = {actor for event in ended.values() for actor in (event.actor, event.on_behalf_of)}
    names = Names([*spoken_of, *(row.ended_by for row in rows)])
    for row in rows:
        event = ended.get(row.number)
        yield row.activity, _open(opened, row) if row.state == Task.OPEN else _ended(opened, row, event, names)


def _endings(events: Iterable[JournalEvent]) -> Mapping[int, JournalEvent]:
    return {event.data["task"]: event for event in events if isinstance(event.data.get("task"), int)}


def _open(opened: Opened, row: Task) -> Passage:
    role = str(Role(row.role).label) if row.role in Role.values else row.role
    place = f"{row.unit.title.in_(opened.language)} {role}"
    who = f"{row.assignee.name}（{place}）" if row.assignee else place
    return Passage("now", row.created_at, None, who, _took(opened, row.created_at, opened.at))


def _ended(opened: Opened, row: Task, event: JournalEvent | None, names: Names) -> Passage:
    state = "done" if row.state == Task.DONE else "cancelled"
    note = opened.definition.outcome_name(row.outcome).in_(opened.language) if row.outcome else ""
    if event is not None:
        state = _ENDINGS[event.kind]
        if state == "back":
            note = _("to “%(step)s”") % {"step": opened.activity_name(str(event.data.get("to", "")))}
    who = names.of(event.actor, event.on_behalf_of) if event else names.of(row.ended_by)
    took = _took(opened, row.created_at, row.ended_at) if row.ended_at else ""
    return Passage(state, row.created_at, row.ended_at, who, took, note)


def _took(opened: Opened, since: datetime, until: datetime) -> str:
    return spoken(worked(opened.calendar, since, until, opened.file.state.clock.place), opened.calendar)


def _waits(opened: Opened, process: Process) -> Iterator[tuple[str, Passage]]:
    """What is waited for besides people: a date, a message, a program, the other branches. What may come at the border
    of a step, or at any time, holds nothing up."""
    standing = opened.file.state.process
    for wait in standing.waits if standing else ():
        known = process.activities.get(wait.activity)
        if known is None or known.kind in (Kind.BOUNDARY, Kind.START):
            continue
        due = datetime_for(wait.due_at, opened.language) if wait.due_at else ""
        yield (
            wait.activity,
            Passage("now", wait.since, note=_("until %(moment)s") % {"moment": due} if due else wait.name),
        )
    for token in standing.tokens if standing else ():
        if token.flow:
            yield token.activity, Passage("now", None, note=_("waits for the other branches"))


def _incidents(opened: Opened) -> Iterator[tuple[str, Passage]]:
    for incident in opened.file.incidents:
        yield incident.activity, Passage("stuck", None)
