"""The tree an expression is read into: five kinds of node, plain values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """The answer to another question: `${name}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Current:
    """The answer the expression belongs to: `.`."""


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    operator: str
    left: Node
    right: Node


Node: TypeAlias = Literal | Reference | Current | Call | Operation


def children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Operation):
        return (node.left, node.right)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def depth(node: Node) -> int:
    """How many nodes the longest branch has; counted without recursion, the tree may be hostile."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(node))
    return deepest


def as_json(node: Node) -> list[object]:
    """`["lit", v]`, `["ref", name]`, `["."]`, `["call", name, …]` or `["op", sign, left, right]`."""
    if isinstance(node, Literal):
        return ["lit", node.value]
    if isinstance(node, Reference):
        return ["ref", node.name]
    if isinstance(node, Call):
        return ["call", node.function, *map(as_json, node.arguments)]
    if isinstance(node, Operation):
        return ["op", node.operator, as_json(node.left), as_json(node.right)]
    return ["."]
