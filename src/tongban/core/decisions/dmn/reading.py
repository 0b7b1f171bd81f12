"""The texts of a table, parsed; what cannot be read, and names that there are not, are found here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tongban.core.decisions.dmn.asked import Asked, asked
from tongban.core.decisions.dmn.findings import Finding
from tongban.core.decisions.dmn.table import Input, Output, Table
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import Expression, parse
from tongban.core.text import Text

_WORDS = re.compile(r"\w([\w .'/*+-]*\w)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A table with its texts parsed; None stands for what cannot be read, and for outputs that are empty.

    `rules` and `results` hold, by the number of the rule from 1, the rules that have as many cells as columns.
    """

    table: Table
    inputs: tuple[Expression | None, ...]
    allowed: tuple[Asked | None, ...]
    rules: Mapping[int, tuple[Asked | None, ...]]
    choices: tuple[Asked | None, ...]
    """What each output may be."""
    defaults: tuple[Expression | None, ...]
    results: Mapping[int, tuple[Expression | None, ...]]


def heading(column: Input | Output) -> str:
    """What people call a column."""
    return column.label or (column.expression if isinstance(column, Input) else column.name) or column.id


def read_table(table: Table, names: Collection[str] | None = None) -> tuple[Parsed, list[Finding]]:
    """`names` are those that the texts may use; None lets them use any, functions too; the inputs are then taken
    for names where they cannot be read otherwise."""
    read = _Reader(table, names)
    inputs = [(heading(column), column) for column in table.inputs]
    outputs = [(heading(column), column) for column in table.outputs]
    return Parsed(
        table,
        tuple(read.expression(None, place, column.expression) for place, column in inputs),
        tuple(read.tests(None, place, column.values) for place, column in inputs),
        read.rules(),
        tuple(read.tests(None, place, column.values) for place, column in outputs),
        tuple(read.expression(None, place, column.default) for place, column in outputs),
        read.results(),
    ), read.findings


class _Reader:
    def __init__(self, table: Table, names: Collection[str] | None) -> None:
        self.table, self.names = table, names
        self._parsed_with = _phrases(table) if names is None else names
        self.findings: list[Finding] = []
        self._asked: dict[str, Asked] = {}

    def rules(self) -> dict[int, tuple[Asked | None, ...]]:
        width = (len(self.table.inputs), len(self.table.outputs))
        read: dict[int, tuple[Asked | None, ...]] = {}
        for number, rule in enumerate(self.table.rules, 1):
            if (len(rule.inputs), len(rule.outputs)) != width:
                self._find(number, "", *_WRONG_WIDTH)
                continue
            cells = zip(self.table.inputs, rule.inputs, strict=True)
            read[number] = tuple(self.tests(number, heading(column), text) for column, text in cells)
        return read

    def results(self) -> dict[int, tuple[Expression | None, ...]]:
        read: dict[int, tuple[Expression | None, ...]] = {}
        for number, rule in enumerate(self.table.rules, 1):
            if len(rule.outputs) == len(self.table.outputs):
                cells = zip(self.table.outputs, rule.outputs, strict=True)
                read[number] = tuple(self.expression(number, heading(column), text) for column, text in cells)
        return read

    def tests(self, rule: int | None, place: str, text: str) -> Asked | None:
        if (known := self._asked.get(text)) is not None:
            return known
        try:
            read = asked(text, self._parsed_with, lenient=self.names is None)
        except FeelError as wrong:
            self._find(rule, place, _unreadable(text, wrong), _NOTATION)
            return None
        if self._knows(rule, place, read.names):
            self._asked[text] = read
        return read

    def expression(self, rule: int | None, place: str, text: str) -> Expression | None:
        if not text.strip():
            return None
        try:
            read = parse(text, self._parsed_with, lenient=self.names is None)
        except FeelError as wrong:
            self._find(rule, place, _unreadable(text, wrong), _NOTATION)
            return None
        self._knows(rule, place, read.names)
        return read

    def _knows(self, rule: int | None, place: str, used: Collection[str]) -> bool:
        unknown = [] if self.names is None else sorted(name for name in used if name not in self.names)
        for name in unknown:
            text = Text(f"沒有「{name}」這個名稱。", f"There is nothing called “{name}”.")
            self._find(rule, place, text, _quoted(name))
        return not unknown

    def _find(self, rule: int | None, place: str, text: Text, remedy: Text) -> None:
        self.findings.append(Finding(self.table.name, rule, place, text, remedy))


def _phrases(table: Table) -> frozenset[str]:
    """The inputs that can only be names with spaces or signs in them."""
    texts = (column.expression.strip() for column in table.inputs)
    return frozenset(text for text in texts if _WORDS.fullmatch(text) and not _reads(text))


def _reads(text: str) -> bool:
    try:
        parse(text, lenient=True)
    except FeelError:
        return False
    return True


def _unreadable(text: str, wrong: FeelError) -> Text:
    return Text(f"「{text}」看不懂：{wrong.text.zh}", f"“{text}” cannot be read: {wrong.text.en}")


def _quoted(name: str) -> Text:
    return Text(
        f'若是文字，請加半形引號："{name}"；若是名稱，請核對寫法。',
        f'If it is a text, put it into quotation marks: "{name}"; if it is a name, check its spelling.',
    )


_NOTATION = Text("寫法請見「寫法說明」。", "See the notes on notation.")
_WRONG_WIDTH = (
    Text("這一列的格數與欄數不同。", "This row has not as many cells as there are columns."),
    Text("請補上或刪去儲存格。", "Add or remove cells."),
)
