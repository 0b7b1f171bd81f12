"""Whether a choice between conditions can end with none of them true — as far as that can be proved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from tongban.core.decisions.feel.expression import Expression
from tongban.core.decisions.feel.tree import Call, Comparison, Literal, Node

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def leave_nothing_out(conditions: Sequence[Expression]) -> bool:
    """True when one condition always holds, or two are each other's opposite (`a < 5`, `a >= 5`; `x`, `not(x)`).

    A condition that becomes null is a failure of its own and not the question here.
    """
    trees = [condition.tree for condition in conditions]
    always = any(isinstance(tree, Literal) and tree.value is True for tree in trees)
    return always or any(_opposite(a, b) for a, b in permutations(trees, 2))


def _opposite(a: Node, b: Node) -> bool:
    if b == Call("not", (a,)):
        return True
    if not (isinstance(a, Comparison) and isinstance(b, Comparison)):
        return False
    if (b.left, b.right) == (a.right, a.left):
        b = Comparison(_MIRRORED[b.operator], b.right, b.left)
    if (a.left, a.right) == (b.left, b.right):
        return _OPPOSITE.get(a.operator) == b.operator
    return _says(a, True) and _says(b, False) and a.left == b.left


def _says(comparison: Comparison, value: bool) -> bool:
    """`x = true`, for `value` true."""
    right = comparison.right
    return comparison.operator == "=" and isinstance(right, Literal) and right.value is value
