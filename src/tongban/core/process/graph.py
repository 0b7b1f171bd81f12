"""Walks over a directed graph given as a function from a node to its next nodes; none recurses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Nexts = Callable[[str], Sequence[str]]
Node = TypeVar("Node", bound=Hashable)


def reached(starts: Iterable[Node], nexts: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Every node that can be reached from `starts`, these included, nearest first."""
    seen = dict.fromkeys(starts)
    waiting = list(seen)
    for node in waiting:
        fresh = [n for n in nexts(node) if n not in seen]
        seen.update(dict.fromkeys(fresh))
        waiting.extend(dict.fromkeys(fresh))
    return waiting


def ordered(start: str, nexts: Nexts) -> list[str]:
    """Every node after all that lead to it, ways back aside; of several ways the first one first."""
    done: list[str] = []
    seen = {start}
    path = [(start, iter(reversed(nexts(start))))]
    while path:
        _node, ways = path[-1]
        step = next((n for n in ways if n not in seen), None)
        if step is None:
            done.append(path.pop()[0])
        else:
            seen.add(step)
            path.append((step, iter(reversed(nexts(step)))))
    return done[::-1]


def circles(nodes: Sequence[str], nexts: Nexts) -> list[str]:
    """The nodes that lie on a circle that stays within `nodes`."""
    inside = set(nodes)

    def within(node: str) -> list[str]:
        return [n for n in nexts(node) if n in inside]

    _peel(inside, within)
    return [node for node in nodes if node in inside and node in reached(within(node), within)]


def _peel(inside: set[str], within: Nexts) -> None:
    """Take away what leads nowhere, again and again: a graph without circles vanishes."""
    size = -1
    while size != len(inside):
        size = len(inside)
        inside -= {node for node in inside if not within(node)}
