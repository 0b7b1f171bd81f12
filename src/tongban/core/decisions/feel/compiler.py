"""Tree → closures, once per expression; running one builds nothing and looks nothing up but names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import singledispatch

from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.scope import Run, Scope, Test
from tongban.core.decisions.feel.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Between,
    Call,
    Choice,
    Comparison,
    Interval,
    ListOf,
    Literal,
    Name,
    Negative,
    Node,
    Path,
    Within,
)
from tongban.core.decisions.feel.values import CONTEXT, Range, all_of, any_of, equal, feel, kind, less, not_, passes

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


def compiled_test(node: Node) -> Test:
    """The closure that says whether a value passes the test `node`. A range without a bound says nothing, while
    a plain null is a value that null equals."""
    run, is_range = compiled(node), isinstance(node, Interval)

    def test(scope: Scope, value: object) -> bool | None:
        asked = run(scope)
        return None if asked is None and is_range else passes(value, asked)

    return test


@singledispatch
def compiled(node: Node) -> Run:
    """The closure that computes `node`."""
    raise TypeError(f"no compiler for {type(node).__name__}")


@compiled.register
def _(node: Literal) -> Run:
    value = node.value
    return lambda scope: value


@compiled.register
def _(node: Name) -> Run:
    name, at = node.name, node.at

    def run(scope: Scope) -> object:
        if name not in scope.values:
            return scope.null(at, f"沒有「{name}」的值。", f"“{name}” has no value here.")
        return feel(scope.values[name])

    return run


@compiled.register
def _(node: Path) -> Run:
    source, member, at = compiled(node.source), node.member, node.at

    def run(scope: Scope) -> object:
        value = source(scope)
        if isinstance(value, list):
            return [_member(item, member, scope, at) for item in value]
        return _member(value, member, scope, at)

    return run


def _member(value: object, member: str, scope: Scope, at: int) -> object:
    if isinstance(value, Mapping) and member in value:
        return feel(value[member])
    if isinstance(value, date):
        if member == "weekday":
            return Decimal(value.isoweekday())
        if member in ("year", "month", "day"):
            return Decimal(getattr(value, member))
    return scope.null(at, f"裡面沒有「{member}」。", f"There is no “{member}” in it.")


@compiled.register
def _(node: Call) -> Run:
    call, at, name = BUILTINS[node.function].call, node.at, node.function
    arguments = [compiled(argument) for argument in node.arguments]

    def run(scope: Scope) -> object:
        value = feel(call(*[argument(scope) for argument in arguments]))
        if value is None:
            scope.null(at, f"{name} 無法用這些值計算。", f"{name} cannot be computed from these values.")
        return value

    return run


@compiled.register
def _(node: ListOf) -> Run:
    items = [compiled(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


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
def _(node: Choice) -> Run:
    condition, then, otherwise = compiled(node.condition), compiled(node.then), compiled(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)
