"""What happens when a token comes to an activity."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.process.engine import events, joins
from tongban.core.process.engine.deciding import ask
from tongban.core.process.engine.leaving import end_path, go_on, leave
from tongban.core.process.engine.loops import begin_rounds
from tongban.core.process.engine.step import Move, Step
from tongban.core.process.engine.ways import ways_out
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity
from tongban.core.process.state import Task, Token, Wait


def arrive(step: Step, move: Move) -> None:
    """Put the token where it goes, and do what is done there without waiting."""
    token = step.rest(move.token)
    activity = step.process.activities[token.activity]
    if token.round is None:
        step.entered.append(activity.id)
        if not activity.kind.is_passed:
            events.watch(step, token.number, step.process.boundaries.get(activity.id, ()))
        if activity.loop:
            if not begin_rounds(step, token, activity):
                token = step.tokens[token.number]
                step.close_waits(token.number)
                go_on(step, token, activity, ways_out(step, activity, token.number))
            return
    if activity.inputs:
        own = {one.name: step.value(activity, one.formula, token.number) for one in activity.inputs}
        token = step.rest(replace(token, local={**token.local, **own}))
    _begin(step, token, activity, move.flow)


def _begin(step: Step, token: Token, activity: Activity, flow: str | None) -> None:
    match activity.kind:
        case Kind.TASK | Kind.USER_TASK | Kind.MANUAL:
            _give_out(step, token, activity)
        case Kind.PARALLEL:
            joins.wait_for_all(step, token, activity, flow)
        case Kind.INCLUSIVE:
            joins.wait_for_some(step, token, activity, flow)
        case Kind.EVENT_BASED:
            events.watch(step, token.number, map(step.process.activities.__getitem__, step.process.after(activity.id)))
        case Kind.CATCH | Kind.RECEIVE if activity.event.trigger not in (Trigger.LINK, Trigger.NONE):
            events.watch(step, token.number, (activity,))
        case Kind.SERVICE:
            events.add(step, Wait(0, activity.id, token.number, Trigger.WORK, activity.topic))
        case Kind.SUB_PROCESS | Kind.CALL | Kind.AD_HOC:
            _open_scope(step, token, activity)
        case Kind.END:
            _end(step, token, activity)
        case _:
            _pass(step, token, activity)


def _pass(step: Step, token: Token, activity: Activity) -> None:
    """What is done within the step."""
    match activity.kind:
        case Kind.BUSINESS_RULE:
            made = ask(activity, step.decide, step.context(token.number))
            step.decisions.append(made)
            if activity.result:
                step.assign(token.number, {activity.result: made.value})
        case Kind.SCRIPT if activity.script:
            value = step.value(activity, activity.script, token.number)
            step.assign(token.number, {activity.result: value} if activity.result else {})
        case Kind.THROW if activity.event.trigger is Trigger.LINK:
            _jump(step, token, activity)
            return
        case Kind.THROW | Kind.SEND:
            events.throw(step, token, activity)
    if token.number in step.tokens:
        leave(step, step.tokens[token.number], activity)


def _give_out(step: Step, token: Token, activity: Activity) -> None:
    groups = activity.groups
    if activity.assignment:
        found = step.value(activity, activity.assignment, token.number)
        groups = tuple(str(group) for group in found) if isinstance(found, list) else (str(found),)
    due = events.first_due(step, activity, activity.due, token.number).at if activity.due else None
    number = step.new_number()
    step.tasks[number] = Task(number, activity.id, groups, token.number, due)


def _open_scope(step: Step, token: Token, activity: Activity) -> None:
    events.watch(step, token.number, step.process.event_starts.get(activity.id, ()))
    start = None if activity.kind is Kind.AD_HOC else step.process.start_of(activity.id)
    if start:
        step.send(Token(step.new_number(), start, None, token.number), start)


def _end(step: Step, token: Token, activity: Activity) -> None:
    if activity.event.trigger is Trigger.ERROR:
        del step.tokens[token.number]
        events.fail(step, token, activity, activity.event.name)
        return
    if activity.event.trigger is Trigger.TERMINATE:
        del step.tokens[token.number]
        step.take_away(token.parent)
    else:
        events.throw(step, token, activity)
        if step.tokens.pop(token.number, None) is None:
            return
    end_path(step, token.parent)


def _jump(step: Step, token: Token, activity: Activity) -> None:
    """A link leads to the link of the same name in the same scope."""
    step.left.append(activity.id)
    del step.tokens[token.number]
    target = step.process.link_target(activity)
    assert target  # checked before publishing
    step.send(replace(token, local={}), target)
