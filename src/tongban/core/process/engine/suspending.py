"""While a case stands still no timer comes; afterwards each goes on with the time it had left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tongban.core.process.engine import timers
from tongban.core.process.engine.step import Step
from tongban.core.process.state import ProcessRefusal, ProcessState, Wait
from tongban.core.text import Text


def suspended(state: ProcessState, at: datetime) -> ProcessState:
    if state.suspended_at is not None:
        raise ProcessRefusal(Text("流程已經停止。", "The process stands still already."))
    return replace(state, suspended_at=at)


def resumed(step: Step, state: ProcessState) -> ProcessState:
    since = state.suspended_at
    if since is None:
        raise ProcessRefusal(Text("流程沒有停止。", "The process does not stand still."))
    waits = tuple(_moved(step, wait, since) for wait in state.waits)
    return replace(state, waits=waits, suspended_at=None)


def _moved(step: Step, wait: Wait, suspended_at: datetime) -> Wait:
    activity = step.process.activities.get(wait.activity)
    timer = activity.event.timer if activity else None
    if timer is None or wait.due_at is None or wait.since is None:
        return wait
    context = step.context(wait.token)
    due_at = timers.moved(timer, wait.since, wait.due_at, suspended_at, step.at, step.calendar, context, step.place)
    return replace(wait, due_at=due_at)
