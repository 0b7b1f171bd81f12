"""Tree → closures, once per expression; running one builds nothing and looks nothing up but names."""

from __future__ import annotations

from functools import singledispatch

from tongban.core.decisions.feel.scope import Run, Scope, Test
from tongban.core.decisions.feel.tree import ITSELF, Interval, Literal, Local, Name, Node, Sameness, walk
from tongban.core.decisions.feel.values import Range, equal, not_, passes


@singledispatch
def compiled(node: Node) -> Run:
    """The closure that computes `node`."""
    raise TypeError(f"no compiler for {type(node).__name__}")


def compiled_test(node: Node) -> Test:
    """The closure that says whether a value passes the test `node`.

    A range without a bound says nothing, while a plain null is a value that null equals. What speaks of `?` is a
    condition; what does not is one when it is true or false and the value is neither.
    """
    if any(isinstance(inner, Name | Local) and inner.name == ITSELF for inner, _ in walk(node)):
        return _condition(compiled(node))
    if isinstance(node, Sameness):
        return _same(compiled(node.operand), node.operator == "!=")
    run = compiled(node)
    if isinstance(node, Literal):
        return _value(node.value)
    return _any_value(run, isinstance(node, Interval))


def _condition(run: Run) -> Test:
    def test(scope: Scope, value: object) -> bool | None:
        holds = run(scope.inner({ITSELF: value}))
        return holds if isinstance(holds, bool) else None

    return test


def _same(run: Run, unlike: bool) -> Test:
    def test(scope: Scope, value: object) -> bool | None:
        same = equal(value, run(scope))
        return not_(same) if unlike else same

    return test


def _value(wanted: object) -> Test:
    return lambda scope, value: passes(value, wanted)


def _any_value(run: Run, is_range: bool) -> Test:
    def test(scope: Scope, value: object) -> bool | None:
        asked = run(scope)
        if isinstance(asked, Range):
            return asked.holds(value)
        if asked is None and is_range:
            return None
        if isinstance(asked, bool) and not isinstance(value, bool | list | None):
            return asked
        return passes(value, asked)

    return test
