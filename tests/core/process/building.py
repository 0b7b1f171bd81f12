"""Builds processes of every kind for tests without XML: the lines of `drawing`, and what an activity is by keyword.

`walk` goes on from state to state; `at` names where tasks wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.core.process.drawing import LINE
from tongban.core.decisions import parse
from tongban.core.process import (
    NOT_STARTED,
    Activity,
    Advance,
    Command,
    CompleteTask,
    Event,
    Fire,
    Flow,
    Kind,
    Process,
    ProcessState,
    Start,
    Timer,
    TimerKind,
    Trigger,
    Wait,
    advance,
)

NOW = datetime(2026, 2, 13, 9, 0, tzinfo=UTC)
_BY_LETTER = {
    "s": Kind.START, "e": Kind.END, "x": Kind.EXCLUSIVE, "p": Kind.PARALLEL, "o": Kind.INCLUSIVE, "g": Kind.EVENT_BASED,
}  # fmt: skip


def built(lines: str, **special: Mapping[str, Any]) -> Process:
    """Nodes are named by use as in `drawing` (o… inclusive, g… event-based gateway); `special` says more about some,
    in the names of `Activity`'s fields, and adds what no line names."""
    flows: dict[str, Flow] = {}
    defaults: dict[str, str] = {}
    nodes: dict[str, None] = {}
    for number, line in enumerate(filter(None, map(str.strip, lines.splitlines())), 1):
        found = LINE.match(line)
        assert found, line
        source, target, condition, default, name = found.groups()
        id = f"f{number}"
        flows[id] = Flow(id, name or "", source, target, parse(condition) if condition else None)
        nodes |= dict.fromkeys((source, target))
        if default:
            defaults[source] = id
    activities = {}
    for id in dict.fromkeys([*nodes, *special]):
        kind = _BY_LETTER.get(id[0], Kind.USER_TASK) if id[1:].isdigit() or len(id) == 1 else Kind.USER_TASK
        told = {"kind": kind, "name": id, "groups": ("handler",), "default": defaults.get(id), **special.get(id, {})}
        incoming = tuple(flow.id for flow in flows.values() if flow.target == id)
        outgoing = tuple(flow.id for flow in flows.values() if flow.source == id)
        activities[id] = Activity(id, incoming=incoming, outgoing=outgoing, **told)
    start = next(one.id for one in activities.values() if one.kind is Kind.START and not one.scope)
    return Process("case", "案件", activities, flows, start)


def timer(text: str = "P1D", kind: TimerKind = TimerKind.DURATION) -> Event:
    return Event(Trigger.TIMER, timer=Timer(kind, text))


def message(name: str) -> Event:
    return Event(Trigger.MESSAGE, name)


def signal(name: str) -> Event:
    return Event(Trigger.SIGNAL, name)


def error(code: str = "") -> Event:
    return Event(Trigger.ERROR, code)


def escalation(code: str = "") -> Event:
    return Event(Trigger.ESCALATION, code)


def condition(text: str) -> Event:
    return Event(Trigger.CONDITIONAL, condition=parse(text))


def begun(process: Process, at: datetime = NOW, **variables: object) -> ProcessState:
    return advance(process, NOT_STARTED, Start(variables), at).state


def step(process: Process, state: ProcessState, command: Command, at: datetime = NOW) -> Advance:
    return advance(process, state, command, at)


def done(
    process: Process, state: ProcessState, *activities: str, at: datetime = NOW, **variables: object
) -> ProcessState:
    """The first task at each of `activities` is done, one after the other."""
    for activity in activities:
        task = next(task.number for task in state.tasks if task.activity == activity)
        state = advance(process, state, CompleteTask(task, variables), at).state
    return state


def fired(
    process: Process, state: ProcessState, activity: str, at: datetime = NOW, **variables: object
) -> ProcessState:
    return advance(process, state, Fire(waiting_at(state, activity).number, variables), at).state


def waiting_at(state: ProcessState, activity: str) -> Wait:
    return next(wait for wait in state.waits if wait.activity == activity)


def at(state: ProcessState) -> list[str]:
    return [task.activity for task in state.tasks]
