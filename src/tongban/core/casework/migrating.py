"""移轉: a running case is taken to another version of its pack. What was done stays done and the clock is not touched;
what the newer version would leave hanging is refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from tongban.core.calendar import Calendar
from tongban.core.process import Process, ProcessFault, ProcessRefusal, ProcessState, Task
from tongban.core.process import migrating as drawings
from tongban.core.text import Text

from .commands import Command
from .controls import watch
from .deciding import variables_for
from .definition import Definition
from .outcome import Event, Outcome, Refusal
from .situation import Situation, need_open
from .state import CaseState, StepDone

_OUTCOME = "_outcome"


@dataclass(frozen=True, eq=False)
class Versions:
    """From which version to which, and what becomes of each activity (older → newer)."""

    older: Definition
    newer: Definition
    activities: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def route(self) -> drawings.Route | None:
        """None where another system runs the process; a Refusal where only one of the two has one."""
        drawn, redrawn = self.older.process, self.newer.process
        if drawn is None and redrawn is None:
            return None
        if drawn is None or redrawn is None:
            text = Text(
                "兩個版本只有一個有流程圖（另一個由其他系統辦理），不能移轉",
                "Only one of the two versions has a process of its own: the other is run by another system",
            )
            raise Refusal("no-process", text)
        return drawings.Route(drawn, redrawn, self.activities)

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The activities that are called otherwise in the newer version."""
        return {was: now for was, now in self.activities.items() if was != now}

    @cached_property
    def variables(self) -> dict[str, str]:
        """What is kept of a step's outcome goes by the step's id."""
        return {f"{was}{_OUTCOME}": f"{now}{_OUTCOME}" for was, now in self.renamed.items()}

    @cached_property
    def controls_differ(self) -> bool:
        return self.older.controls != self.newer.controls or bool(self.older.controls and self.renamed)

    def is_changed(self, activity: str) -> bool:
        """Whether the newer version says anything else of an activity, or of what is decided there."""
        was, now = (one.process for one in (self.older, self.newer))
        if was is None or now is None or activity not in was.activities:
            return True
        there = now.activities.get(self.activities.get(activity, ""))
        if there is None or replace(was.activities[activity], name=there.name) != there:
            return True
        ways = [{flow.id: (flow.target, flow.condition) for flow in one.ways_from(activity)} for one in (was, now)]
        return ways[0] != ways[1] or self._decided(self.older) != self._decided(self.newer)

    @staticmethod
    def _decided(definition: Definition) -> bytes:
        return definition.decisions.xml() if definition.decisions else b""


class Migrated(NamedTuple):
    """`is_computed`: see `process.migrating.Migrated`."""

    outcome: Outcome
    is_computed: bool


def propose(older: Process | None, newer: Process | None) -> dict[str, str]:
    return drawings.propose(older, newer) if older and newer else {}


def migrate(versions: Versions, state: CaseState, *, at: datetime, calendar: Calendar) -> Migrated:
    """The case in the newer version, or a Refusal that says what stands in the way. `at` is aware.

    The statutory clock is the case's own: its limit, what was consumed and its pauses stay as they are.
    """
    here = Situation.of(versions.newer, Command(), at, calendar)
    need_open(state)
    route = versions.route
    event = Event("CaseMigrated", {"renamed": dict(versions.renamed)})
    if route is None or state.process is None:
        return _watched(state, event, versions, here, is_computed=False)
    _check_waiting(state, state.process, versions)
    held = frozenset(task.number for task in state.process.tasks if state.deviation_at(task.number))
    known = variables_for(state)
    try:
        moved = drawings.migrate(
            route, state.process, here.exact, calendar=calendar, place=state.clock.place, known=known, held=held
        )
    except ProcessFault as fault:
        raise Refusal("process", fault.text) from fault
    except ProcessRefusal as refused:
        raise Refusal("not-migrated", refused.text) from refused
    kept = {versions.variables.get(name, name): value for name, value in moved.state.variables.items()}
    after = replace(state, process=replace(moved.state, variables=kept))
    return _watched(_renamed(after, versions), event, versions, here, is_computed=moved.is_computed)


def _watched(state: CaseState, event: Event, versions: Versions, here: Situation, *, is_computed: bool) -> Migrated:
    outcome = Outcome(state, (event,))
    return Migrated(watch(outcome, here) if versions.controls_differ else outcome, is_computed)


def _check_waiting(state: CaseState, standing: ProcessState, versions: Versions) -> None:
    """Whoever waits for a citizen's correction, or for a second person, finds the same in the newer version."""
    for task in standing.tasks:
        now = versions.activities.get(task.activity)
        if now is None:  # the route says so
            continue
        if _is_corrected(state, task) and now not in versions.newer.clock.pauses:
            raise _in_the_way(
                versions,
                task,
                "正待申請人補正，新版本的對應步驟不停止計算",
                "waits for a correction, which it no longer is",
            )
        if not _is_corrected(state, task) and now in versions.newer.clock.pauses:
            raise _in_the_way(
                versions,
                task,
                "在新版本裡是補正步驟，本案並未通知補正",
                "is a correction there, and none was asked for",
            )
        if state.deviation_at(task.number) and versions.newer.penalty_on(now) is None:
            raise _in_the_way(
                versions,
                task,
                "有待核可的裁罰金額，新版本的對應步驟不裁罰",
                "has a fine to be approved, and imposes none there",
            )


def _is_corrected(state: CaseState, task: Task) -> bool:
    return state.correction is not None and state.correction.task == task.number


def _in_the_way(versions: Versions, task: Task, zh: str, en: str) -> Refusal:
    drawn = versions.older.process
    activity = drawn.activities.get(task.activity) if drawn else None
    name = activity.name or activity.id if activity else task.activity
    return Refusal("not-migrated", Text(f"「{name}」{zh}", f"{name} {en}"))


def _renamed(state: CaseState, versions: Versions) -> CaseState:
    """What the case holds of activities under their new names. Public steps that were done are told there too."""
    if not (names := versions.renamed):
        return state
    done = {step.activity for step in state.steps}
    again = {step.activity: step for step in state.steps if names.get(step.activity, "") not in {"", *done}}
    steps = tuple(
        StepDone(names[was], step.on, step.text) for was, step in again.items() if versions.newer.step_on(names[was])
    )
    return replace(
        state,
        steps=(*state.steps, *steps),
        penalties=tuple(replace(one, activity=names.get(one.activity, one.activity)) for one in state.penalties),
        consultations=tuple(
            replace(one, activity=names.get(one.activity, one.activity)) for one in state.consultations
        ),
    )
