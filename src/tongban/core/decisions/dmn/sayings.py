"""The sentences about rules."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.core.decisions.dmn.axis import Axis, pieces
from tongban.core.decisions.dmn.findings import Example, Finding, Severity
from tongban.core.decisions.dmn.grid import Box
from tongban.core.decisions.dmn.notation import written_tests
from tongban.core.decisions.dmn.space import Space
from tongban.core.decisions.dmn.table import Table
from tongban.core.decisions.feel.text import literal_of
from tongban.core.text import Text

_SHOWN = 5


def no_rules(table: Table) -> Finding:
    text = Text("這張表沒有規則。", "This table has no rules.")
    return Finding(table.name, None, "", text, Text("請至少填一列。", "Fill in one row at least."), Severity.WARNING)


def gave_up(table: Table) -> Finding:
    text = Text(
        "這張表太大，規則之間的關係沒有全部檢查。", "The table is too large for its rules to be compared wholly."
    )
    remedy = Text("請拆成較小的表。", "Split it into smaller tables.")
    return Finding(table.name, None, "", text, remedy, Severity.NOTE)


def never(table: Table, number: int) -> Finding:
    text = Text("這一列永遠不會成立。", "This row can never match.")
    remedy = Text("請檢查範圍的兩端與可用的值。", "Check the bounds of its ranges and the values that are allowed.")
    return Finding(table.name, number, "", text, remedy, Severity.WARNING)


def overlaps(table: Table, space: Space, number: int, others: Sequence[int], example: Example) -> Finding:
    what = Text("會同時成立，但只能有一列成立", "match together, though only one row may")
    return _together(table, space, number, others, example, what)


def contradicts(table: Table, space: Space, number: int, others: Sequence[int], example: Example) -> Finding:
    what = Text("會同時成立，結果卻不同", "match together and decide differently")
    return _together(table, space, number, others, example, what)


def _together(table: Table, space: Space, number: int, others: Sequence[int], example: Example, what: Text) -> Finding:
    values, joined = _values(space, example) or "—", _numbers(others)
    text = Text(
        f"這一列與第 {joined} 列{what.zh}。例如：{values}。",
        f"This row and row {joined} {what.en}. For example: {values}.",
    )
    remedy = Text("請縮小其中一列的條件，或改用其他命中原則。", "Narrow one of them, or choose another hit policy.")
    severity = Severity.ERROR if space.independent else Severity.WARNING
    return Finding(table.name, number, "", text, remedy, severity, example)


def shadowed(table: Table, number: int, others: Sequence[int]) -> Finding:
    joined = _numbers(others)
    text = Text(
        f"這一列永遠輪不到：符合它的情形都已由第 {joined} 列決定。",
        f"This row never decides: all it matches is decided by rows {joined}.",
    )
    remedy = Text("請調整順序或條件，或刪去這一列。", "Move it, change it, or delete it.")
    return Finding(table.name, number, "", text, remedy, Severity.WARNING)


def gap(table: Table, space: Space, hole: Box) -> Finding:
    example = space.example(hole)
    cells = [
        (heading, written_tests(axis, part))
        for heading, axis, part in zip(space.headings, space.axes, hole, strict=True)
        if axis.kind
    ]
    where = Text(
        "、".join(f"「{heading}」{cell}" for heading, cell in cells if cell != "-"),
        ", ".join(f"“{heading}” {cell}" for heading, cell in cells if cell != "-"),
    )
    values = _values(space, example)
    text = Text(
        f"沒有規則涵蓋：{where.zh or '所有情形'}。" + (f"例如：{values}。" if values else ""),
        f"No rule covers: {where.en or 'anything'}." + (f" For example: {values}." if values else ""),
    )
    severity = Severity.WARNING if space.independent else Severity.NOTE
    return Finding(table.name, None, "", text, _remedy(table, space, hole), severity, example)


def more(table: Table) -> Finding:
    text = Text("其餘列還有相同的問題，未全部列出。", "More rows have the same fault; not all are listed.")
    remedy = Text("請先改好列出的，再檢查一次。", "Mend those that are listed, then check again.")
    return Finding(table.name, None, "", text, remedy, Severity.NOTE)


def more_gaps(table: Table) -> Finding:
    text = Text("還有其他情形沒有規則涵蓋。", "There are more cases that no rule covers.")
    remedy = Text("請先補上列出的情形，再檢查一次。", "Mend those that are listed, then check again.")
    return Finding(table.name, None, "", text, remedy, Severity.WARNING)


def _remedy(table: Table, space: Space, hole: Box) -> Text:
    add = Text("請加一列，或為結果設定預設值。", "Add a row, or give the output a default.")
    for axis, part, heading in zip(space.axes, hole, space.headings, strict=True):
        if axis.kind != "number":
            continue
        if _between_whole_numbers(axis, part):
            return Text(
                f"若「{heading}」只會是整數，請把欄位型別改為 integer；否則{add.zh}",
                f"If “{heading}” is always a whole number, make the column's type integer; otherwise: {add.en}",
            )
        if part == 1 and axis.marks[:1] == (0,):
            return Text(
                f"若「{heading}」不會是負數，請把可用的值寫明為 >= 0；否則{add.zh}",
                f"If “{heading}” is never negative, allow only >= 0; otherwise: {add.en}",
            )
    return add


def _between_whole_numbers(axis: Axis, part: int) -> bool:
    inside = list(pieces(part))
    marks = axis.marks
    return all(n % 2 == 0 and 0 < n < 2 * len(marks) and _consecutive(marks[n // 2 - 1], marks[n // 2]) for n in inside)


def _consecutive(low: object, high: object) -> bool:
    return low == int(low) and high == low + 1  # type: ignore[call-overload,operator]


def _values(space: Space, example: Example) -> str:
    headings = dict(zip(space.expressions, space.headings, strict=True))
    return "、".join(f"「{headings[expression]}」= {literal_of(value)}" for expression, value in example)


def _numbers(of: Sequence[int]) -> str:
    shown = "、".join(map(str, of[:_SHOWN]))
    return shown if len(of) <= _SHOWN else f"{shown}…"
