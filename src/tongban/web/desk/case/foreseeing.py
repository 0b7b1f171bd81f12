"""What an act would bring about as the case stands, said before it is done: the core decides it, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.cases.placing import place
from tongban.apps.cases.returning import last_doer
from tongban.apps.org.models import Person, Role, Unit
from tongban.apps.org.queries import unit_titles
from tongban.core.calendar import day_of
from tongban.core.casework import Command, Outcome, Refusal, SendBack, decide
from tongban.core.process import Kind, ProcessState, Task

from .naming import event_name
from .opening import Opened

_RESTING = (Kind.CATCH, Kind.RECEIVE, Kind.SERVICE)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`lines`: what follows, sentence by sentence; `why_not`: why it would be refused now, else empty."""

    lines: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def said(self) -> str:
        return pgettext("between sentences", "; ").join(self.lines)


def foresee(opened: Opened, command: Command, *, at: datetime | None = None) -> Foreseen:
    state = opened.file.state
    try:
        outcome = decide(opened.definition, state, command, at=at or opened.at, calendar=opened.calendar)
        return Foreseen(tuple(_lines(opened, command, outcome)))
    except Refusal as refused:
        return Foreseen(why_not=refused.text.in_(opened.language))


def _lines(opened: Opened, command: Command, outcome: Outcome) -> Iterable[str]:
    before, after = opened.file.state, outcome.state
    old, new = _tasks(before.process), _tasks(after.process)
    opens = [task for number, task in new.items() if number not in old]
    own = getattr(command, "task", None)
    gone = [task for number, task in old.items() if number not in new and number != own]
    if after.phase.is_over:
        yield _("the case is closed")
    yield from dict.fromkeys(_opening(opened, command, task) for task in opens)
    waits = _waits(opened, before.process, after.process)
    if waits:
        yield _("then waited for: %(names)s") % {"names": _row(waits)}
    if not opens and not waits and not after.phase.is_over and not gone:
        yield _("nothing new waits: the other branches go on")
    if gone:
        yield _("taken away beside it: %(steps)s") % {"steps": _row(_waiting(opened, task) for task in gone)}
    asked = sum(one.is_open for one in before.consultations) - sum(one.is_open for one in after.consultations)
    if asked > 0:
        yield _("requests to other units that end with it: %(count)s") % {"count": asked}
    if outcome.messages:
        yield _("the applicant is told")


def _tasks(process: ProcessState | None) -> dict[int, Task]:
    return {task.number: task for task in process.tasks} if process else {}


def _waits(opened: Opened, before: ProcessState | None, after: ProcessState | None) -> list[str]:
    """What else is come to rest at: a message, a time, a program's work."""
    drawn = opened.definition.process
    if drawn is None or before is None or after is None:
        return []
    known = {wait.activity for wait in before.waits}
    fresh = (wait.activity for wait in after.waits if wait.activity not in known)
    resting = [id for id in fresh if drawn.activities[id].kind in _RESTING]
    return [event_name(opened, id) for id in dict.fromkeys(resting)]


def _opening(opened: Opened, command: Command, task: Task) -> str:
    """The step that will wait, and for whom."""
    file = opened.file
    unit, role = place(task.groups, file.unit_id, file.org_version, task.activity)
    who = _post(opened, unit, role)
    if isinstance(command, SendBack) and task.activity == command.activity:
        today, version = day_of(opened.at), file.org_version
        last = last_doer(case=file.id, activity=task.activity, role=role, unit=unit, on=today, org_version=version)
        if last is not None:
            who = _("%(name)s, who did it last") % {"name": Person.objects.values_list("name", flat=True).get(pk=last)}
    return _("“%(step)s” goes to %(who)s") % {"step": opened.activity_name(task.activity), "who": who}


def _post(opened: Opened, unit: int, role: str) -> str:
    title = unit_titles(Unit.objects.filter(pk=unit), opened.language).get(unit, "")
    named = str(Role(role).label) if role in Role.values else role
    return _("%(unit)s (%(role)s)") % {"unit": title, "role": named}


def _waiting(opened: Opened, task: Task) -> str:
    stored = opened.file.task(task.number)
    name = _("“%(step)s”") % {"step": opened.activity_name(task.activity)}
    if stored is None or stored.assignee_id is None:
        return name
    who = Person.objects.values_list("name", flat=True).get(pk=stored.assignee_id)
    return _("%(step)s, with %(name)s") % {"step": name, "name": who}


def _row(names: Iterable[str]) -> str:
    return pgettext("words in a row", ", ").join(names)
