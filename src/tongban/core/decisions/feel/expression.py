"""Parsed expressions and unary tests: what the other rooms use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tongban.core.decisions.feel.compiler import compiled, compiled_tests
from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.decisions.feel.known import Members
from tongban.core.decisions.feel.parser import Parser
from tongban.core.decisions.feel.scope import Evaluation, Note, Run, Scope, Test
from tongban.core.decisions.feel.tree import (
    ITSELF,
    AnyOf,
    Comparison,
    Invocation,
    ListOf,
    Literal,
    Name,
    Node,
    Within,
    walk,
)
from tongban.core.decisions.feel.types import Type
from tongban.core.decisions.feel.values import feel
from tongban.core.text import Text

Names = Collection[str] | Mapping[str, Members | None]


class Result(NamedTuple):
    """A value and, where something in it became null, why."""

    value: object
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL expression that was parsed and compiled; two are equal when they say the same."""

    text: str = field(compare=False)
    tree: Node
    names: frozenset[str] = field(compare=False)
    """The names it needs from outside."""
    functions: frozenset[str] = field(compare=False)
    """The functions it calls that are neither built in nor among the names; only a lenient parse leaves any."""
    _run: Run = field(compare=False, repr=False)

    def evaluate(self, context: Mapping[str, object], at: datetime | None = None) -> object:
        """The value for these names: Decimal, str, bool, date, list … or None, which is null."""
        return self.run(context, at).value

    def run(self, context: Mapping[str, object], at: datetime | None = None) -> Result:
        """Like `evaluate`, with the reasons for every null on the way. `at` is what `now()` says, an aware moment.

        Raises TooMuch for what would go on too long or without end.
        """
        scope = Scope(context, Evaluation(at))
        return Result(self.compute(scope), tuple(scope.notes))

    def compute(self, scope: Scope) -> object:
        """Like `evaluate`, as a part of something larger that shares its notes and limits. Raises TooMuch."""
        try:
            return self._run(scope)
        except RecursionError:
            raise _endless() from None

    def compared_with(self, name: str) -> tuple[str, ...]:
        """The texts that `name` is compared with anywhere in it, in their order: `name = "…"`, `name in ("…")`."""
        found = [text for node, _ in walk(self.tree) for text in _texts(node, name)]
        return tuple(dict.fromkeys(found))

    def accepts_only(self, name: str) -> tuple[str, ...] | None:
        """The texts for which it is true, when it asks for nothing but `name` being one of them; else None."""
        parts = self.tree.operands if isinstance(self.tree, AnyOf) else (self.tree,)
        texts = [_texts(part, name) for part in parts]
        plain = all(texts) and not any(_is_unequal(part) for part in parts)
        return tuple(dict.fromkeys(t for part in texts for t in part)) if plain else None


def parse(
    text: str, names: Names = (), *, types: Mapping[str, Type] | None = None, lenient: bool = False
) -> Expression:
    """`text` as one expression. `names` that are known may hold spaces and operators: `總 金額`, `co-owner`; as a
    mapping they say which members each has. `types` are those of the model.

    Raises FeelError (what, where) for anything it cannot read. Unknown functions, types and moments are among
    that, unless it is lenient: then they are null when asked for. Names are not checked: `Expression.names` says
    which it uses.
    """
    tree = Parser(text, names, types or {}, lenient).whole()
    free, functions = _names(tree, names)
    return Expression(text, tree, free, functions, compiled(tree))


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The tests of a table's cell: `"a", "b"`, `> 5`, `[1..10)`, `not("x")`, `? > limit`, `-`."""

    text: str = field(compare=False)
    negated: bool
    tests: tuple[Node, ...]
    names: frozenset[str] = field(compare=False)
    functions: frozenset[str] = field(compare=False)
    _test: Test = field(compare=False, repr=False)

    def accept(self, value: object, context: Mapping[str, object], at: datetime | None = None) -> bool | None:
        """Whether `value` passes one of the tests (three-valued); without any test everything passes."""
        return self.passes(feel(value), Scope(context, Evaluation(at)))

    def passes(self, value: object, scope: Scope) -> bool | None:
        """Like `accept` for a FEEL value, as a part of something larger. Raises TooMuch."""
        try:
            return self._test(scope, value)
        except RecursionError:
            raise _endless() from None


def parse_tests(
    text: str, names: Names = (), *, types: Mapping[str, Type] | None = None, lenient: bool = False
) -> UnaryTests:
    """`text` as unary tests, otherwise like `parse`. Raises FeelError."""
    negated, tests = Parser(text, names, types or {}, lenient).tests()
    free, functions = _names(ListOf(tests), names)
    return UnaryTests(text, negated, tests, free - {ITSELF}, functions, compiled_tests(tests, negated))


def _endless() -> TooMuch:
    return TooMuch(Text("值層層相套，沒有盡頭。", "The values are nested in one another without end."))


def _names(tree: Node, known: Names) -> tuple[frozenset[str], frozenset[str]]:
    """The names from outside, and those that are called although nobody knows them."""
    called = {id(node.function) for node, _ in walk(tree) if isinstance(node, Invocation)}
    names = [node for node, _ in walk(tree) if isinstance(node, Name)]
    functions = frozenset(node.name for node in names if id(node) in called and node.name not in known)
    return frozenset(node.name for node in names if id(node) not in called or node.name in known), functions


def _texts(node: Node, name: str) -> tuple[str, ...]:
    """The literal texts that exactly this node compares `name` with; none when it does anything else."""
    if isinstance(node, Comparison) and node.operator in ("=", "!="):
        sides = (node.left, node.right)
        others: tuple[Node, ...] = sides[1:] if sides[0] == Name(name) else sides[:1] if sides[1] == Name(name) else ()
    elif isinstance(node, Within) and node.value == Name(name):
        others = tuple(item for test in node.tests for item in (test.items if isinstance(test, ListOf) else (test,)))
    else:
        return ()
    texts = [other.value for other in others if isinstance(other, Literal) and isinstance(other.value, str)]
    return tuple(texts) if len(texts) == len(others) else ()


def _is_unequal(node: Node) -> bool:
    return isinstance(node, Comparison) and node.operator == "!="
