"""Events: what is waited for, what is thrown, and who catches it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tongban.core.process.catching import catcher_of
from tongban.core.process.engine import timers
from tongban.core.process.engine.leaving import go_on, leave
from tongban.core.process.engine.step import Step, Thrown, label
from tongban.core.process.engine.ways import ways_out
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Event, Timer
from tongban.core.process.state import ProcessFault, Token, Wait
from tongban.core.text import Text

_NAMED = (Trigger.MESSAGE, Trigger.SIGNAL)


def watch(step: Step, token: int, catching: Iterable[Activity]) -> None:
    """Wait at `token` (0: the case) for what these activities catch. Errors and escalations are found when thrown."""
    for activity in catching:
        event = activity.event
        wait = Wait(0, activity.id, token, event.trigger)
        if event.trigger in _NAMED:
            wait = replace(wait, name=event.name)
        elif event.trigger is Trigger.TIMER:
            assert event.timer is not None
            due = first_due(step, activity, event.timer, token)
            wait = replace(wait, due_at=due.at, rounds=due.rounds, since=step.at)
        elif event.trigger is not Trigger.CONDITIONAL:
            continue
        add(step, wait)


def add(step: Step, wait: Wait) -> None:
    number = step.new_number()
    step.waits[number] = replace(wait, number=number)


def come(step: Step, wait: Wait) -> None:
    """What `wait` is for has come."""
    activity = step.process.activities[wait.activity]
    if activity.kind in (Kind.BOUNDARY, Kind.START):
        _keep_or_end(step, wait, activity)
        catch(step, activity, wait.token)
        return
    token = step.tokens[wait.token]
    if token.activity != activity.id:  # it waited at an event-based gateway, which the first event decides
        step.close_waits(token.number)
        step.left.append(token.activity)
        step.entered.append(activity.id)
        token = step.rest(token.at(activity.id))
    leave(step, token, activity)


def _keep_or_end(step: Step, wait: Wait, activity: Activity) -> None:
    """A non-interrupting event stays watched; a timer as often as it was drawn to come."""
    if activity.event.trigger is not Trigger.TIMER:
        return
    timer, context = activity.event.timer, step.context(wait.token)
    assert timer is not None
    again = (
        None if activity.interrupting else timers.following(timer, wait, step.at, context, step.calendar, step.place)
    )
    if again is None:
        del step.waits[wait.number]
    else:
        step.waits[wait.number] = replace(wait, rounds=again.rounds, due_at=again.at)


def first_due(step: Step, activity: Activity, timer: Timer, token: int) -> timers.Due:
    """When `timer` comes first; a fault names the activity."""
    try:
        return timers.first(timer, step.at, step.context(token), step.calendar, step.place)
    except ProcessFault as fault:
        name = activity.name or activity.id
        raise ProcessFault(Text(f"「{name}」：{fault.text.zh}", f"{name}: {fault.text.en}"), activity.id) from fault


def catch(step: Step, activity: Activity, at: int) -> None:
    """A boundary event at the token `at`, or the start of an event sub-process in the scope it holds, takes over."""
    if activity.kind is Kind.START:
        _begin_beside(step, activity, at)
        return
    host = step.tokens[at]
    number = at
    if activity.interrupting:
        step.interrupt(host)
    else:
        number = step.new_number()
    step.entered.append(activity.id)
    token = step.rest(Token(number, activity.id, None, host.parent))
    go_on(step, token, activity, ways_out(step, activity, number))


def _begin_beside(step: Step, start: Activity, scope: int) -> None:
    """An event sub-process begins; an interrupting one in place of all else in its scope."""
    if start.interrupting:
        step.take_away(scope)
        for wait in list(step.waits.values()):
            if wait.token == scope and step.process.activities[wait.activity].kind is Kind.START:
                del step.waits[wait.number]
    holder = step.rest(Token(step.new_number(), start.scope, None, scope))
    watch(step, holder.number, step.process.event_starts.get(start.scope, ()))
    step.entered += [start.scope, start.id]
    token = step.rest(Token(step.new_number(), start.id, None, holder.number))
    go_on(step, token, start, ways_out(step, start, token.number))


def throw(step: Step, token: Token, activity: Activity) -> None:
    """A message, signal or escalation is thrown at `token`. Signals reach at once what waits for them here."""
    event = activity.event
    if event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL, Trigger.ESCALATION):
        step.thrown.append(Thrown(activity.id, event.trigger, event.name))
    if event.trigger is Trigger.SIGNAL:
        broadcast(step, event.name)
    elif event.trigger is Trigger.ESCALATION and (found := _catcher(step, token, activity, event)):
        catch(step, *found)


def broadcast(step: Step, name: str) -> None:
    for wait in sorted(step.waits.values(), key=lambda wait: wait.number):
        if wait.trigger is Trigger.SIGNAL and wait.name == name and wait.number in step.waits:
            come(step, step.waits[wait.number])


def fail(step: Step, token: Token, activity: Activity, code: str) -> None:
    """The error `code` arose at `token`. One that nobody catches is a fault of the drawing."""
    found = _catcher(step, token, activity, Event(Trigger.ERROR, code))
    if found is None:
        name = label(step.process, activity.id)
        raise ProcessFault(
            Text(
                f"「{name}」發生錯誤「{code}」，流程沒有接住它的地方。",
                f"Nothing in the process catches the error “{code}” of {name}.",
            ),
            activity.id,
        )
    catch(step, *found)


def _catcher(step: Step, token: Token, activity: Activity, event: Event) -> tuple[Activity, int] | None:
    """What catches `event`, and the token at which it does."""
    catching = catcher_of(step.process, activity, event)
    if catching is None:
        return None
    around = catching.attached_to or step.process.activities[catching.scope].scope
    if not around:
        return catching, 0
    if activity.id != around:
        token = step.tokens[token.parent]
    while token.activity != around:
        token = step.tokens[token.parent]
    if catching.attached_to and token.round is not None:
        token = step.tokens[token.parent]
    return catching, token.number


def ask_conditions(step: Step) -> bool:
    """Let the first condition that has become true take effect. One that says nothing yet is not met yet."""
    for wait in sorted(step.waits.values(), key=lambda wait: wait.number):
        if wait.trigger is not Trigger.CONDITIONAL:
            continue
        activity = step.process.activities[wait.activity]
        assert activity.event.condition is not None
        holds = step.run(activity, activity.event.condition, wait.token).value is True
        if holds is not wait.met:
            step.waits[wait.number] = replace(wait, met=holds)
            if holds:
                come(step, step.waits[wait.number])
                return True
    return False
