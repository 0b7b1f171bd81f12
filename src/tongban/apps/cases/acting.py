"""The way every act on a case goes: read once, ask the policy, let the core decide, write once.

Whoever loses a race is told so; nothing of the loser's act is kept but what he typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

import rfc8785

from tongban.apps.catalogue.queries import definition as definition_of
from tongban.apps.journal.chain import Entry, digest_of, link
from tongban.apps.officedays.queries import calendar as calendar_of
from tongban.apps.org.models import Role
from tongban.apps.org.policy import CaseFacts, Deed, Rights, acting_for, may, rights_of
from tongban.apps.parties.queries import protected_answers
from tongban.apps.parties.rows import new_answers
from tongban.core.calendar import Calendar, day_of
from tongban.core.casework import (
    AnswerCorrection,
    ApproveDeviation,
    AskDeviation,
    CaseState,
    Command,
    CompleteTask,
    Definition,
    DefinitionFault,
    DeliverMessage,
    Event,
    ExpireCorrection,
    FireTimer,
    MessageIntent,
    Outcome,
    RefuseDeviation,
    SendBack,
    Skip,
    decide,
)

from . import incidents
from .change import MESSAGES, Change, EndedTask, IncidentOver, NewAnswers, NewIntent, NewJob, NewRemark
from .difference import add_progress, columns_of, fresh_id, fresh_salt
from .errors import Changed, NotAllowed
from .models import Task
from .moving import add_transfers
from .reading import CaseFile, NoSuchCase, case_file
from .writing import save

ATTEMPTS = 4
PREPARE_MESSAGE = "PrepareMessage"


class Reaching(Protocol):
    """An actor without a post: what it may do was checked at its door, which cases it reaches it says itself."""

    @property
    def actor(self) -> str: ...

    def reaches(self, facts: CaseFacts) -> bool: ...


By = Rights | Reaching
"""Who acts. Both carry `actor`, the name the journal keeps."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program acting by rule (`clock`), or for a citizen who opened the case by its password (`citizen`)."""

    actor: str

    def reaches(self, facts: CaseFacts) -> bool:
        return True


CLOCK = Program("clock")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act."""

    number: str
    case_id: int
    version: int
    outcome: Outcome
    due_on: date | None = None
    intents: tuple[str, ...] = ()


@dataclass(slots=True)
class Act:
    """One act under way on a case that was read: collects what goes with the decision."""

    file: CaseFile
    by: By
    at: datetime
    change: Change = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    task: int | None = None
    """The waiting task, timer or message that the command is about, once that is known: their numbers are one row."""

    def __post_init__(self) -> None:
        self.change = Change(self.at, self.by.actor)

    @property
    def definition(self) -> Definition:
        return definition_of(self.file.pack_version_id)

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.file.calendar_version)

    def remark(self, purpose: str, body: str) -> dict[str, object]:
        """Keep what somebody wrote; returns what the journal may say of it."""
        if not body.strip():
            return {}
        salt, identity = fresh_salt(), fresh_id()
        self.change.remarks.append(NewRemark(identity, purpose, body.strip(), salt))
        return {"remark": str(identity), "digest": digest_of(body.strip(), salt)}

    def tell(self, intent: MessageIntent, secret: bytes | None = None) -> str:
        identity = fresh_id()
        self.change.intents.append(
            NewIntent(identity, intent.event, intent.code, intent.to, dict(intent.values), intent.text, secret)
        )
        self.change.jobs.append(NewJob(MESSAGES, PREPARE_MESSAGE, {"intent": str(identity)}))
        return str(identity)

    def link(self, on_behalf_of: str = "") -> None:
        head = self.file.head
        self.change.events = link(
            self.file.subject,
            head.seq,
            head.hash,
            self.entries,
            at=self.at,
            actor=self.by.actor,
            on_behalf_of=on_behalf_of,
        )


def act(
    number: str,
    *,
    deed: Deed,
    by: By,
    at: datetime,
    seen: int | None,
    perform: Callable[[Act], Outcome | None],
) -> Done:
    """Read case `number`, check `deed`, `perform`, write. `seen`: the version the actor looked at.

    Raises NoSuchCase, NotAllowed, Changed, or the core's Refusal. Without `seen` a lost race is tried again.
    A refusal that is the definition's fault is recorded as an incident; a transaction around that rolls back with it
    takes the incident along, so let it commit.
    """
    for _ in range(ATTEMPTS):
        file = case_file(number)
        behalf = permit(file, deed, by)
        if seen is not None and file.version != seen:
            raise Changed(number, seen)
        under_way = Act(file, by, at)
        try:
            outcome = perform(under_way)
        except DefinitionFault as fault:
            incidents.record(file, fault, under_way.task, at=at, actor=by.actor, on_behalf_of=behalf)
            raise
        under_way.link(behalf)
        if save(file.id, file.version, under_way.change):
            intents = tuple(str(i.id) for i in under_way.change.intents)
            due_on = under_way.change.columns.get("due_on", file.due_on)
            done = outcome or Outcome(file.state, ())
            return Done(number, file.id, file.version + 1, done, due_on, intents)
    raise Changed(number, seen or 0)


def permit(file: CaseFile, deed: Deed, by: By) -> str:
    """`position:7` when the deed is done for somebody else, empty for one's own; NotAllowed when it is not."""
    if not isinstance(by, Rights):
        if not by.reaches(file.facts):
            raise NoSuchCase(file.number)
        return ""
    if not may(by, deed, file.facts):
        raise NotAllowed
    return acting_for(by, deed, file.facts) or ""


def decided(under_way: Act, command: Command, *, remark: Mapping[str, str] | None = None) -> Outcome:
    """Let the core decide `command` and take everything it brings about into the change."""
    file = under_way.file
    before = _with_protected(under_way, command)
    under_way.task = _task_of(before, command)
    outcome = decide(under_way.definition, before, command, at=under_way.at, calendar=under_way.calendar)
    change = under_way.change
    change.columns |= columns_of(file.state, outcome.state, under_way.calendar)
    ended = _ended(before, command)
    add_progress(change, file.state, outcome.state, unit_id=file.unit_id, org_version=file.org_version, ended=ended)
    add_transfers(change, file, outcome)
    if isinstance(command, AnswerCorrection | ExpireCorrection):
        _give_back(under_way)
    said: dict[str, object] = {}
    for purpose, body in (remark or {}).items():
        if kept := under_way.remark(purpose, body):
            said[purpose] = kept
    first, *others = outcome.events
    under_way.entries.append(Entry(first.kind, {**first.data, **said}, first.effective_on))
    under_way.entries += [entry_of(event, file) for event in others]
    for one in incidents.ended(file, outcome.state):
        change.incidents_over.append(IncidentOver(one.id))
        data = {"activity": one.activity, "pack_version": one.pack_version_id}
        under_way.entries.append(Entry("IncidentEnded", data))
    if outcome.state.answers != before.answers:
        record_answers(under_way, outcome.state.answers, file.answers_version + 1)
    for intent in outcome.messages:
        under_way.tell(with_due_date(intent, outcome, under_way.calendar))
    return outcome


def _give_back(under_way: Act) -> None:
    """After a correction whoever handled the case goes on with it, if the post for it is still held."""
    file, handler = under_way.file, under_way.file.handler_id
    if handler is None:
        return
    held = rights_of(handler, day_of(under_way.at), file.org_version)
    for place, task in enumerate(under_way.change.new_tasks):
        if task.role == Role.HANDLER and held.holds(task.role, task.unit_id):
            under_way.change.new_tasks[place] = task._replace(assignee_id=handler)


def entry_of(event: Event, file: CaseFile) -> Entry:
    """A decision's entry says by which version of the pack it was made."""
    version = {"pack_version": file.pack_version_id} if event.kind == "DecisionMade" else {}
    return Entry(event.kind, {**event.data, **version}, event.effective_on)


def _task_of(before: CaseState, command: Command) -> int | None:
    if isinstance(command, CompleteTask | SendBack | Skip | AskDeviation | ApproveDeviation | RefuseDeviation):
        return command.task
    if isinstance(command, AnswerCorrection | ExpireCorrection) and before.correction is not None:
        return before.correction.task
    if isinstance(command, FireTimer):
        return command.wait
    if isinstance(command, DeliverMessage) and before.process is not None:
        return next((wait.number for wait in before.process.waits if wait.name == command.name), None)
    return None


def _ended(before: CaseState, command: Command) -> dict[int, EndedTask]:
    """The task that the command itself ends, and how; one that passes to other people has no outcome."""
    if isinstance(command, CompleteTask):
        return _one(command.task, Task.DONE, command.outcome)
    if isinstance(command, Skip):
        return _one(command.task, Task.SKIPPED, command.outcome)
    if isinstance(command, SendBack):
        return _one(command.task, Task.SENT_BACK)
    if isinstance(command, ApproveDeviation) and (penalty := before.deviation_at(command.task)):
        return _one(command.task, Task.DONE, penalty.outcome)
    if isinstance(command, AskDeviation | RefuseDeviation):
        return _one(command.task, Task.DONE)
    return {}


def _one(task: int, state: str, outcome: str = "") -> dict[int, EndedTask]:
    return {task: EndedTask(task, state, outcome)}


def _with_protected(under_way: Act, command: Command) -> CaseState:
    """The state as read; with the protected answers too where answers are given, for they are judged together.

    A new version must hold what the older one held and nobody changed.
    """
    file = under_way.file
    if file.protected is None or not _gives_answers(under_way, command):
        return file.state
    return replace(file.state, answers={**file.state.answers, **(protected_answers(file.protected) or {})})


def _gives_answers(under_way: Act, command: Command) -> bool:
    if isinstance(command, CompleteTask):
        task, drawn = under_way.file.task(command.task), under_way.definition.process
        return task is not None and drawn is not None and drawn.activities[task.activity].form is not None
    return isinstance(command, AnswerCorrection) and bool(command.answers)


def with_due_date(intent: MessageIntent, outcome: Outcome, calendar: Calendar) -> MessageIntent:
    """Messages speak of the due date and the penalty as they were when they were occasioned, not when they are sent."""
    due_on = outcome.state.due_on(calendar)
    facts = {"due_on": due_on.isoformat() if due_on else "", "outcome": outcome.state.outcome}
    if outcome.state.penalty is not None:
        facts["penalty"] = f"{outcome.state.penalty.amount:,}"
    return replace(intent, values={**facts, **intent.values})


def record_answers(under_way: Act, answers: Mapping[str, object], version: int) -> None:
    """A new version of the answers: what is personal goes to the protected store, the rest beside the case."""
    personal = under_way.definition.personal_data
    open_part = {name: value for name, value in answers.items() if name not in personal}
    closed_part = {name: value for name, value in answers.items() if name in personal}
    protected = new_answers(closed_part, at=under_way.at) if closed_part else None
    salt = fresh_salt()
    if protected is not None:
        under_way.change.protected.append(protected)
    under_way.change.answers.append(NewAnswers(version, open_part, protected.id if protected else None, salt))
    under_way.change.columns["answers_version"] = version
    digest = digest_of(rfc8785.dumps(dict(answers)), salt)  # type: ignore[arg-type]
    under_way.entries.append(Entry("AnswersRecorded", {"version": version, "digest": digest}))
