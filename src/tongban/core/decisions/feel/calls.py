"""Compiled: calls of built-in functions, of other functions, and the functions an expression makes."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.compiling import compiled
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.signatures import ordered, takes
from tongban.core.decisions.feel.tree import Call, FunctionOf, Invocation, Local, Name, size
from tongban.core.decisions.feel.types import Type, coerced
from tongban.core.decisions.feel.values import Function, kind


@compiled.register
def _(node: Call) -> Run:
    return _built_in(node.function, node, [compiled(argument) for argument in node.arguments])


def _built_in(name: str, node: Call | Invocation, arguments: list[Run]) -> Run:
    builtin, at = BUILTINS[name], node.at
    if parameters := ordered(builtin, node.keywords) if node.keywords else None:
        arguments = [arguments[node.keywords.index(parameter)] for parameter in parameters]

    def run(scope: Scope) -> object:
        values = [argument(scope) for argument in arguments]
        for value in values:
            scope.evaluation.handle(value)
        if builtin.needs_moment:
            if scope.evaluation.at is None:
                return scope.null(at, f"{name} 不知道現在的時刻。", f"{name} was not told the moment.")
            values.insert(0, scope.evaluation.at)
        result = builtin.call(*values)
        if result is None:
            scope.null(at, f"{name} 無法用這些值計算。", f"{name} cannot be computed from these values.")
        return result

    return run


@compiled.register
def _(node: Invocation) -> Run:
    function, at, keywords = compiled(node.function), node.at, node.keywords
    arguments = [compiled(argument) for argument in node.arguments]
    namesake = _namesake(node, arguments)

    def run(scope: Scope) -> object:
        called = function(scope)
        if not isinstance(called, Function):
            if namesake:
                return namesake(scope)
            return scope.null(at, f"{kind(called)} 不是函式。", f"A {kind(called)} is no function.")
        values = _arranged(called, [argument(scope) for argument in arguments], keywords)
        if values is None:
            wanted = ", ".join(called.parameters)
            return scope.null(at, f"參數與函式不符，應為：{wanted}。", f"The arguments do not fit; wanted: {wanted}.")
        return called.call(*values)

    return run


def _namesake(node: Invocation, arguments: list[Run]) -> Run | None:
    """The call of the built-in function of this name, for `date("2026-11-20")` where an input is called date."""
    name = node.function.name if isinstance(node.function, Name | Local) else ""
    builtin = BUILTINS.get(name)
    if builtin is None:
        return None
    fits = ordered(builtin, node.keywords) if node.keywords else takes(builtin, len(arguments))
    return _built_in(name, node, arguments) if fits else None


def _arranged(function: Function, values: list[object], keywords: tuple[str, ...]) -> list[object] | None:
    """The values in the order of the parameters; None when they do not fit them."""
    if not keywords:
        return values if function.takes(len(values)) else None
    wanted = sorted(keywords)
    parameters = next((one for one in (function.parameters, *function.others) if sorted(one) == wanted), None)
    return None if parameters is None else [values[keywords.index(parameter)] for parameter in parameters]


@compiled.register
def _(node: FunctionOf) -> Run:
    names = tuple(name for name, _ in node.parameters)
    types = tuple(type_ for _, type_ in node.parameters)
    body, weight, at = compiled(node.body), size(node.body), node.at

    def run(scope: Scope) -> object:
        def call(*arguments: object) -> object:
            if node.external:
                return scope.null(at, "外部函式不能在這裡執行。", "External functions are not run here.")
            values = _accepted(arguments, types, scope, at)
            if values is None:
                return None
            scope.evaluation.enter(weight)
            try:
                return body(scope.inner(dict(zip(names, values, strict=True))))
            finally:
                scope.evaluation.leave()

        return Function(names, call)

    return run


def _accepted(arguments: Sequence[object], types: Sequence[Type], scope: Scope, at: int) -> list[object] | None:
    """The arguments as the types of the parameters have them; None when one cannot be."""
    if len(arguments) != len(types):
        return None
    values = [coerced(argument, type_) for argument, type_ in zip(arguments, types, strict=True)]
    if any(value is None and argument is not None for value, argument in zip(values, arguments, strict=True)):
        scope.null(at, "參數的型別不符。", "An argument is not of the type of its parameter.")
        return None
    return values
