"""A decision table → one closure: columns that are indexed, outputs that are ready, a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tongban.core.decisions.dmn.boxed import Constant
from tongban.core.decisions.dmn.columns import Column, bits
from tongban.core.decisions.dmn.items import Item
from tongban.core.decisions.dmn.policies import SINGLE, Hits, Refused, aggregated, deciding
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Table
from tongban.core.decisions.feel.expression import UnaryTests
from tongban.core.decisions.feel.scope import Evaluation, Run, Scope
from tongban.core.decisions.feel.text import text_of
from tongban.core.decisions.feel.values import kind


class Hit(NamedTuple):
    """The rules of a table that decided, by their ids."""

    table: str
    rules: tuple[str, ...]


class Deciding(Evaluation):
    """An evaluation that remembers which rules decided."""

    __slots__ = ("hits",)

    def __init__(self, at: datetime | None = None) -> None:
        super().__init__(at)
        self.hits: list[Hit] = []


class InputColumn(NamedTuple):
    """`run` gives the value to look at, `item` its type, `allowed` the values it may have."""

    run: Run
    item: Item
    allowed: UnaryTests | None
    column: Column
    label: str


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """`values` holds a closure for each rule; `allowed` says what they may give, `order` the same as a list, the
    first before the next."""

    name: str
    label: str
    item: Item
    values: Sequence[Run]
    allowed: UnaryTests | None
    order: Sequence[object]
    default: Run | None

    def value(self, rule: int, scope: Scope) -> object:
        """The output of a rule; null, with the reason, when the column may not have it."""
        value = self.values[rule](scope)
        taken = self.item.take(value)
        refused = taken is None and value is not None
        if refused or (taken is not None and self.allowed and self.allowed.passes(taken, scope) is not True):
            _refused(self.label, value, scope)
            return None
        return taken


class DecisionTable:
    """A table that can decide: a closure like any other."""

    __slots__ = ("_all", "_inputs", "_outputs", "_policy", "_ready", "_single", "_table")

    def __init__(self, table: Table, inputs: Sequence[InputColumn], outputs: Sequence[OutputColumn]) -> None:
        self._table, self._inputs, self._outputs = table, inputs, outputs
        self._policy = table.hit_policy
        self._all = (1 << len(table.rules)) - 1
        self._ready = [self._constants(number) for number in range(len(table.rules))]
        self._single = [Hit(table.name or table.id, (rule.id,)) for rule in table.rules]

    def __call__(self, scope: Scope) -> object:
        matching = self._matching(scope)
        if matching is None:
            return None
        if self._policy is HitPolicy.FIRST:
            matching &= -matching
        if matching and not matching & (matching - 1):
            return self._decided_by_one(matching.bit_length() - 1, scope)
        try:
            rules = deciding(self._policy, tuple(bits(matching)), lambda rule: self._values(rule, scope), self._order)
        except Refused as refused:
            return scope.null(0, refused.zh, refused.en)
        if rules and isinstance(scope.evaluation, Deciding):
            ids = tuple([self._table.rules[number].id for number in rules])
            scope.evaluation.hits.append(Hit(self._table.name or self._table.id, ids))
        return self._result(rules, scope)

    def _decided_by_one(self, rule: int, scope: Scope) -> object:
        evaluation = scope.evaluation
        if isinstance(evaluation, Deciding):
            evaluation.hits.append(self._single[rule])
        return self._row(self._values(rule, scope)) if self._policy in SINGLE else self._result((rule,), scope)

    def _matching(self, scope: Scope) -> int | None:
        """The rules that match, one bit each; None when an input has a value it may not have."""
        wanted = self._all
        for run, item, allowed, column, label in self._inputs:
            value = run(scope)
            taken = item.take(value)
            if taken is None and value is not None:
                _refused(label, value, scope)
                return None
            if allowed is not None and allowed.passes(taken, scope) is not True:
                _refused(label, value, scope)
                return None
            wanted = column.passing(taken, wanted, scope)
        return wanted

    def _constants(self, rule: int) -> tuple[object, ...] | None:
        """The outputs of a rule that are the same whatever the inputs are."""
        if not all(isinstance(output.values[rule], Constant) for output in self._outputs):
            return None
        trial = Scope({})
        values = tuple(output.value(rule, trial) for output in self._outputs)
        return None if trial.notes else values

    @property
    def _order(self) -> list[Sequence[object]]:
        return [output.order for output in self._outputs]

    def _values(self, rule: int, scope: Scope) -> tuple[object, ...]:
        ready = self._ready[rule]
        if ready is not None:
            return ready
        return tuple([output.value(rule, scope) for output in self._outputs])

    def _result(self, rules: Hits, scope: Scope) -> object:
        if not rules and (default := self._default(scope)) is not None:
            return default if self._policy in SINGLE or self._table.aggregator else [default]
        if self._policy in SINGLE:
            return self._row(self._values(rules[0], scope)) if rules else _nothing(scope)
        rows = [self._values(rule, scope) for rule in rules]
        if self._table.aggregator:
            return self._aggregate(rows, self._table.aggregator, scope)
        return [self._row(row) for row in rows]

    def _aggregate(self, rows: Sequence[tuple[object, ...]], aggregator: Aggregator, scope: Scope) -> object:
        columns = [[row[n] for row in rows] for n in range(len(self._outputs))]
        return self._row(tuple(aggregated(values, aggregator, scope) for values in columns))

    def _row(self, values: tuple[object, ...]) -> object:
        """One output is its value, several are a context."""
        if len(self._outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self._outputs, values, strict=True)}

    def _default(self, scope: Scope) -> object:
        if not any(output.default for output in self._outputs):
            return None
        return self._row(tuple(output.default(scope) if output.default else None for output in self._outputs))


def _nothing(scope: Scope) -> object:
    return scope.null(0, "沒有一列符合。", "No row matches.")


def _refused(label: str, value: object, scope: Scope) -> None:
    shown = (text_of(value) or kind(value))[:80]
    scope.null(0, f"「{label}」不可以是「{shown}」。", f"“{label}” may not be “{shown}”.")
