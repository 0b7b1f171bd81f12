"""What a cell asks: the constants it compares with, and whether they are all there is to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from tongban.core.decisions.feel.compiler import compiled
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import Expression, UnaryTests, parse_tests
from tongban.core.decisions.feel.scope import Scope
from tongban.core.decisions.feel.tree import (
    ITSELF,
    AllOf,
    AnyOf,
    Between,
    Call,
    Comparison,
    Interval,
    Literal,
    Local,
    Name,
    Node,
    Nothing,
    Sameness,
    Within,
    children,
    walk,
)
from tongban.core.decisions.feel.values import Range

_COMPARING = (Comparison, Between, Within, AllOf, AnyOf, Interval, Sameness)
_MOMENT = ("now", "today")


class Unknown(Enum):
    """The value of what is only known when it is asked for."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """`values` are the constants in the tests: plain values, ranges, lists.

    `plain`: the tests are these values and nothing else. `uniform`: they only compare, so that two values no
    constant lies between are answered alike. `names`: what else the answer depends on.
    """

    tests: UnaryTests
    values: tuple[object, ...]
    plain: bool
    uniform: bool
    names: frozenset[str]

    @property
    def anything(self) -> bool:
        return not self.tests.tests

    @property
    def marks(self) -> Iterator[object]:
        """The values, ranges by their bounds, lists by their items."""
        return (mark for value in self.values for mark in _marks(value))


def asked(text: str, names: Collection[str] = (), *, lenient: bool = False) -> Asked:
    """The cell `text`; an empty one asks for nothing. Otherwise like `parse_tests`. Raises FeelError."""
    tests = parse_tests(text if text.strip() else "-", names, lenient=lenient)
    moments = {call for node in tests.tests for call in _moments(node)}
    used = tests.names | tests.functions | moments
    plain = all(_is_plain(node) for node in tests.tests)
    uniform = not used and all(_only_compares(node) for node in tests.tests)
    values = tuple(value for node in tests.tests for value in _constants(node))
    return Asked(tests, values, plain, uniform, used)


def texts_of(values: str) -> tuple[str, ...]:
    """The texts among the values that a column may have, in their order."""
    try:
        return tuple(value for value in asked(values, lenient=True).values if isinstance(value, str))
    except FeelError:
        return ()


def constant_of(expression: Expression | None) -> object:
    """The value of an expression that needs no names; nothing written is null; else UNKNOWN."""
    if expression is None:
        return None
    try:
        return _constant(expression.tree) if is_constant(expression.tree) else UNKNOWN
    except FeelError:  # it would cost too much
        return UNKNOWN


def is_constant(node: Node) -> bool:
    """Whether it has the same value wherever and whenever it is asked for."""
    alone = not any(isinstance(inner, Name | Local | Nothing) for inner, _ in walk(node))
    return alone and not any(_moments(node))


def _is_plain(node: Node) -> bool:
    """Whether it asks for nothing but a value, or for those of a range or list; what became null by a fault does not."""
    if not is_constant(node) or isinstance(node, Sameness):
        return False
    value = _constant(node)
    return isinstance(node, Literal) if value is None else not (isinstance(value, Range) and value.operator)


def _moments(node: Node) -> Iterator[str]:
    return (f"{n.function}()" for n, _ in walk(node) if isinstance(n, Call) and n.function in _MOMENT)


def _constant(node: Node) -> object:
    return compiled(node)(Scope({}))


def _constants(node: Node) -> Iterator[object]:
    """The values of the largest parts that need no names."""
    if is_constant(node) and not isinstance(node, Sameness):
        yield _constant(node)
    else:
        for child in children(node):
            yield from _constants(child)


def _only_compares(node: Node) -> bool:
    if isinstance(node, _COMPARING) or (isinstance(node, Call) and node.function == "not"):
        return all(map(_only_compares, children(node)))
    return is_constant(node) or node == Name(ITSELF)


def _marks(value: object) -> Iterator[object]:
    if isinstance(value, Range):
        yield from (bound for bound in (value.low, value.high) if bound is not None)
    elif isinstance(value, list):
        for item in value:
            yield from _marks(item)
    else:
        yield value
