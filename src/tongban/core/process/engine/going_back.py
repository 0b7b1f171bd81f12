"""退回: a token goes back to an earlier activity, in its own branch where that is possible."""

from __future__ import annotations

from itertools import combinations

from tongban.core.process.checks.soundness import is_sound
from tongban.core.process.engine.step import Step, label
from tongban.core.process.graph import reached
from tongban.core.process.model import Process
from tongban.core.process.state import ProcessRefusal, Task, Token
from tongban.core.text import Text

_MOST_BRANCHES = 8
"""Up to so many branches the fewest to take away are looked for; beyond, all of them go."""


def earlier(process: Process, activity: str) -> list[str]:
    """The tasks for people to which a task at `activity` can be sent back, nearest first: those before it in its own
    scope and in those around it."""
    found: list[str] = []
    at: str = activity
    while at:
        behind = reached([at], process.comes_from)[1:]
        found += [id for id in behind if process.activities[id].kind.is_for_people and id not in found]
        at = process.activities[at].scope
    return [id for id in found if id != activity]


def send_back(step: Step, task: Task, to: str) -> Token:
    """Take the task's token back to `to`, and away what could no longer come to a sound end beside it: as few
    branches as possible. Gives the token that is to arrive there."""
    if to not in earlier(step.process, task.activity):
        name = label(step.process, to)
        raise ProcessRefusal(
            Text(f"「{name}」不在目前步驟之前，不能退回。", f"{name} does not come before this step."), to
        )
    token = step.tokens[task.token]
    scope = step.process.activities[to].scope
    while step.process.activities[token.activity].scope != scope or token.round is not None:
        token = step.tokens[token.parent]
    others = [other for other in step.children(token.parent) if other.number != token.number]
    taken = _in_the_way(step.process, scope, others, to)
    if taken is None:
        raise _inside_a_fork(step, to)
    for gone in (token, *taken):
        step.interrupt(gone)
    return Token(token.number, to, None, token.parent)


def _in_the_way(process: Process, scope: str, others: list[Token], to: str) -> tuple[Token, ...] | None:
    """The fewest tokens to take away; None where whatever is taken, the rest would wait for ever."""
    few = range(len(others)) if len(others) <= _MOST_BRANCHES else range(1)
    for taken in (*(some for gone in few for some in combinations(others, gone)), tuple(others)):
        kept = [other.flow or other.activity for other in others if other not in taken]
        if is_sound(process, scope, [to, *kept]):
            return taken
    return None


def _inside_a_fork(step: Step, to: str) -> ProcessRefusal:
    name = label(step.process, to)
    return ProcessRefusal(
        Text(
            f"「{name}」在分岔之內，其他分支已經辦完，退回後會一直等不到它們；請退回到分岔之前的步驟。",
            f"{name} is inside a fork whose other branches are done: it would wait for them for ever. "
            "Send it back to a step before the fork.",
        ),
        to,
    )
