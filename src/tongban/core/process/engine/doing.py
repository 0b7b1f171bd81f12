"""What each command does to the working copy, before the tokens move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tongban.core.process.checks.soundness import is_sound
from tongban.core.process.engine import events
from tongban.core.process.engine.going_back import send_back
from tongban.core.process.engine.leaving import leave
from tongban.core.process.engine.step import Step, label
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity
from tongban.core.process.state import (
    Begin,
    Broadcast,
    Change,
    Command,
    CompleteTask,
    Deliver,
    Fail,
    Finish,
    Fire,
    ProcessRefusal,
    Reenter,
    SendBack,
    Start,
    Task,
    Token,
    Wait,
)
from tongban.core.text import Text


def do(step: Step, command: Command) -> None:
    """Raises ProcessRefusal when the command does not fit the state."""
    _DOES[type(command)](step, command)


def _start(step: Step, command: Start) -> None:
    step.assign(0, command.variables)
    id = command.event or step.process.start
    start = step.process.activities.get(id)
    if start is None or start.kind is not Kind.START or start.scope:
        raise ProcessRefusal(Text(f"流程沒有開始事件「{id}」。", f"The process has no start event {id}."), id)
    token = Token(step.new_number(), id)
    events.watch(step, 0, step.process.event_starts.get("", ()))
    step.send(token, id)


def _reenter(step: Step, command: Reenter) -> None:
    activity = _activity(step, command.activity)
    if activity.scope:
        name = label(step.process, activity.id)
        text = Text(f"「{name}」在子流程裡，不能由此重新開始。", f"{name} is inside a sub-process: begin before that.")
        raise ProcessRefusal(text, activity.id)
    if not is_sound(step.process, "", [activity.id]):
        name = label(step.process, activity.id)
        text = Text(
            f"由「{name}」開始會一直等不到其他分支。", f"From {name} it would wait for other branches for ever."
        )
        raise ProcessRefusal(text, activity.id)
    token = Token(step.new_number(), activity.id)
    events.watch(step, 0, step.process.event_starts.get("", ()))
    step.send(token, activity.id)


def _complete(step: Step, command: CompleteTask) -> None:
    task = _task(step, command.task)
    step.assign(task.token, command.variables)
    del step.tasks[task.number]
    leave(step, step.tokens[task.token], _activity(step, task.activity))


def _send_back(step: Step, command: SendBack) -> None:
    task = _task(step, command.task)
    step.assign(task.token, command.variables)
    step.send(send_back(step, task, command.activity), command.activity)


def _fire(step: Step, command: Fire) -> None:
    wait = _wait(step, command.wait)
    step.assign(wait.token, command.variables)
    events.come(step, wait)


def _fail(step: Step, command: Fail) -> None:
    wait = _wait(step, command.wait)
    step.assign(wait.token, command.variables)
    events.fail(step, step.tokens[wait.token], _activity(step, wait.activity), command.code)


def _deliver(step: Step, command: Deliver) -> None:
    waiting = [w for w in step.waits.values() if w.trigger is Trigger.MESSAGE and w.name == command.name]
    if not waiting:
        name = command.name
        text = Text(f"本案目前沒有等待訊息「{name}」。", f"The case does not wait for a message “{name}” now.")
        raise ProcessRefusal(text)
    wait = min(waiting, key=lambda wait: wait.number)
    step.assign(wait.token, command.variables)
    events.come(step, wait)


def _broadcast(step: Step, command: Broadcast) -> None:
    step.assign(0, command.variables)
    events.broadcast(step, command.name)


def _change(step: Step, command: Change) -> None:
    step.assign(0, command.variables)


def _begin(step: Step, command: Begin) -> None:
    """Only what nothing leads to can be begun; the rest of the ad-hoc sub-process follows from it."""
    token, scope = _at_will(step, command.token)
    activity = _activity(step, command.activity)
    name = label(step.process, activity.id)
    if activity.scope != scope.id or activity.incoming or activity.kind is Kind.BOUNDARY:
        raise ProcessRefusal(Text(f"「{name}」不能由此開始。", f"{name} cannot be begun here."), activity.id)
    if scope.one_at_a_time and step.children(token.number):
        text = Text("請先完成進行中的步驟。", "Finish the step that is under way first.")
        raise ProcessRefusal(text, activity.id)
    step.send(Token(step.new_number(), activity.id, None, token.number), activity.id)


def _finish(step: Step, command: Finish) -> None:
    token, scope = _at_will(step, command.token)
    step.take_away(token.number)
    leave(step, token, scope)


_DOES: dict[type[Command], Callable[[Step, Any], None]] = {
    Start: _start,
    Reenter: _reenter,
    CompleteTask: _complete,
    SendBack: _send_back,
    Fire: _fire,
    Fail: _fail,
    Deliver: _deliver,
    Broadcast: _broadcast,
    Change: _change,
    Begin: _begin,
    Finish: _finish,
}


def _task(step: Step, number: int) -> Task:
    task = step.tasks.get(number)
    if task is None:
        raise ProcessRefusal(
            Text(f"待辦 {number} 已經辦完或不存在。", f"Task {number} is done already or does not exist.")
        )
    if task.token not in step.tokens:
        raise _unknown(task.activity)
    return task


def _wait(step: Step, number: int) -> Wait:
    wait = step.waits.get(number)
    if wait is None:
        raise ProcessRefusal(
            Text(f"事件 {number} 已經發生或不再等待。", f"Event {number} has come already or is no longer waited for.")
        )
    _activity(step, wait.activity)
    return wait


def _at_will(step: Step, number: int) -> tuple[Token, Activity]:
    token = step.tokens.get(number)
    scope = step.process.activities.get(token.activity) if token else None
    if token is None or scope is None or scope.kind is not Kind.AD_HOC:
        raise ProcessRefusal(Text("這裡沒有可自由安排的步驟。", "There is nothing here to be done at will."))
    return token, scope


def _activity(step: Step, id: str) -> Activity:
    found = step.process.activities.get(id)
    if found is None:
        raise _unknown(id)
    return found


def _unknown(activity: str) -> ProcessRefusal:
    return ProcessRefusal(
        Text(
            f"流程的這個版本沒有「{activity}」或沒有人在此等候。",
            f"Nothing waits at {activity} in this version of the process.",
        ),
        activity,
    )
