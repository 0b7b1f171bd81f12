"""Cells that cannot work: values of another kind than their column, and values it does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.decisions.dmn.asked import UNKNOWN, Asked, constant_of
from tongban.core.decisions.dmn.axis import kind_of_type
from tongban.core.decisions.dmn.findings import Finding, Severity
from tongban.core.decisions.dmn.reading import Parsed, heading
from tongban.core.decisions.dmn.table import Aggregator, Input, Output
from tongban.core.decisions.feel.expression import Expression
from tongban.core.decisions.feel.text import literal_of
from tongban.core.decisions.feel.values import Range, kind, less
from tongban.core.text import Text

KINDS = {
    "string": Text("文字", "a text"),
    "number": Text("數字", "a number"),
    "boolean": Text("是非（true/false）", "true or false"),
    "date": Text("日期", "a date"),
    "time": Text("時刻", "a time"),
    "date and time": Text("日期時間", "a date and time"),
    "days and time duration": Text("期間（日時分秒）", "a duration of days"),
    "years and months duration": Text("期間（年月）", "a duration of months"),
    "list": Text("清單", "a list"),
    "context": Text("一組資料", "a context"),
    "range": Text("範圍", "a range"),
}


def cell_findings(parsed: Parsed) -> Iterator[Finding]:
    for number in parsed.rules:
        yield from _rule(parsed, number)
    table = parsed.table
    for output, default, choices in zip(table.outputs, parsed.defaults, parsed.choices, strict=True):
        for text, remedy in _output_faults(parsed, output, default, choices):
            yield Finding(table.name, None, heading(output), text, remedy)


def _rule(parsed: Parsed, number: int) -> Iterator[Finding]:
    table, results = parsed.table, parsed.results[number]
    for column, cell, allowed in zip(table.inputs, parsed.rules[number], parsed.allowed, strict=True):
        for text, remedy in _input_faults(column, cell, allowed):
            yield Finding(table.name, number, heading(column), text, remedy)
    for output, result, choices in zip(table.outputs, results, parsed.choices, strict=True):
        for text, remedy in _output_faults(parsed, output, result, choices):
            yield Finding(table.name, number, heading(output), text, remedy)
    if table.outputs and not any(output.strip() for output in table.rules[number - 1].outputs):
        yield Finding(table.name, number, heading(table.outputs[0]), *_NOTHING_DECIDED, Severity.WARNING)


def _input_faults(column: Input, cell: Asked | None, allowed: Asked | None) -> Iterator[tuple[Text, Text]]:
    of = kind_of_type(column.type)
    for value in cell.values if cell and cell.plain else ():
        wrong = next((kind(mark) for mark in _parts(value) if mark is not None and kind(mark) != of), "") if of else ""
        if wrong:
            yield _wrong_kind(of, wrong), _as_typed(of, column.type)
        elif isinstance(value, Range) and less(value.high, value.low):
            yield _BACKWARDS
        elif allowed and not _allows(allowed, value):
            yield _not_allowed(value), _choose(column.values)


def _output_faults(
    parsed: Parsed, output: Output, result: Expression | None, choices: Asked | None
) -> Iterator[tuple[Text, Text]]:
    value = constant_of(result)
    if value is UNKNOWN or value is None:
        return
    of = "number" if parsed.table.aggregator is Aggregator.SUM else kind_of_type(output.type)
    if of and kind(value) != of:
        yield _wrong_kind(of, kind(value)), _as_typed(of, output.type)
    elif choices and not _allows(choices, value):
        yield _not_allowed(value), _choose(output.values)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Range):
        yield from (value.low, value.high)
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)
    else:
        yield value


def _allows(allowed: Asked, value: object) -> bool:
    """Whether one value may be; what cannot be said beforehand may."""
    if allowed.names or allowed.anything or value is None or isinstance(value, Range | list | dict):
        return True
    return allowed.tests.accept(value, {}) is True


def _wrong_kind(of: str, is_: str) -> Text:
    there = KINDS.get(is_, Text(is_, is_))
    return Text(
        f"此欄是{KINDS[of].zh}，這格卻是{there.zh}。",
        f"This column holds {KINDS[of].en}, this cell {there.en}.",
    )


def _as_typed(of: str, type_: str) -> Text:
    samples = {"string": '"甲"', "number": "> 5", "boolean": "true", "date": 'date("2026-01-31")'}
    sample = samples.get(of, type_)
    return Text(f"請改寫，例如 {sample}。", f"Write it like {sample}.")


def _not_allowed(value: object) -> Text:
    return Text(
        f"{literal_of(value)} 不在此欄可用的值之內。", f"{literal_of(value)} is not a value this column may have."
    )


def _choose(values: str) -> Text:
    return Text(f"可用的值：{values}", f"Values it may have: {values}")


_BACKWARDS = (
    Text("範圍的起點大於終點。", "The range begins after its end."),
    Text("請把兩端對調。", "Exchange its bounds."),
)
_NOTHING_DECIDED = (
    Text("這一列沒有填結果。", "This row decides nothing."),
    Text("請填寫結果，或刪去這一列。", "Fill in what it decides, or delete it."),
)
