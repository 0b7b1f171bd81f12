"""Compiled: values that are written out, names, paths and what is built from parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.compiling import compiled
from tongban.core.decisions.feel.properties import MISSING, property_of
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.tree import (
    Choice,
    ContextOf,
    Interval,
    ListOf,
    Literal,
    Local,
    Name,
    Nothing,
    Path,
    Sameness,
)
from tongban.core.decisions.feel.values import Function, Range, kind

_ABSENT = object()


@compiled.register
def _(node: Literal) -> Run:
    value = node.value
    return lambda scope: value


@compiled.register
def _(node: Nothing) -> Run:
    at, zh, en = node.at, node.reason.zh, node.reason.en
    return lambda scope: scope.null(at, zh, en)


@compiled.register(Name)
@compiled.register(Local)
def _(node: Name | Local) -> Run:
    name, at = node.name, node.at

    def run(scope: Scope) -> object:
        value = scope.find(name, _ABSENT)
        return _builtin_called(name, scope, at) if value is _ABSENT else value

    return run


def _builtin_called(name: str, scope: Scope, at: int) -> object:
    """A built-in function as a value, to be passed on."""
    builtin = BUILTINS.get(name)
    if builtin is None:
        return scope.null(at, f"沒有「{name}」的值。", f"“{name}” has no value here.")
    call = partial(builtin.call, scope.evaluation.at) if builtin.needs_moment else builtin.call
    first, *others = builtin.signatures
    return Function(first, call, name, tuple(others), builtin.variadic)


@compiled.register
def _(node: Path) -> Run:
    source, member, at = compiled(node.source), node.member, node.at

    def run(scope: Scope) -> object:
        value = source(scope)
        if isinstance(value, list):
            scope.evaluation.spend(len(value))
            return [_member(item, member, scope, at) for item in value]
        return _member(value, member, scope, at)

    return run


def _member(value: object, member: str, scope: Scope, at: int) -> object:
    if isinstance(value, Mapping) and member in value:
        return value[member]
    found = property_of(value, member)
    if found is not MISSING and found is not None:
        return found
    return scope.null(at, f"裡面沒有「{member}」。", f"There is no “{member}” in it.")


@compiled.register
def _(node: ListOf) -> Run:
    items = [compiled(item) for item in node.items]

    def run(scope: Scope) -> object:
        values = [item(scope) for item in items]
        scope.evaluation.handle(values)
        return values

    return run


@compiled.register
def _(node: ContextOf) -> Run:
    entries = [(entry.key, compiled(entry.value)) for entry in node.entries]
    at, twice = node.at, len({key for key, _ in entries}) < len(entries)

    def run(scope: Scope) -> object:
        if twice:
            return scope.null(at, "有兩個項目同名。", "Two of the entries have the same name.")
        values: dict[str, object] = {}
        inner = scope.inner(values)
        for key, entry in entries:
            values[key] = entry(inner)
        scope.evaluation.handle(values)
        return values

    return run


@compiled.register
def _(node: Interval) -> Run:
    low = compiled(node.low) if node.low else None
    high = compiled(node.high) if node.high else None
    at, low_included, high_included = node.at, node.low_included, node.high_included

    def run(scope: Scope) -> object:
        bounds = [bound(scope) if bound else None for bound in (low, high)]
        if (low and bounds[0] is None) or (high and bounds[1] is None):
            return scope.null(at, "範圍的界限沒有值。", "A bound of the range is null.")
        if low and high and kind(bounds[0]) != kind(bounds[1]):
            return scope.null(at, "範圍的兩端種類不同。", "The bounds of the range are of different kinds.")
        return Range(bounds[0], bounds[1], low_included, high_included)

    return run


@compiled.register
def _(node: Sameness) -> Run:
    operand, operator = compiled(node.operand), node.operator

    return lambda scope: _only(operand(scope), operator)


def _only(value: object, operator: str) -> Range:
    """`(= value)` as a value: a range of its own kind."""
    return Range(value, value, operator=operator)


@compiled.register
def _(node: Choice) -> Run:
    condition, then, otherwise = compiled(node.condition), compiled(node.then), compiled(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)
