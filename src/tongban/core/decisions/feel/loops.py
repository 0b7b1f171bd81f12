"""Compiled: filters, `for`, `some` and `every`. What repeats spends of what the evaluation may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeGuard

from tongban.core.decisions.feel.compiling import compiled
from tongban.core.decisions.feel.operations import add, subtract
from tongban.core.decisions.feel.scope import MAX_ITEMS, Evaluation, Run, Scope
from tongban.core.decisions.feel.temporal import read_duration
from tongban.core.decisions.feel.tree import (
    AllOf,
    AnyOf,
    Between,
    Binding,
    Comparison,
    Filter,
    InstanceOf,
    Local,
    Loop,
    Quantified,
    Within,
    size,
    walk,
)
from tongban.core.decisions.feel.values import CONTEXT, Range, all_of, any_of, kind, less

_STEPS_PER_DAY = 8
_ONE_DAY = read_duration("P1D")
_CONDITIONS = (Comparison, AllOf, AnyOf, Between, Within, InstanceOf, Quantified)


@compiled.register
def _(node: Filter) -> Run:
    source, condition, at, weight = compiled(node.source), compiled(node.condition), node.at, size(node.condition)
    always_condition = isinstance(node.condition, _CONDITIONS) or any(
        inner == Local("item") for inner, _ in walk(node.condition)
    )

    def run(scope: Scope) -> object:
        value = source(scope)
        if value is None:
            return scope.null(at, "沒有清單可以篩選。", "There is no list to filter.")
        items = value if isinstance(value, list) else [value]
        position = None if always_condition else _position(condition, scope)
        if position is not None:
            return _item(items, position, scope, at)
        return [item for item in items if _holds(condition, item, scope, weight)]

    return run


def _position(condition: Run, scope: Scope) -> Decimal | None:
    """The number in the brackets, if it is one; reasons for null are not wanted, it may be about the items."""
    notes = len(scope.notes)
    value = condition(scope)
    if isinstance(value, Decimal):
        return value
    del scope.notes[notes:]
    return None


def _item(items: Sequence[object], position: Decimal, scope: Scope, at: int) -> object:
    """Counted from 1, or from the end with -1 (DMN 1.5, 10.3.2.5)."""
    if position == 0 or abs(position) > len(items) or not _is_whole(position):
        return scope.null(
            at,
            f"清單有 {len(items)} 項，沒有第 {position} 項。",
            f"The list has {len(items)} items, none at {position}.",
        )
    return items[int(position) - 1 if position > 0 else int(position)]


def _holds(condition: Run, item: object, scope: Scope, weight: int) -> bool:
    scope.evaluation.spend(weight)
    names: dict[str, object] = {"item": item}
    if isinstance(item, Mapping):
        names.update(item)
    return condition(scope.inner(names)) is True


class _Source(NamedTuple):
    name: str
    items: Callable[[Scope], Iterable[object] | None]


def _sources(bindings: Iterable[Binding]) -> list[_Source]:
    return [_Source(binding.name, _items(binding)) for binding in bindings]


def _items(binding: Binding) -> Callable[[Scope], Iterable[object] | None]:
    """What the name stands for, one after the other; None when there is nothing to go through."""
    source, at = compiled(binding.source), binding.at
    until = compiled(binding.until) if binding.until else None

    def items(scope: Scope) -> Iterable[object] | None:
        value = source(scope)
        if until:
            return _counted(value, until(scope), scope, at)
        if isinstance(value, list):
            return value
        if isinstance(value, Range):
            return _within(value, scope, at)
        if value is None:
            scope.null(at, "沒有可以逐一處理的清單。", "There is no list to go through.")
            return None
        return [value]

    return items


def _within(range_: Range, scope: Scope, at: int) -> Iterable[object] | None:
    items = _counted(range_.low, range_.high, scope, at)
    return None if items is None else [item for item in items if range_.holds(item)]


def _counted(low: object, high: object, scope: Scope, at: int) -> Iterable[object] | None:
    """From one to the other, up or down: whole numbers or days."""
    if _is_whole(low) and _is_whole(high):
        if abs(CONTEXT.subtract(high, low)) < MAX_ITEMS:
            first, last = int(low), int(high)
            numbers = range(first, last + 1) if first <= last else range(first, last - 1, -1)
            return map(Decimal, numbers)
        scope.null(at, f"範圍太大，上限 {MAX_ITEMS} 項。", f"The range is too large; {MAX_ITEMS} items are allowed.")
    elif kind(low) == kind(high) == "date":
        return _days(low, high, scope.evaluation)
    else:
        kinds = f"{kind(low)}..{kind(high)}"
        scope.null(at, f"無法從 {kinds} 逐一處理。", f"Cannot go through {kinds}.")
    return None


def _is_whole(value: object) -> TypeGuard[Decimal]:
    return isinstance(value, Decimal) and value == value.to_integral_value()


def _days(low: object, high: object, evaluation: Evaluation) -> Iterator[object]:
    backwards = less(high, low)
    step = add if not backwards else subtract
    day: object = low
    while day is not None and not (less(day, high) if backwards else less(high, day)):
        evaluation.spend(_STEPS_PER_DAY)
        yield day
        day = step(day, _ONE_DAY)


def _scopes(sources: Sequence[_Source], scope: Scope, weight: int) -> Iterator[Scope | None]:
    """A scope for every combination; None, and no more, when a source is nothing to go through."""
    (name, items_of), rest = sources[0], sources[1:]
    items = items_of(scope)
    if items is None:
        yield None
        return
    for item in items:
        scope.evaluation.spend(weight)
        inner = scope.inner({name: item})
        if rest:
            yield from _scopes(rest, inner, weight)
        else:
            yield inner


@compiled.register
def _(node: Loop) -> Run:
    sources, result, weight = _sources(node.bindings), compiled(node.result), size(node.result)
    asks_for_partial = any(inner == Local("partial") for inner, _ in walk(node.result))

    def run(scope: Scope) -> object:
        results: list[object] = []
        for inner in _scopes(sources, scope, weight):
            if inner is None:
                return None
            if asks_for_partial:
                scope.evaluation.spend(len(results))
                inner = inner.inner({"partial": list(results)})
            if len(results) >= MAX_ITEMS:
                return scope.null(node.at, "結果的清單太長。", "The list of results is too long.")
            results.append(result(inner))
        scope.evaluation.handle(results)
        return results

    return run


@compiled.register
def _(node: Quantified) -> Run:
    sources, condition, weight = _sources(node.bindings), compiled(node.condition), size(node.condition)
    joined = all_of if node.every else any_of

    def run(scope: Scope) -> object:
        return joined(None if inner is None else condition(inner) for inner in _scopes(sources, scope, weight))

    return run
