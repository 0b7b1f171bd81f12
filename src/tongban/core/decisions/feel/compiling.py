"""Tree → closures, once per expression; running one builds nothing and looks nothing up but names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from tongban.core.decisions.feel.constants import constant_test, texts_test
from tongban.core.decisions.feel.scope import Run, Scope, Test
from tongban.core.decisions.feel.tree import ITSELF, Interval, Literal, Local, Name, Node, Sameness, walk
from tongban.core.decisions.feel.values import Range, any_of, equal, not_, passes


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
        return constant_test(node.value)
    if isinstance(node, Interval) and (wanted := constant(node)) is not None:
        return constant_test(wanted)
    return _any_value(run, isinstance(node, Interval))


def constant(node: Interval) -> object:
    """The range, if its bounds are written out; else null."""
    literal = all(bound is None or isinstance(bound, Literal) for bound in (node.low, node.high))
    return compiled(node)(Scope({})) if literal else None


def compiled_tests(nodes: Sequence[Node], negated: bool = False) -> Test:
    """The closure that says whether a value passes one of the tests, or none; everything passes no tests at all."""
    texts = [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]
    tests = [compiled_test(node) for node in nodes]
    if not tests:
        return lambda scope, value: True
    either = tests[0] if len(tests) == 1 else _either(tests)
    if len(texts) == len(tests):
        either = texts_test(frozenset(texts), either)
    return (lambda scope, value: not_(either(scope, value))) if negated else either


def _either(tests: Sequence[Test]) -> Test:
    return lambda scope, value: any_of(test(scope, value) for test in tests)


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
