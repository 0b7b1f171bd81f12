"""What changed between two versions of a table, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tongban.core.decisions.dmn.pairing import Pairs, moved, paired
from tongban.core.decisions.dmn.reading import heading
from tongban.core.decisions.dmn.table import Input, Output, Rule, Table
from tongban.core.text import Text

Column = TypeVar("Column", Input, Output)
_ASPECTS = {
    "label": Text("標題", "heading"),
    "expression": Text("運算式", "expression"),
    "name": Text("名稱", "name"),
    "type": Text("型別", "type"),
    "values": Text("可用的值", "allowed values"),
    "default": Text("預設值", "default"),
}


def differences(older: Table, newer: Table) -> list[Text]:
    """One sentence for each change, settings and columns first, then row by row; none when both say the same.

    Rules and columns are the same ones when they have the same id, or else say the same. Rows are called by their
    number in the newer version, those removed by that in the older. Ids and the drawing's orientation are nothing
    a reader sees and do not count; an empty condition and `-` are one.
    """
    inputs = _paired_columns(older.inputs, newer.inputs)
    outputs = _paired_columns(older.outputs, newer.outputs)
    rules = paired(older.rules, newer.rules, _wholly, lambda rule: _said(rule.inputs))
    compared = _Compared(older, newer, inputs, outputs)
    return [
        *_settings(older, newer),
        *_columns(older.inputs, newer.inputs, inputs, Text("條件", "condition")),
        *_columns(older.outputs, newer.outputs, outputs, Text("結果", "result")),
        *compared.rules(rules),
    ]


def _settings(older: Table, newer: Table) -> Iterator[Text]:
    yield from _change(Text("表名", "Name"), older.name, newer.name)
    yield from _change(Text("命中原則", "Hit policy"), older.hit_policy, newer.hit_policy)
    yield from _change(Text("彙總方式", "Aggregator"), older.aggregator or "", newer.aggregator or "")
    yield from _change(Text("註記欄", "Annotations"), "、".join(older.annotations), "、".join(newer.annotations))


def _paired_columns(older: Sequence[Column], newer: Sequence[Column]) -> Pairs:
    return paired(older, newer, lambda c: c.expression if isinstance(c, Input) else c.name, heading)


def _columns(older: Sequence[Column], newer: Sequence[Column], pairs: Pairs, sort: Text) -> Iterator[Text]:
    for number in pairs.removed:
        name = heading(older[number])
        yield Text(f"刪除{sort.zh}欄「{name}」。", f"Removed the {sort.en} “{name}”.")
    for number in pairs.added:
        name = heading(newer[number])
        yield Text(f"新增{sort.zh}欄「{name}」。", f"Added the {sort.en} “{name}”.")
    for before, after in pairs.both:
        name = heading(older[before])
        for aspect, word in _ASPECTS.items():
            texts = [getattr(column, aspect, "") for column in (older[before], newer[after])]
            yield from _change(Text(f"「{name}」的{word.zh}", f"“{name}”, {word.en}"), *texts)
    for _, after in moved(pairs.both):
        name = heading(newer[after])
        yield Text(f"「{name}」移到第 {after + 1} 個{sort.zh}欄。", f"“{name}” is now {sort.en} number {after + 1}.")


@dataclass(frozen=True, slots=True)
class _Compared:
    older: Table
    newer: Table
    inputs: Pairs
    outputs: Pairs

    def rules(self, pairs: Pairs) -> Iterator[Text]:
        for number in pairs.removed:
            row = _row(self.older, self.older.rules[number])
            yield Text(f"刪除原第 {number + 1} 列：{row.zh}。", f"Removed row {number + 1}: {row.en}.")
        before_of = {after: before for before, after in pairs.both}
        away = {after: before for before, after in moved(pairs.both)}
        for number, rule in enumerate(self.newer.rules):
            if number not in before_of:
                row = _row(self.newer, rule)
                yield Text(f"新增第 {number + 1} 列：{row.zh}。", f"Added row {number + 1}: {row.en}.")
                continue
            if number in away:
                was, now = away[number] + 1, number + 1
                yield Text(f"原第 {was} 列移到第 {now} 列。", f"Row {was} is now row {now}.")
            yield from self._cells(number + 1, self.older.rules[before_of[number]], rule)

    def _cells(self, number: int, before: Rule, after: Rule) -> Iterator[Text]:
        inputs, outputs = map(heading, self.newer.inputs), map(heading, self.newer.outputs)
        old, new = _said(before.inputs), _said(after.inputs)
        yield from _changed_cells(number, self.inputs, list(inputs), old, new, "-")
        yield from _changed_cells(number, self.outputs, list(outputs), before.outputs, after.outputs, "")
        for n in range(max(len(before.annotations), len(after.annotations))):
            name = _at(self.newer.annotations, n) or "註記"
            yield from _change(_cell_name(number, name), _at(before.annotations, n), _at(after.annotations, n))
        yield from _change(_cell_name(number, "說明"), before.description, after.description)


def _changed_cells(
    number: int, pairs: Pairs, headings: Sequence[str], older: Sequence[str], newer: Sequence[str], nothing: str
) -> Iterator[Text]:
    before = {after: before for before, after in pairs.both}
    for place, name in enumerate(headings):
        old = _at(older, before[place]) if place in before else nothing
        yield from _change(_cell_name(number, name), old, _at(newer, place))


def _change(what: Text, before: str, after: str) -> Iterator[Text]:
    if before.strip() != after.strip():
        old, new = _shown(before), _shown(after)
        yield Text(f"{what.zh}由 {old.zh} 改為 {new.zh}。", f"{what.en}: {old.en} became {new.en}.")


def _shown(text: str) -> Text:
    return Text(text, text) if text.strip() else Text("空白", "nothing")


def _cell_name(number: int, name: str) -> Text:
    return Text(f"第 {number} 列「{name}」", f"Row {number}, “{name}”")


def _row(table: Table, rule: Rule) -> Text:
    """The rule as a sentence."""
    asked = zip(map(heading, table.inputs), map(_condition, rule.inputs), strict=False)
    asks = [f"「{name}」{text}" for name, text in asked if text != "-"]
    gives = "、".join(f"「{heading(c)}」{text}" for c, text in zip(table.outputs, rule.outputs, strict=False))
    return Text(f"{'且'.join(asks) or '任何情形'} → {gives}", f"{' and '.join(asks) or 'anything'} → {gives}")


def _condition(text: str) -> str:
    return text.strip() or "-"


def _said(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_condition, texts))


def _wholly(rule: Rule) -> tuple[object, ...]:
    return _said(rule.inputs), rule.outputs, rule.annotations, rule.description


def _at(texts: Sequence[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""
