"""The boxed expression `decisionTable` → a table that can decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tongban.core.decisions.dmn.boxed import Boxes, Names
from tongban.core.decisions.dmn.columns import Column
from tongban.core.decisions.dmn.decide import DecisionTable, InputColumn, OutputColumn
from tongban.core.decisions.dmn.reading import heading
from tongban.core.decisions.dmn.table import HitPolicy, Output, Table
from tongban.core.decisions.dmn.tables import odd_policy, read_table
from tongban.core.decisions.dmn.xml import Element
from tongban.core.decisions.feel.compiler import compiled
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import UnaryTests
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.text import Text

_BY_ORDER = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def decision_table(boxes: Boxes, element: Element, names: Names) -> Run:
    table = read_table(element, boxes.where)
    if odd := odd_policy(element):
        boxes.fault(element, Text(f"沒有「{odd}」這種命中規則。", f"There is no hit policy “{odd}”."))
    for part in element.iter("{*}inputExpression", "{*}inputEntry", "{*}outputEntry", "{*}defaultOutputEntry"):
        boxes.foreign(part)
    making = _Making(boxes, element, names, table)
    outputs = making.outputs()
    if table.hit_policy in _BY_ORDER and not any(output.order for output in outputs):
        text = Text(
            "依優先順序決定的表，輸出欄要列出允許的值。", "A table by priority needs the values of its outputs."
        )
        boxes.fault(element, text)
    return DecisionTable(table, making.inputs(), outputs)


class _Making:
    def __init__(self, boxes: Boxes, element: Element, names: Names, table: Table) -> None:
        self._boxes, self._element, self._names, self._table = boxes, element, names, table
        self._read: dict[str, UnaryTests | None] = {}

    def inputs(self) -> list[InputColumn]:
        return [
            InputColumn(
                run=self._boxes.feel(column.expression, self._names, self._element),
                item=self._boxes.item(column.type, self._element),
                allowed=self._tests(column.values) if column.values else None,
                column=Column([self._cell(rule.inputs, number) for rule in self._table.rules]),
                label=heading(column),
            )
            for number, column in enumerate(self._table.inputs)
        ]

    def outputs(self) -> list[OutputColumn]:
        return [self._output(output, number) for number, output in enumerate(self._table.outputs)]

    def _output(self, output: Output, number: int) -> OutputColumn:
        item = self._boxes.item(output.type, self._element)
        values = [self._entry(rule.outputs, number) for rule in self._table.rules]
        default = self._feel(output.default) if output.default else None
        allowed = self._tests(output.values) if output.values else None
        return OutputColumn(output.name, heading(output), item, values, allowed, self._order(output), default)

    def _order(self, output: Output) -> Sequence[object]:
        """The values in the column's own list, else in that of its type."""
        return list(self._choices(output.values or self._boxes.document.items.named(output.type).values))

    def _choices(self, values: str) -> Iterator[object]:
        tests = self._tests(values) if values else None
        for test in tests.tests if tests else ():
            try:
                yield compiled(test)(Scope({}))
            except FeelError as error:
                self._boxes.unreadable(self._element, error)

    def _cell(self, texts: Sequence[str], number: int) -> UnaryTests | None:
        if number < len(texts):
            return self._tests(texts[number] or "-")
        self._missing()
        return None

    def _entry(self, texts: Sequence[str], number: int) -> Run:
        if number < len(texts):
            return self._feel(texts[number])
        self._missing()
        return lambda scope: None

    def _missing(self) -> None:
        text = Text("有的列欄數不足。", "A row has fewer cells than there are columns.")
        self._boxes.fault(self._element, text)

    def _feel(self, text: str) -> Run:
        return self._boxes.feel(text, self._names, self._element)

    def _tests(self, text: str) -> UnaryTests | None:
        """Parsed once for equal texts."""
        if text not in self._read:
            self._read[text] = self._boxes.tests(text, self._names, self._element)
        return self._read[text]
