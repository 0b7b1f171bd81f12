"""Compiled: arithmetic, comparison, logic and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from tongban.core.decisions.feel import operations
from tongban.core.decisions.feel.compiling import compiled, compiled_tests
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Between,
    Comparison,
    InstanceOf,
    Negative,
    Within,
)
from tongban.core.decisions.feel.types import is_instance
from tongban.core.decisions.feel.values import all_of, any_of, equal, kind, less, not_

_COMPARE: Mapping[str, Callable[[object, object], bool | None]] = {
    "=": equal,
    "!=": lambda a, b: not_(equal(a, b)),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: not_(less(b, a)),
    ">=": lambda a, b: not_(less(a, b)),
}
_AT_ONCE: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, ">": gt, "<=": le, ">=": ge}
"""For two numbers or two texts."""
_COMPUTE: Mapping[str, Callable[[object, object], object]] = {
    "+": operations.add,
    "-": operations.subtract,
    "*": operations.multiply,
    "/": operations.divide,
    "**": operations.power,
}


@compiled.register
def _(node: Negative) -> Run:
    operand, at = compiled(node.operand), node.at

    def run(scope: Scope) -> object:
        value = operand(scope)
        result = operations.negate(value)
        if result is None:
            return scope.null(at, f"不能取負號：{kind(value)}。", f"A {kind(value)} cannot be negated.")
        return result

    return run


@compiled.register
def _(node: Arithmetic) -> Run:
    left, right, at, operator = compiled(node.left), compiled(node.right), node.at, node.operator
    compute = _COMPUTE[operator]

    def run(scope: Scope) -> object:
        a, b = left(scope), right(scope)
        result = compute(a, b)
        if result is not None:
            return result
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return scope.null(at, f"{a} {operator} {b} 沒有結果。", f"{a} {operator} {b} has no result.")
        return _mismatch(scope, at, operator, a, b)

    return run


@compiled.register
def _(node: Comparison) -> Run:
    left, right, at, operator = compiled(node.left), compiled(node.right), node.at, node.operator
    compare, at_once = _COMPARE[operator], _AT_ONCE[operator]

    def run(scope: Scope) -> object:
        a, b = left(scope), right(scope)
        if type(a) is type(b) and type(a) in (Decimal, str):
            return at_once(a, b)
        scope.evaluation.handle(a, 1)
        result = compare(a, b)
        return _mismatch(scope, at, operator, a, b) if result is None else result

    return run


def _mismatch(scope: Scope, at: int, operator: str, a: object, b: object) -> object:
    kinds = f"{kind(a)} {operator} {kind(b)}"
    return scope.null(at, f"這兩種值無法運算：{kinds}。", f"These kinds do not go together: {kinds}.")


@compiled.register
def _(node: AllOf) -> Run:
    return _joined(node, all_of)


@compiled.register
def _(node: AnyOf) -> Run:
    return _joined(node, any_of)


def _joined(node: AllOf | AnyOf, join: Callable[[Iterable[object]], bool | None]) -> Run:
    operands = [compiled(operand) for operand in node.operands]
    at = node.at

    def run(scope: Scope) -> object:
        result = join(operand(scope) for operand in operands)
        if result is None:
            scope.null(at, "and、or 的某一邊沒有真假。", "A side of and or or is neither true nor false.")
        return result

    return run


@compiled.register
def _(node: Between) -> Run:
    value, low, high, at = compiled(node.value), compiled(node.low), compiled(node.high), node.at

    def run(scope: Scope) -> object:
        x, a, b = value(scope), low(scope), high(scope)
        result = all_of((not_(less(x, a)), not_(less(b, x))))
        if result is None:
            kinds = ", ".join(map(kind, (x, a, b)))
            scope.null(at, f"between 無法比較：{kinds}。", f"between cannot compare {kinds}.")
        return result

    return run


@compiled.register
def _(node: Within) -> Run:
    value = compiled(node.value)
    test = compiled_tests(node.tests)

    def run(scope: Scope) -> object:
        x = value(scope)
        scope.evaluation.handle(x, 1)
        return test(scope, x)

    return run


@compiled.register
def _(node: InstanceOf) -> Run:
    value, type_ = compiled(node.value), node.type
    return lambda scope: is_instance(value(scope), type_)
