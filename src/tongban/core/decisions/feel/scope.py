"""What an evaluation sees, what it may cost, and the reasons it collects for what became null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.decisions.feel.values import feel
from tongban.core.text import Text

MAX_STEPS = 2_000_000
"""Nodes of trees that repetition may compute in one evaluation: some seconds at most."""
MAX_CALLS = 120
"""Functions inside one another."""
MAX_NOTES = 200
MAX_ITEMS = 1_000_000

NULL: object = None
_CHARACTERS = 8
_LIGHT = frozenset({Decimal, bool, date, type(None)})
_HOLDING = (list, Mapping)
_HOLDING_TYPES = frozenset({list, dict})
_PLAIN = frozenset({str, bool, type(None)})


class Note(NamedTuple):
    """Why something became null, and at which character (from 0) of the expression."""

    position: int
    text: Text


class Evaluation:
    """What the scopes of one evaluation share: its moment, its notes, and how much more it may cost."""

    __slots__ = ("_calls", "_steps", "_weights", "at", "notes")

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at
        self.notes: list[Note] = []
        self._steps = MAX_STEPS
        self._calls = 0
        self._weights: dict[int, tuple[object, int]] = {}

    def spend(self, steps: int) -> None:
        """Raises TooMuch when there is nothing left."""
        self._steps -= steps
        if self._steps < 0:
            raise TooMuch(
                Text("計算量太大，已經停止。請縮小範圍或清單。", "The computation is too large and was stopped.")
            )

    def handle(self, value: object, per_step: int = 4) -> None:
        """Something is to be done with all that is in `value`, so many of it at the cost of a step."""
        if type(value) in _LIGHT:
            return
        if isinstance(value, str):
            self.spend(len(value) // (per_step * _CHARACTERS))
        elif isinstance(value, _HOLDING):
            self.spend(self._weight(value) // per_step)

    def _weight(self, value: list[object] | Mapping[str, object]) -> int:
        """How many values are in it. One that is in it twice counts twice, but is looked through once: a few lists
        in one another can hold more than any memory."""
        if (known := self._weights.get(id(value))) and known[0] is value:
            return known[1]
        items = value if isinstance(value, list) else value.values()
        weight = len(value)
        if not _HOLDING_TYPES.isdisjoint(map(type, items)):
            weight += sum(self._weight(item) for item in items if isinstance(item, _HOLDING))
            self._weights[id(value)] = (value, weight)
        return weight

    def enter(self, steps: int) -> None:
        """A function begins; `leave` when it ends."""
        self.spend(steps)
        self._calls += 1
        if self._calls > MAX_CALLS:
            raise TooMuch(Text("函式層層呼叫，超過上限，已經停止。", "Functions call one another too deeply; stopped."))

    def leave(self) -> None:
        self._calls -= 1


class Scope:
    """The names one place may use: its own, then those around it.

    The outermost may hold any Python values; they become FEEL values when they are asked for. `evaluation` may be
    shared by the expressions of one decision.
    """

    __slots__ = ("_outer", "_taken", "evaluation", "values")

    def __init__(self, values: Mapping[str, object], evaluation: Evaluation | None = None) -> None:
        self.values = values
        self.evaluation = evaluation or Evaluation()
        self._outer: Scope | None = None
        self._taken: dict[str, object] = {}

    def inner(self, values: Mapping[str, object]) -> Scope:
        """The scope of FEEL values within this one."""
        scope = object.__new__(Scope)
        scope.values, scope.evaluation, scope._outer = values, self.evaluation, self
        return scope

    def find(self, name: str, missing: object = None) -> object:
        scope = self
        while name not in scope.values:
            if scope._outer is None:
                return missing
            scope = scope._outer
        value = scope.values[name]
        return value if type(value) in _PLAIN or scope._outer is not None else scope._take(name, value)

    def _take(self, name: str, value: object) -> object:
        """The FEEL value of one from outside, made once."""
        if name not in self._taken:
            self._taken[name] = feel(value)
        return self._taken[name]

    @property
    def notes(self) -> list[Note]:
        return self.evaluation.notes

    def null(self, at: int, zh: str, en: str) -> object:
        """Null, with the reason kept (DMN 1.5, 10.3.2.13)."""
        notes = self.evaluation.notes
        if len(notes) < MAX_NOTES:
            notes.append(Note(at, Text(zh, en)))
        return NULL


Run = Callable[[Scope], object]
"""A compiled expression."""

Test = Callable[[Scope, object], "bool | None"]
"""A compiled unary test: whether a value passes it."""
