"""The tree a parsed expression is. `at` is the character it begins at; it never counts for equality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from tongban.core.decisions.feel.types import Type
from tongban.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value that is written out, `@"2026-11-20"` among them."""

    value: object


@dataclass(frozen=True, slots=True)
class Nothing(Node):
    """What can be read but never has a value; only a lenient parser leaves it in a tree."""

    reason: Text


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name from outside the expression."""

    name: str


@dataclass(frozen=True, slots=True)
class Local(Node):
    """A name the expression itself gives: of `for`, a parameter, an entry before, a member of the item filtered."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.member`"""

    source: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`, where the condition may turn out to be a position."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A call of the built-in `function`; with `keywords`, they name the arguments one by one."""

    function: str
    arguments: tuple[Node, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """A call of any other function."""

    function: Node
    arguments: tuple[Node, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{key: value, …}`; an entry sees those before it."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[low..high]`, `(low..high)`; a bound that is None is open: `< 5` as a test has no low."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Sameness(Node):
    """The tests `= operand` and `!= operand`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    """`a and b and …`, flat, so that a long chain is not a deep tree."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """`a or b or …`"""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`value in (tests)`: passes when one of the tests does."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`if … then … else …`"""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """`name in source`, or `name in source..until`"""

    name: str
    source: Node
    until: Node | None = None


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for bindings return result`"""

    bindings: tuple[Binding, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`every bindings satisfies condition`, or `some …`"""

    every: bool
    bindings: tuple[Binding, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a: number, b) body`; `external` ones are written in another language and have no value here."""

    parameters: tuple[tuple[str, Type], ...]
    body: Node
    external: bool = False


ITSELF = "?"
"""How a test calls the value that is tested."""


def children(node: Node) -> Iterator[Node]:
    for name in _parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Node))


_PARTS: dict[type[Node], tuple[str, ...]] = {}


def _parts(type_: type[Node]) -> tuple[str, ...]:
    if type_ not in _PARTS:
        _PARTS[type_] = tuple(entry.name for entry in fields(type_) if entry.name != "at")
    return _PARTS[type_]


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth, from the left; without recursion, for the depth is not yet known to be safe."""
    waiting = [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting.extend((child, depth + 1) for child in reversed(list(children(current))))


def size(node: Node) -> int:
    """How many nodes it has: what it costs to compute it once."""
    return sum(1 for _ in walk(node))
