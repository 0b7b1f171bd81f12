"""Compiled: arithmetic, comparison, logic and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from tongban.core.decisions.feel.compiling import compiled, compiled_test
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
from tongban.core.decisions.feel.values import CONTEXT, all_of, any_of, equal, kind, less, not_

_COMPARE: Mapping[str, Callable[[object, object], bool | None]] = {
    "=": equal,
    "!=": lambda a, b: not_(equal(a, b)),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: not_(less(b, a)),
    ">=": lambda a, b: not_(less(a, b)),
}
_COMPUTE: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "**": CONTEXT.power,
}


@compiled.register
def _(node: Negative) -> Run:
    operand, at = compiled(node.operand), node.at

    def run(scope: Scope) -> object:
        value = operand(scope)
        if isinstance(value, Decimal):
            return CONTEXT.minus(value)
        return scope.null(at, "只有數字可以取負號。", "Only a number can be negated.")

    return run


@compiled.register
def _(node: Arithmetic) -> Run:
    left, right, at, operator = compiled(node.left), compiled(node.right), node.at, node.operator
    compute = _COMPUTE[operator]

    def run(scope: Scope) -> object:
        a, b = left(scope), right(scope)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            result = compute(a, b)
            if result.is_finite():
                return result
            return scope.null(at, f"{a} {operator} {b} 沒有結果。", f"{a} {operator} {b} has no result.")
        if operator == "+" and isinstance(a, str) and isinstance(b, str):
            return a + b
        return _mismatch(scope, at, operator, a, b)

    return run


@compiled.register
def _(node: Comparison) -> Run:
    left, right, at, operator = compiled(node.left), compiled(node.right), node.at, node.operator
    compare = _COMPARE[operator]

    def run(scope: Scope) -> object:
        a, b = left(scope), right(scope)
        result = compare(a, b)
        return _mismatch(scope, at, operator, a, b) if result is None else result

    return run


def _mismatch(scope: Scope, at: int, operator: str, a: object, b: object) -> object:
    kinds = f"{kind(a)} {operator} {kind(b)}"
    return scope.null(at, f"這兩種值無法運算：{kinds}。", f"These kinds do not go together: {kinds}.")


@compiled.register
def _(node: AllOf) -> Run:
    operands = [compiled(operand) for operand in node.operands]
    return lambda scope: all_of(operand(scope) for operand in operands)


@compiled.register
def _(node: AnyOf) -> Run:
    operands = [compiled(operand) for operand in node.operands]
    return lambda scope: any_of(operand(scope) for operand in operands)


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
    tests = [compiled_test(test) for test in node.tests]

    def run(scope: Scope) -> object:
        x = value(scope)
        return any_of(test(scope, x) for test in tests)

    return run


@compiled.register
def _(node: InstanceOf) -> Run:
    value, type_ = compiled(node.value), node.type
    return lambda scope: is_instance(value(scope), type_)
