"""What follows when an activity is done: rounds, the flows behind it, and the end of the scope around it."""

from __future__ import annotations

from collections.abc import Iterable

from tongban.core.process.engine.loops import end_round
from tongban.core.process.engine.step import Step
from tongban.core.process.engine.ways import ways_out
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, Flow
from tongban.core.process.state import Token


def leave(step: Step, token: Token, activity: Activity) -> None:
    """The activity at which `token` rests is done."""
    step.close_waits(token.number)
    if activity.outputs:
        found = {one.name: step.value(activity, one.formula, token.number) for one in activity.outputs}
        step.assign(token.parent, found)
    if token.round is not None:
        body = end_round(step, token, activity)
        if body is None:
            return
        step.close_waits(body.number)
        token = body
    go_on(step, token, activity, ways_out(step, activity, token.number))


def go_on(step: Step, token: Token, activity: Activity, ways: Iterable[Flow]) -> None:
    """Send the token on, one on each way; the first keeps the number, the others are new."""
    step.left.append(activity.id)
    del step.tokens[token.number]
    number: int | None = token.number
    for flow in ways:
        step.send(Token(number or step.new_number(), activity.id, None, token.parent), flow.target, flow.id)
        number = None
    if number:
        end_path(step, token.parent)


def end_path(step: Step, parent: int) -> None:
    """Nothing goes on from here in the scope that the token `parent` holds: it may be done."""
    if not parent:
        return
    scope = step.tokens[parent]
    activity = step.process.activities[scope.activity]
    if activity.kind is Kind.AD_HOC:
        _end_path_at_will(step, scope, activity)
    elif step.is_empty(parent):
        leave(step, scope, activity)


def _end_path_at_will(step: Step, scope: Token, activity: Activity) -> None:
    """In an ad-hoc sub-process the end of each path asks whether it is enough."""
    if activity.until is None or not step.holds(activity, activity.until, scope.number):
        return
    if activity.cancels_rest:
        step.take_away(scope.number)
    if step.is_empty(scope.number):
        leave(step, scope, activity)
