"""移轉: a running case goes on in another version of its process, wherever the same work waits in both.

Nothing moves: every token stays at its activity under the name the other version has for it. What the drawings say
alike stays as it is; what they say differently is made anew at the moment of the migration, a timer with its whole
time. What had come already in the older version does not come again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from tongban.core.calendar import Calendar
from tongban.core.process.checks.moves import Moves, holds
from tongban.core.process.checks.soundness import endless_scopes, explore, is_sound
from tongban.core.process.engine import events
from tongban.core.process.engine.step import Step, label
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Loop, Process
from tongban.core.process.state import ProcessRefusal, ProcessState, Task, Token, Wait
from tongban.core.text import Text

_WAITED_FOR = (Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL, Trigger.CONDITIONAL)
_NOBODY: frozenset[int] = frozenset()
_NOTHING: Mapping[str, object] = {}


class NotMigrated(ProcessRefusal):
    """The case cannot go on in the other version; `activity` of the older one is where it stands in the way."""


class Migrated(NamedTuple):
    """`is_computed`: a timer was set, or a formula asked; otherwise things only have other names, and every case that
    stands as this one goes the same way."""

    state: ProcessState
    is_computed: bool


def manner(activity: Activity) -> str:
    """What may take the place of what: tasks for people that of each other, sub-processes that of called ones."""
    kind = activity.kind
    if kind.is_for_people:
        return Kind.USER_TASK
    if kind is Kind.CALL or kind is Kind.SUB_PROCESS:
        return f"{Kind.SUB_PROCESS}{' by event' if activity.by_event else ''}"
    return Kind.CATCH if kind is Kind.RECEIVE else kind


def rests(activity: Activity) -> bool:
    """Whether tokens can be met there between two steps, so that a case depends on where it is mapped to."""
    return holds(activity) or (activity.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(activity.incoming) > 1)


def propose(older: Process, newer: Process) -> dict[str, str]:
    """Activities older → newer: of the same id, else of the same name and kind where that is unmistakable."""
    fitting = {
        id: id for id, was in older.activities.items() if id in newer.activities and _fits(was, newer.activities[id])
    }
    named = _by_name(one for one in older.activities.values() if one.id not in fitting)
    taken = set(fitting.values())
    offered = _by_name(one for one in newer.activities.values() if one.id not in taken)
    for key, ids in named.items():
        if len(ids) == 1 and len(offered.get(key, ())) == 1:
            fitting[ids[0]] = offered[key][0]
    return {id: fitting[id] for id in older.activities if id in fitting}


def _by_name(activities: Iterable[Activity]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in activities:
        if one.name:
            found.setdefault((one.name, manner(one)), []).append(one.id)
    return found


def _fits(was: Activity, now: Activity) -> bool:
    return manner(was) == manner(now)


@dataclass(frozen=True)
class Route:
    """The way from one version to another: `activities` older → newer. Keeps what it found out of each marking, so
    that many cases are moved along one route."""

    older: Process
    newer: Process
    activities: Mapping[str, str]
    _known: dict[tuple[str, str, tuple[str, ...]], frozenset[str]] = field(default_factory=dict, repr=False)

    def to(self, activity: str) -> Activity:
        """What it is in the newer version; NotMigrated where nothing fitting takes its place."""
        was, now = self.older.activities.get(activity), self.newer.activities.get(self.activities.get(activity, ""))
        name = label(self.older, activity)
        if now is None or was is None:
            raise NotMigrated(
                Text(f"新版本沒有對應「{name}」的步驟", f"Nothing in the new version takes the place of {name}"),
                activity,
            )
        if not _fits(was, now):
            other = now.name or now.id
            text = Text(
                f"「{name}」與新版本的「{other}」種類不同，不能互相對應",
                f"{name} and {other} of the new version are of different kinds",
            )
            raise NotMigrated(text, activity)
        return now

    def way(self, flow: str) -> str | None:
        """The flow by which a token has come to where `flow` leads to: the one from the same activity, else the same;
        None where there is neither."""
        was = self.older.flows.get(flow)
        now = self.newer.activities.get(self.activities.get(was.target, "")) if was else None
        if was is None or now is None:
            return None
        source = self.activities.get(was.source)
        same = [id for id in now.incoming if self.newer.flows[id].source == source]
        if len(same) == 1:
            return same[0]
        return flow if flow in now.incoming else None

    def troubles(self, process: Process, scope: str, places: tuple[str, ...]) -> frozenset[str]:
        """The activities at which tokens in these places of `scope` would get stuck, pile up, go round for ever, or
        go on at once without anybody's doing."""
        key = ("older" if process is self.older else "newer", scope, places)
        if key not in self._known:
            self._known[key] = _troubles(process, scope, places)
        return self._known[key]


def _troubles(process: Process, scope: str, places: tuple[str, ...]) -> frozenset[str]:
    moves = Moves(process, endless_scopes(process))
    found = {one.id for one in moves.able(places, in_step=True) if not holds(one)}
    if not is_sound(process, scope, places):
        walked = explore(moves, places, orders=0)
        found |= {*walked.stuck, *walked.doubled, *walked.endless} or {one.id for one in moves.at(places)}
    return frozenset(found)


def migrate(
    route: Route,
    state: ProcessState,
    at: datetime,
    *,
    calendar: Calendar | None = None,
    place: str | None = None,
    known: Mapping[str, object] = _NOTHING,
    held: frozenset[int] = _NOBODY,
) -> Migrated:
    """`state` as the newer version has it, all numbers kept. `known` are further names that formulas may use; tasks in
    `held` keep their groups, which somebody gave them by hand.

    Raises NotMigrated, or ProcessFault where the newer version gives no moment or group.
    """
    if state.ended or not state.tokens:
        raise NotMigrated(Text("流程已經結束", "The process has ended"))
    return _Passage(route, state, at, calendar, place, known, held).result()


class _Passage:
    """One case on its way."""

    def __init__(
        self,
        route: Route,
        state: ProcessState,
        at: datetime,
        calendar: Calendar | None,
        place: str | None,
        known: Mapping[str, object],
        held: frozenset[int],
    ) -> None:
        self.route, self.state, self.at, self.held = route, state, at, held
        self.before = {token.number: token for token in state.tokens}
        self.computed = False
        renamed = tuple(_renamed(route, token) for token in state.tokens)
        lent = {**known, **state.variables}
        standing = replace(state, tokens=renamed, tasks=(), waits=(), variables=lent)
        self.step = Step.of(route.newer, standing, at, None, calendar, place)

    def result(self) -> Migrated:
        for token in self.state.tokens:
            self._check_scope(token)
        for parent in dict.fromkeys(token.parent for token in self.state.tokens):
            self._check_marking(parent)
        for token in self.state.tokens:
            self._give_inputs(token)
        tasks = tuple(self._task(task) for task in self.state.tasks)
        waits = self._waits()
        if not tasks and not waits and not self._at_will():
            raise NotMigrated(Text("在新版本裡沒有任何待辦", "Nothing would wait to be done in the new version"))
        after = replace(
            self.state,
            tokens=tuple(self.step.tokens[token.number] for token in self.state.tokens),
            tasks=tasks,
            waits=waits,
            next_number=self.step.next_number,
        )
        return Migrated(after, self.computed)

    def _at_will(self) -> bool:
        return any(self._now(token).kind is Kind.AD_HOC for token in self.step.tokens.values())

    def _now(self, token: Token) -> Activity:
        return self.route.newer.activities[token.activity]

    def _check_scope(self, token: Token) -> None:
        """A round belongs to its activity, any other token to the scope that its parent holds."""
        now = self._now(self.step.tokens[token.number])
        around = self.step.tokens[token.parent].activity if token.parent else ""
        if (now.id if token.round is not None else now.scope) != around:
            name = label(self.route.older, token.activity)
            text = Text(
                f"「{name}」在新版本裡屬於另一個子流程", f"{name} lies in another sub-process in the new version"
            )
            raise NotMigrated(text, token.activity)

    def _check_marking(self, parent: int) -> None:
        """The tokens of one scope come to an end together, as far as they did before."""
        tokens = [token for token in self.state.tokens if token.parent == parent]
        if any(token.round is not None for token in tokens):
            return
        was = tuple(sorted(token.flow or token.activity for token in tokens))
        moved = [self.step.tokens[token.number] for token in tokens]
        now = tuple(sorted(token.flow or token.activity for token in moved))
        route = self.route
        scopes = (self.before[parent].activity, self.step.tokens[parent].activity) if parent else ("", "")
        found = route.troubles(route.newer, scopes[1], now)
        if not found:
            return
        found -= {route.activities.get(id, "") for id in route.troubles(route.older, scopes[0], was)}
        if found:
            names = "、".join(label(route.newer, id) for id in sorted(found))
            text = Text(
                f"在新版本裡流程會卡在「{names}」，或重複、無人辦理即通過",
                f"In the new version it would get stuck, be doubled, or pass by itself at {names}",
            )
            raise NotMigrated(text, tokens[0].activity)

    def _give_inputs(self, token: Token) -> None:
        """What is computed on the way into an activity, where the drawings differ in it."""
        was, now = self.route.older.activities[token.activity], self._now(self.step.tokens[token.number])
        if was.inputs == now.inputs or (now.loop and token.round is None):
            return
        self.computed = True
        formulas = {one.name: one.formula for one in was.inputs}
        local = {name: value for name, value in token.local.items() if name not in formulas}
        for one in now.inputs:
            kept = one.name in token.local and formulas.get(one.name) == one.formula
            local[one.name] = token.local[one.name] if kept else self.step.value(now, one.formula, token.number)
        self.step.tokens[token.number] = replace(self.step.tokens[token.number], local=local)

    def _task(self, task: Task) -> Task:
        was, now = self.route.older.activities[task.activity], self.route.to(task.activity)
        groups, due_at = task.groups, task.due_at
        if task.number not in self.held and (was.groups, was.assignment) != (now.groups, now.assignment):
            groups = now.groups
            if now.assignment:
                self.computed = True
                found = self.step.value(now, now.assignment, task.token)
                groups = tuple(str(group) for group in found) if isinstance(found, list) else (str(found),)
        if was.due != now.due:
            self.computed = True
            due_at = events.first_due(self.step, now, now.due, task.token).at if now.due else None
        return replace(task, activity=now.id, groups=groups, due_at=due_at)

    def _waits(self) -> tuple[Wait, ...]:
        waits = {(wait.token, self.route.activities.get(wait.activity, "")): wait for wait in self.state.waits}
        found: list[Wait] = []
        for was, now in ((None, None), *((token, self.step.tokens[token.number]) for token in self.state.tokens)):
            number = now.number if now else 0
            before = {self.route.activities.get(one.id, "") for one in watched(self.route.older, was)}
            for activity in watched(self.route.newer, now):
                wait = waits.get((number, activity.id))
                if wait is not None and wait.trigger is _trigger(activity):
                    found.append(self._kept(wait, activity))
                elif wait is not None or (activity.id not in before and not self._overtaken(activity, number)):
                    found.append(self._begun(activity, number))
        return tuple(sorted(found, key=lambda wait: wait.number))

    def _overtaken(self, activity: Activity, scope: int) -> bool:
        """An event sub-process that interrupted its scope is not interrupted by the others of it."""
        return activity.kind is Kind.START and any(
            self._now(token).by_event and any(start.interrupting for start in self._starts(token))
            for token in self.step.children(scope)
        )

    def _starts(self, token: Token) -> list[Activity]:
        inside = (self.route.newer.activities[id] for id in self.route.newer.inside[token.activity])
        return [one for one in inside if one.kind is Kind.START]

    def _kept(self, wait: Wait, activity: Activity) -> Wait:
        was = self.route.older.activities[wait.activity]
        wait = replace(wait, activity=activity.id, name=_name(activity))
        if activity.kind is not Kind.SERVICE and was.event.timer != activity.event.timer:
            return replace(self._begun(activity, wait.token), number=wait.number)
        return wait if was.event.condition == activity.event.condition else replace(wait, met=False)

    def _begun(self, activity: Activity, token: int) -> Wait:
        self.computed = True
        wait = Wait(self.step.new_number(), activity.id, token, _trigger(activity), _name(activity))
        timer = activity.event.timer
        if activity.kind is Kind.SERVICE or timer is None:
            return wait
        due = events.first_due(self.step, activity, timer, token)
        return replace(wait, due_at=due.at, rounds=due.rounds, since=self.at)


def watched(process: Process, token: Token | None) -> list[Activity]:
    """What is waited for, of what does not come from people, at a token at rest (None: beside the whole case)."""
    if token is None:
        return [one for one in process.event_starts.get("", ()) if one.event.trigger in _WAITED_FOR]
    activity = process.activities[token.activity]
    found = list(process.boundaries.get(activity.id, ())) if token.round is None else []
    if not activity.loop or token.round is not None:
        if activity.kind.is_scope:
            found += process.event_starts.get(activity.id, ())
        elif activity.kind is Kind.EVENT_BASED:
            found += [process.activities[id] for id in process.after(activity.id)]
        elif activity.kind in (Kind.CATCH, Kind.RECEIVE, Kind.SERVICE):
            found.append(activity)
    return [one for one in found if _trigger(one) in (*_WAITED_FOR, Trigger.WORK)]


def _trigger(activity: Activity) -> Trigger:
    return Trigger.WORK if activity.kind is Kind.SERVICE else activity.event.trigger


def _name(activity: Activity) -> str:
    if activity.kind is Kind.SERVICE:
        return activity.topic
    return activity.event.name if activity.event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL) else ""


def _renamed(route: Route, token: Token) -> Token:
    now = route.to(token.activity)
    was = route.older.activities[token.activity]
    if _rounds(was.loop) != _rounds(now.loop):
        name = label(route.older, was.id)
        text = Text(f"「{name}」重複辦理的方式不同", f"{name} is done several times in another way, or no longer")
        raise NotMigrated(text, was.id)
    if token.flow is None:
        return replace(token, activity=now.id)
    if (flow := route.way(token.flow)) is None:
        name = now.name or now.id
        text = Text(
            f"已到會合處「{name}」的分支，在新版本裡沒有對應的流程線",
            f"A branch that waits at {name} came by a flow that the new version does not have",
        )
        raise NotMigrated(text, was.id)
    return replace(token, activity=now.id, flow=flow)


def _rounds(loop: Loop | None) -> tuple[object, ...]:
    """What rounds under way rely on; how many there are was settled when they began."""
    return (loop.kind, loop.item, loop.results) if loop else ()
