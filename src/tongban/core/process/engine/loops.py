"""An activity done several times: its token stays as the body, each round is a token inside it.

What is to be remembered between rounds are variables of the body: how many there are and how many are done (by
BPMN's names), the list that is gone through, the results so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tongban.core.process.engine.step import MAX_TOKENS, Step
from tongban.core.process.model import ACTIVE, ALL, COUNTER, DONE, TERMINATED, Activity, Loop, LoopKind
from tongban.core.process.state import ProcessFault, Token
from tongban.core.text import Text

_LIST, _RESULTS = "loopList", "loopResults"


def begin_rounds(step: Step, body: Token, activity: Activity) -> bool:
    """Start the first round or rounds; False when there is none to do."""
    loop = activity.loop
    assert loop is not None
    if loop.kind is LoopKind.REPEAT:
        _set(step, body, {DONE: 0})
        if loop.first_asked and not _again(step, body.number, activity, loop):
            return False
        _begin(step, body.number, 1)
        return True
    members = _members(step, body, activity, loop)
    together = len(members) if loop.kind is LoopKind.PARALLEL else min(1, len(members))
    _set(step, body, {ALL: len(members), DONE: 0, ACTIVE: together, TERMINATED: 0, _LIST: members})
    if loop.results:
        _set(step, body, {_RESULTS: [None] * len(members)})
    for number in range(1, together + 1):
        _begin(step, body.number, number, loop, members)
    if not members:
        _hand_over(step, body.number, loop)
    return bool(members)


def end_round(step: Step, token: Token, activity: Activity) -> Token | None:
    """A round is done: the body, when that was the last one, else None."""
    loop, body = activity.loop, step.tokens[token.parent]
    assert loop is not None
    assert token.round is not None
    kept: Mapping[str, Any] = body.local
    if loop.results and loop.result:
        results = list(kept[_RESULTS])
        results[token.round - 1] = step.value(activity, loop.result, token.number)
        kept = _set(step, body, {_RESULTS: results})
    del step.tokens[token.number]
    done = kept[DONE] + 1
    kept = _set(step, body, {DONE: done})
    if loop.kind is LoopKind.REPEAT:
        if (loop.at_most is None or done < loop.at_most) and _again(step, body.number, activity, loop):
            _begin(step, body.number, done + 1)
            return None
        return step.tokens[body.number]
    more = loop.kind is LoopKind.SEQUENTIAL and done < kept[ALL]
    active = 1 if more else len(step.children(body.number)) + sum(m.token.parent == body.number for m in step.moving)
    _set(step, body, {ACTIVE: active})
    if loop.until and step.holds(activity, loop.until, body.number):
        step.take_away(body.number)
    elif more:
        _begin(step, body.number, done + 1, loop, kept[_LIST])
        return None
    elif active:
        return None
    _hand_over(step, body.number, loop)
    return step.tokens[body.number]


def _again(step: Step, body: int, activity: Activity, loop: Loop) -> bool:
    return loop.again is not None and step.holds(activity, loop.again, body)


def _begin(step: Step, body: int, number: int, loop: Loop | None = None, members: list[object] | None = None) -> None:
    local: dict[str, object] = {COUNTER: number}
    if loop and loop.item and members:
        local[loop.item] = members[number - 1]
    activity = step.tokens[body].activity
    step.send(Token(step.new_number(), activity, None, body, number, local), activity)


def _members(step: Step, body: Token, activity: Activity, loop: Loop) -> list[object]:
    """What is gone through: the list itself, or as many nothings as there are rounds."""
    formula = loop.over or loop.times
    assert formula is not None
    value = step.value(activity, formula, body.number)
    if loop.over and isinstance(value, list):
        members = value
    elif not loop.over and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_TOKENS:
        members = [None] * value
    else:
        raise _cannot_count(activity)
    if len(members) > MAX_TOKENS:
        raise _cannot_count(activity)
    return members


def _hand_over(step: Step, body: int, loop: Loop) -> None:
    if loop.results:
        token = step.tokens[body]
        step.assign(token.parent, {loop.results: token.local[_RESULTS]})


def _set(step: Step, body: Token, values: Mapping[str, object]) -> Mapping[str, Any]:
    token = step.tokens[body.number]
    local = {**token.local, **values}
    step.tokens[body.number] = replace(token, local=local)
    return local


def _cannot_count(activity: Activity) -> ProcessFault:
    return ProcessFault(
        Text(
            f"「{activity.name or activity.id}」要做幾次算不出來：要是清單，或 0 到 {MAX_TOKENS} 的整數。",
            f"How often to do {activity.name or activity.id}? A list or a whole number up to {MAX_TOKENS} is needed.",
        ),
        activity.id,
    )
