"""Hit policies (DMN 1.5, 8.2.8): what a table makes of the rules that match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from tongban.core.decisions.dmn.table import Aggregator, HitPolicy
from tongban.core.decisions.feel.operations import add
from tongban.core.decisions.feel.scope import Scope
from tongban.core.decisions.feel.values import equal, less

Hits = Sequence[int]
"""The rules that match, in their order, counted from 0."""

Outputs = Callable[[int], tuple[object, ...]]
"""The outputs of a rule."""

SINGLE = frozenset((HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.ANY))
"""One rule decides; the others give a list."""


class Refused(Exception):
    """Rules match that must not match together."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def deciding(policy: HitPolicy, hits: Hits, outputs: Outputs, order: Sequence[Sequence[object]]) -> Hits:
    """The rules that decide, in the order in which they do. `order`: the values of each output, first before next.

    Raises Refused.
    """
    if len(hits) < 2:
        return hits
    match policy:
        case HitPolicy.UNIQUE:
            rules = [number + 1 for number in hits]
            raise Refused(
                f"第 {_listed(rules)} 列同時符合，只能有一列。", f"Rows {_listed(rules)} match; only one may."
            )
        case HitPolicy.FIRST:
            return hits[:1]
        case HitPolicy.ANY:
            return _alike(hits, outputs)
        case HitPolicy.PRIORITY:
            return sorted(hits, key=lambda rule: _rank(outputs(rule), order))[:1]
        case HitPolicy.OUTPUT_ORDER:
            return sorted(hits, key=lambda rule: _rank(outputs(rule), order))
        case _:
            return hits


def _alike(hits: Hits, outputs: Outputs) -> Hits:
    first, *rest = ((rule, outputs(rule)) for rule in hits)
    for rule, values in rest:
        if any(equal(a, b) is not True for a, b in zip(first[1], values, strict=True)):
            rules = _listed([first[0] + 1, rule + 1])
            raise Refused(f"第 {rules} 列同時符合而結果不同。", f"Rows {rules} match and do not agree.")
    return hits[:1]


def _rank(values: Sequence[object], order: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """The place of each value among those its output may have; what is none of them comes last."""
    return tuple(_place(value, choices) for value, choices in zip(values, order, strict=True) if choices)


def _place(value: object, choices: Sequence[object]) -> int:
    found = (number for number, choice in enumerate(choices) if equal(value, choice))
    return next(found, len(choices))


def aggregated(values: Sequence[object], aggregator: Aggregator, scope: Scope) -> object:
    """One value for those that were collected; null when they cannot be summed or compared."""
    if aggregator is Aggregator.COUNT:
        return Decimal(len(values))
    if not values:
        return None
    result = values[0]
    for value in values[1:]:
        result = _joined(result, value, aggregator)
    if result is None:
        return scope.null(0, "結果無法彙總。", "The outputs cannot be aggregated.")
    return result


def _joined(a: object, b: object, aggregator: Aggregator) -> object:
    if aggregator is Aggregator.SUM:
        return add(a, b)
    earlier = less(a, b)
    if earlier is None:
        return None
    return a if earlier == (aggregator is Aggregator.MIN) else b


def _listed(rules: Sequence[int]) -> str:
    return "、".join(map(str, rules))
