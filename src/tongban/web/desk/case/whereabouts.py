"""Where in its process a task waits: in which sub-processes, in which round of what is done several times."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tongban.core.process import Process, ProcessState, Token
from tongban.core.process.model import ALL as HOW_MANY

from .opening import Opened


class Round(NamedTuple):
    """`of`: how many there are, where that is known; `item`: what this round is about, where the drawing names it."""

    number: int
    of: int | None
    item: str


def path(opened: Opened, task: int) -> list[str]:
    """The sub-processes around the task, from outside, then the round of the task itself; each in words."""
    process, state = opened.definition.process, opened.file.state.process
    waiting = next((one for one in state.tasks if one.number == task), None) if state else None
    if process is None or state is None or waiting is None:
        return []
    found = list(_climb(process, state, waiting.token))
    own = [_round_said(one) for _activity, one in found[:1] if one is not None]
    return [_scope_said(opened, activity, one) for activity, one in reversed(found[1:])] + own


def _climb(process: Process, state: ProcessState, number: int) -> list[tuple[str, Round | None]]:
    """The activities around a token, the innermost first, each with its round."""
    tokens = {token.number: token for token in state.tokens}
    found, token = [], tokens.get(number)
    while token is not None:
        body = tokens.get(token.parent) if token.round is not None else None
        found.append((token.activity, _round(process, token, body)))
        token = tokens.get((body or token).parent)
    return found


def _round(process: Process, token: Token, body: Token | None) -> Round | None:
    loop = process.activities[token.activity].loop
    if token.round is None or body is None or loop is None:
        return None
    of: Any = body.local.get(HOW_MANY, loop.at_most)
    item = token.local.get(loop.item) if loop.item else None
    return Round(token.round, of, str(item) if isinstance(item, str | int) else "")


def _round_said(one: Round) -> str:
    said = {"number": one.number, "of": one.of}
    text = _("round %(number)s of %(of)s") % said if one.of else _("round %(number)s") % said
    return _("%(name)s: %(value)s") % {"name": text, "value": one.item} if one.item else text


def _scope_said(opened: Opened, activity: str, one: Round | None) -> str:
    name = opened.activity_name(activity)
    return _("%(step)s (%(round)s)") % {"step": name, "round": _round_said(one)} if one else name
