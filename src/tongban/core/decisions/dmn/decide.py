"""A decision table → one closure: columns that are indexed, outputs that are ready, a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongban.core.decisions.dmn.columns import Column, bits
from tongban.core.decisions.dmn.items import Item
from tongban.core.decisions.dmn.policies import SINGLE, Hits, Refused, aggregated, deciding
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Table
from tongban.core.decisions.feel.expression import UnaryTests
from tongban.core.decisions.feel.scope import Evaluation, Run, Scope


class Hit(NamedTuple):
    """The rules of a table that decided, by their ids."""

    table: str
    rules: tuple[str, ...]


class Deciding(Evaluation):
    """An evaluation that remembers which rules decided."""

    __slots__ = ("hits",)

    def __init__(self, at: object = None) -> None:
        super().__init__(at)  # type: ignore[arg-type]
        self.hits: list[Hit] = []


@dataclass(frozen=True, slots=True)
class InputColumn:
    """`run` gives the value to look at, `item` its type, `allowed` the values it may have."""

    run: Run
    item: Item
    allowed: UnaryTests | None
    column: Column
    label: str


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """`values` holds a closure for each rule; `order` the values it may have, the first before the next."""

    name: str
    item: Item
    values: Sequence[Run]
    order: Sequence[object]
    default: Run | None


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table that can decide."""

    table: Table
    inputs: Sequence[InputColumn]
    outputs: Sequence[OutputColumn]

    def __call__(self, scope: Scope) -> object:
        matching = self._matching(scope)
        if matching is None:
            return None
        if self.table.hit_policy is HitPolicy.FIRST:
            matching &= -matching
        hits = tuple(bits(matching))
        try:
            rules = deciding(self.table.hit_policy, hits, lambda rule: self._values(rule, scope), self._order)
        except Refused as refused:
            return scope.null(0, refused.zh, refused.en)
        evaluation = scope.evaluation
        if isinstance(evaluation, Deciding) and rules:
            evaluation.hits.append(Hit(self.table.name or self.table.id, tuple(self.table.rules[n].id for n in rules)))
        return self._result(rules, scope)

    def _matching(self, scope: Scope) -> int | None:
        """The rules that match, one bit each; None when an input has a value it may not have."""
        wanted = (1 << len(self.table.rules)) - 1
        for column in self.inputs:
            value = column.run(scope)
            taken = column.item.take(value)
            if taken is None and value is not None:
                _refused(column, value, scope)
                return None
            if column.allowed is not None and column.allowed.passes(taken, scope) is not True:
                _refused(column, value, scope)
                return None
            wanted = column.column.passing(taken, wanted, scope)
            if not wanted:
                break
        return wanted

    @property
    def _order(self) -> list[Sequence[object]]:
        return [output.order for output in self.outputs]

    def _values(self, rule: int, scope: Scope) -> tuple[object, ...]:
        return tuple(output.item.take(output.values[rule](scope)) for output in self.outputs)

    def _result(self, rules: Hits, scope: Scope) -> object:
        if not rules and (default := self._default(scope)) is not None:
            return default if self.table.hit_policy in SINGLE or self.table.aggregator else [default]
        if self.table.hit_policy in SINGLE:
            return self._row(self._values(rules[0], scope)) if rules else _nothing(scope)
        rows = [self._values(rule, scope) for rule in rules]
        if self.table.aggregator:
            return self._aggregate(rows, self.table.aggregator, scope)
        return [self._row(row) for row in rows]

    def _aggregate(self, rows: Sequence[tuple[object, ...]], aggregator: Aggregator, scope: Scope) -> object:
        columns = [[row[n] for row in rows] for n in range(len(self.outputs))]
        return self._row(tuple(aggregated(values, aggregator, scope) for values in columns))

    def _row(self, values: tuple[object, ...]) -> object:
        """One output is its value, several are a context."""
        if len(self.outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def _default(self, scope: Scope) -> object:
        if not any(output.default for output in self.outputs):
            return None
        return self._row(tuple(output.default(scope) if output.default else None for output in self.outputs))


def _nothing(scope: Scope) -> object:
    return scope.null(0, "沒有一列符合。", "No row matches.")


def _refused(column: InputColumn, value: object, scope: Scope) -> None:
    shown = f"{value}"[:80]
    scope.null(0, f"「{column.label}」不可以是「{shown}」。", f"“{column.label}” may not be “{shown}”.")
