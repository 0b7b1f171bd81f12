"""A business rule task: the caller's decider is asked, and its answer becomes a variable of the case.

The process room knows no decision by itself; who calls `advance` passes in what answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from tongban.core.decisions import Decided, FeelError
from tongban.core.process.model import Activity
from tongban.core.process.state import DecisionFailed
from tongban.core.text import Text

Decider = Callable[[str, Mapping[str, object]], Decided]
"""From the id of a decision and what is known to its answer. Raises FeelError where it cannot be made at all."""

MAX_EXACT = 2**53
"""Beyond this JSON readers no longer agree on whole numbers; such a number is kept as text."""


class DecisionMade(NamedTuple):
    """What a business rule task decided: `value` as the case keeps it, `decided` with the rules and the reasons."""

    activity: str
    decision: str
    value: object
    decided: Decided


def ask(activity: Activity, decide: Decider | None, context: Mapping[str, object]) -> DecisionMade:
    """The answer, or DecisionFailed with the reason: a case never passes a table that says nothing."""
    name, decision = activity.name or activity.id, activity.decision or ""
    if decide is None:
        raise DecisionFailed(_failed(name, Text("沒有可用的決策表。", "there is no decision to ask.")), activity.id)
    try:
        decided = decide(decision, context)
    except FeelError as error:
        raise DecisionFailed(_failed(name, error.text), activity.id) from error
    if decided.value is None:
        raise DecisionFailed(_failed(name, reason(decided)), activity.id)
    return DecisionMade(activity.id, decision, plain(decided.value), decided)


def reason(decided: Decided) -> Text:
    """Why it became null: what went wrong first, all else follows from that."""
    return decided.notes[0].text if decided.notes else Text("沒有一列規則符合。", "no rule of its table holds.")


def plain(value: object) -> object:
    """`value` as rows and the journal keep it: numbers, texts, truth values, lists and mappings of them."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal) and abs(value) < MAX_EXACT:
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)


def _failed(name: str, why: Text) -> Text:
    return Text(f"「{name}」無法判定：{why.zh}", f"{name} cannot be decided: {why.en}")
