"""What has to be written so that the rows of a case say what the decided state says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from tongban.core.calendar import Calendar, Clock
from tongban.core.casework import CaseState, Consultation, Standing

from .change import Asked, Change, ControlOff, ControlOn, EndedTask, Gone, MovedTask, NewStep, NewTask, TokenAt, WaitFor
from .models import Task
from .placing import asked_of, place


def columns_of(before: CaseState | None, after: CaseState, calendar: Calendar) -> dict[str, Any]:
    """The case's own columns that follow from its state; those of the clock only where it changed."""
    process = after.process
    columns: dict[str, Any] = {
        "phase": after.phase.value,
        "outcome": after.outcome,
        "closed_on": after.closed_on,
        "variables": dict(process.variables) if process else {},
        "next_number": process.next_number if process else 0,
    }
    stopped = process.suspended_at if process else None
    if stopped != (before.process.suspended_at if before and before.process else None):
        columns["suspended_at"] = stopped
    return columns if before and before.clock == after.clock else columns | _of_clock(after.clock, calendar)


def _of_clock(clock: Clock, calendar: Calendar) -> dict[str, Any]:
    return {
        "clock": clock.to_json(),
        "due_on": clock.due_on(calendar),
        # Judged at the moment it was met, not at the start of that day: a limit may be in hours.
        "on_time": None if clock.met is None else not clock.is_late(calendar, clock.met),
    }


def add_progress(
    change: Change,
    before: CaseState | None,
    after: CaseState,
    *,
    unit_id: int,
    org_version: int,
    ended: Mapping[int, EndedTask],
) -> None:
    """Tokens, waits, tasks, steps, corrections, penalties and controls that differ. `ended`: the tasks that the act itself
    ended; any other that is gone was cancelled."""
    _tokens(change, before, after)
    _waits(change, before, after)
    _tasks(change, before, after, unit_id, org_version, ended)
    known = len(before.steps) if before else 0
    change.steps += [NewStep(step.activity, step.on, step.text) for step in after.steps[known:]]
    old = set(before.corrections) if before else set()
    change.corrections += [one for one in after.corrections if one not in old]
    known_penalties = set(before.penalties) if before else set()
    change.penalties += [one for one in after.penalties if one not in known_penalties]
    _consultations(change, before, after, unit_id, org_version)
    watched = set(before.controls) if before else set()
    change.controls_on += [ControlOn(one.key, one.due_on) for one in after.controls if one not in watched]
    still = {one.key for one in after.controls}
    change.controls_off += [ControlOff(one.key) for one in watched if one.key not in still]


def _tokens(change: Change, before: CaseState | None, after: CaseState) -> None:
    old = {t.number: t for t in before.process.tokens} if before and before.process else {}
    new = {t.number: t for t in after.process.tokens} if after.process else {}
    change.gone_tokens += [Gone(number) for number in old if number not in new]
    for number, t in new.items():
        if t != old.get(number):
            row = TokenAt(number, t.activity, t.flow, t.parent, t.round, dict(t.local))
            (change.moved_tokens if number in old else change.new_tokens).append(row)


def _waits(change: Change, before: CaseState | None, after: CaseState) -> None:
    old = {w.number: w for w in before.process.waits} if before and before.process else {}
    new = {w.number: w for w in after.process.waits} if after.process else {}
    change.gone_waits += [Gone(number) for number in old if number not in new]
    for number, w in new.items():
        if w != old.get(number):
            row = WaitFor(number, w.activity, w.token, w.trigger.value, w.name, w.due_at, w.since, w.rounds, w.met)
            (change.moved_waits if number in old else change.new_waits).append(row)


def _tasks(
    change: Change,
    before: CaseState | None,
    after: CaseState,
    unit_id: int,
    org_version: int,
    ended: Mapping[int, EndedTask],
) -> None:
    old = {t.number: t for t in before.process.tasks} if before and before.process else {}
    new = {t.number: t for t in after.process.tasks} if after.process else {}
    for number in old.keys() - new.keys():
        change.ended_tasks.append(ended.get(number) or EndedTask(number, Task.CANCELLED, ""))
    for number in sorted(new):
        task = new[number]
        if task == old.get(number):
            continue
        at, role = place(task.groups, unit_id, org_version, task.activity)
        if number in old:
            moved = MovedTask(number, task.activity, task.groups, task.due_at, at, role, away=at != unit_id)
            change.moved_tasks.append(moved)
            continue
        row = NewTask(number, task.activity, task.token, task.due_at, task.groups, at, role, away=at != unit_id)
        change.new_tasks.append(row)


def _consultations(change: Change, before: CaseState | None, after: CaseState, unit_id: int, org_version: int) -> None:
    """The rows of what is asked, and the work it makes for the asked units: tasks without a token."""
    old = {one.number: one for one in before.consultations} if before else {}
    for one in after.consultations:
        was = old.get(one.number)
        if was == one:
            continue
        at, role, group = asked_of(one.unit, org_version)
        change.consultations.append(_asked(one, at))
        if was is None:
            work = NewTask(one.work, one.mode.value, 0, None, (group,), at, role, away=at != unit_id)
            change.new_tasks.append(work._replace(kind=Task.CONSULTATION))
        elif was.is_open and not one.is_open:
            done = one.standing in (Standing.ANSWERED, Standing.PASSED_BACK)
            outcome = one.opinion or one.standing.value
            change.ended_tasks.append(EndedTask(one.work, Task.DONE if done else Task.CANCELLED, outcome))


def _asked(one: Consultation, unit_id: int) -> Asked:
    known = {name: getattr(one, name) for name in Asked._fields if name != "unit_id"}
    known |= {"mode": one.mode.value, "standing": one.standing.value, "answers": dict(one.answers)}
    return Asked(unit_id=unit_id, **known)


def fresh_salt() -> bytes:
    return os.urandom(16)


def fresh_id() -> UUID:
    return uuid4()
