"""流程異常: a case that its definition does not let on.

The act that meets it is refused as a whole; that it was met is written by itself, once for a case and activity, and
whoever keeps the pack is told. The same failure again only counts up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F

from tongban.apps.journal.chain import Entry, link
from tongban.core.casework import CaseState, DefinitionFault

from .change import MESSAGES, Change, NewIncident, NewJob
from .difference import fresh_id
from .models import Incident
from .reading import CaseFile, OpenIncident, case_file
from .writing import save

TELL = "TellOfIncident"
ATTEMPTS = 4
LONGEST = 2_000


def record(
    file: CaseFile, fault: DefinitionFault, task: int | None, *, at: datetime, actor: str, on_behalf_of: str = ""
) -> None:
    """Open the incident that an act on `file` met, or count it once more. `task`: the task, timer or message it was
    about.

    Of two who meet it at once one opens it. A case that moved on meanwhile waits there no longer: nothing is written.
    """
    for _ in range(ATTEMPTS):
        known = next((one for one in file.incidents if one.activity == fault.activity), None)
        if known is not None:
            _count(known.id, file, fault, task, at)
            return
        change = _opening(file, fault, task, Change(at, actor), on_behalf_of)
        if save(file.id, file.version, change):
            return
        file = case_file(file.number)
        if task is not None and task not in _waiting(file.state):
            return


def ended(file: CaseFile, after: CaseState) -> Iterator[OpenIncident]:
    """Those whose task waits no longer once the case has come to `after`; without a task, with the next act."""
    if not file.incidents:
        return iter(())
    waiting = _waiting(after)
    return (one for one in file.incidents if one.task not in waiting)


def _waiting(state: CaseState) -> set[int]:
    """Numbers of the tasks, timers and messages that are waited for."""
    return {one.number for one in (*state.process.tasks, *state.process.waits)} if state.process else set()


def _opening(file: CaseFile, fault: DefinitionFault, task: int | None, change: Change, on_behalf_of: str) -> Change:
    identity = fresh_id()
    zh, en = fault.text.zh[:LONGEST], fault.text.en[:LONGEST]
    change.incidents.append(NewIncident(identity, fault.activity, task, fault.code, zh, en, file.pack_version_id))
    change.jobs.append(NewJob(MESSAGES, TELL, {"incident": str(identity)}))
    # The sentence may speak of what a citizen filled in; the journal names the place alone.
    data = {"activity": fault.activity, "code": fault.code, "pack_version": file.pack_version_id}
    entry = Entry("IncidentOpened", data)
    head = file.head
    change.events = link(
        file.subject, head.seq, head.hash, [entry], at=change.at, actor=change.actor, on_behalf_of=on_behalf_of
    )
    return change


def _count(identity: UUID, file: CaseFile, fault: DefinitionFault, task: int | None, at: datetime) -> None:
    Incident.objects.filter(pk=identity, ended_at=None).update(
        times=F("times") + 1,
        last_at=at,
        task=task,
        code=fault.code,
        text_zh=fault.text.zh[:LONGEST],
        text_en=fault.text.en[:LONGEST],
        pack_version=file.pack_version_id,
    )
