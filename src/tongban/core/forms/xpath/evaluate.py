"""Evaluate a tree: no side effects, the moment is given, every answer is asked for by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tongban.core.forms.xpath.functions import FUNCTIONS
from tongban.core.forms.xpath.tree import Call, Current, Literal, Node, Operation, Reference
from tongban.core.forms.xpath.values import Value, equal, to_boolean, to_number


@dataclass(frozen=True)
class Moment:
    """What an expression can see: the answers, the answer it belongs to, and the time (aware, local)."""

    answer: Callable[[str], Value]
    at: datetime
    current: Value = ""


def evaluate(node: Node, moment: Moment) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Reference):
        return moment.answer(node.name)
    if isinstance(node, Current):
        return moment.current
    if isinstance(node, Operation):
        return _operation(node, moment)
    return _call(node, moment)


def _call(node: Call, moment: Moment) -> Value:
    if node.function == "if":
        condition, then, otherwise = node.arguments
        return evaluate(then if to_boolean(evaluate(condition, moment)) else otherwise, moment)
    return FUNCTIONS[node.function].call(moment.at, [evaluate(argument, moment) for argument in node.arguments])


def _operation(node: Operation, moment: Moment) -> Value:
    left = evaluate(node.left, moment)
    if node.operator == "or":
        return to_boolean(left) or to_boolean(evaluate(node.right, moment))
    if node.operator == "and":
        return to_boolean(left) and to_boolean(evaluate(node.right, moment))
    right = evaluate(node.right, moment)
    if node.operator == "=":
        return equal(left, right)
    if node.operator == "!=":
        return not equal(left, right)
    return _NUMERIC[node.operator](to_number(left), to_number(right))


def _divide(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def _remainder(left: float, right: float) -> float:
    """Truncating, with the sign of the dividend (XPath 1.0 §3.5)."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_NUMERIC: dict[str, Callable[[float, float], float | bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}
