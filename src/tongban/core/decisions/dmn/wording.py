"""Tables in the words of those who never saw FEEL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tongban.core.decisions.dmn.asked import UNKNOWN, asked, constant_of
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Table
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import parse
from tongban.core.decisions.feel.text import literal_of, text_of
from tongban.core.decisions.feel.values import Range
from tongban.core.text import Text

Labels = Mapping[str, Text]
"""What the texts of a column stand for: code → what people call it."""

POLICIES = {
    HitPolicy.UNIQUE: Text("只能有一列成立", "one row may match"),
    HitPolicy.FIRST: Text("由上而下，第一個成立的列決定", "the first row that matches decides"),
    HitPolicy.PRIORITY: Text("結果排序最前的列決定", "the row with the foremost result decides"),
    HitPolicy.ANY: Text("可有多列成立，但結果須相同", "rows may match together when they agree"),
    HitPolicy.COLLECT: Text("收集所有成立的列", "all rows that match are collected"),
    HitPolicy.RULE_ORDER: Text("依列的先後收集所有成立的列", "all rows that match, in their order"),
    HitPolicy.OUTPUT_ORDER: Text("依結果的排序收集所有成立的列", "all rows that match, by their results"),
}
AGGREGATORS = {
    Aggregator.SUM: Text("加總", "sum"),
    Aggregator.COUNT: Text("計數", "count"),
    Aggregator.MIN: Text("取最小", "least"),
    Aggregator.MAX: Text("取最大", "greatest"),
}
_ANYTHING, _NOTHING = Text("不限", "any"), Text("空白", "nothing")
_TRUTH = {True: Text("是", "yes"), False: Text("否", "no")}


def policy_words(table: Table) -> Text:
    """Which rows decide: `收集所有成立的列（加總）`."""
    said = POLICIES[table.hit_policy]
    if table.aggregator is None:
        return said
    how = AGGREGATORS[table.aggregator]
    return Text(f"{said.zh}（{how.zh}）", f"{said.en} ({how.en})")


def condition_words(text: str, labels: Labels | None = None) -> Text | None:
    """A condition's cell: `[2..3)` is 「2 以上、未滿 3」; None for what only FEEL can say."""
    try:
        cell = asked(text, lenient=True)
    except FeelError:
        return None
    if cell.anything:
        return _ANYTHING
    if not cell.plain or cell.names:
        return None
    said = _either([_said(value, labels or {}) for value in cell.values])
    return Text(f"{said.zh}以外", f"not {said.en}") if cell.tests.negated else said


def result_words(text: str, labels: Labels | None = None) -> Text | None:
    """A result's cell; None for what is computed."""
    if not text.strip():
        return _NOTHING
    try:
        value = constant_of(parse(text, lenient=True))
    except FeelError:
        return None
    return None if value is UNKNOWN or isinstance(value, Mapping) else value_words(value, labels)


def value_words(value: object, labels: Labels | None = None) -> Text:
    """A value of FEEL as people write it; contexts are left to the caller."""
    match value:
        case None:
            return _NOTHING
        case bool():
            return _TRUTH[value]
        case str():
            return (labels or {}).get(value) or Text(value, value)
        case Decimal():
            return _same(f"{value:,f}")
        case list():
            return _all([value_words(item, labels) for item in value])
        case Range():
            return _said(value, labels or {})
    return _same(text_of(value) or literal_of(value))


def _said(value: object, labels: Labels) -> Text:
    if isinstance(value, list):
        return _either([_said(item, labels) for item in value])
    return _range(value) if isinstance(value, Range) else value_words(value, labels)


def _range(of: Range) -> Text:
    low, high = value_words(of.low), value_words(of.high)
    ends = []
    if of.low is not None:
        from_ = Text("{0} 以上", "at least {0}") if of.low_included else Text("超過 {0}", "more than {0}")
        ends.append(Text(from_.zh.format(low.zh), from_.en.format(low.en)))
    if of.high is not None:
        until = Text("{0} 以下", "at most {0}") if of.high_included else Text("未滿 {0}", "below {0}")
        ends.append(Text(until.zh.format(high.zh), until.en.format(high.en)))
    return Text("、".join(end.zh for end in ends), ", ".join(end.en for end in ends))


def _either(of: Sequence[Text]) -> Text:
    return Text("或".join(one.zh for one in of), " or ".join(one.en for one in of))


def _all(of: Iterable[Text]) -> Text:
    said = list(of)
    return Text("、".join(one.zh for one in said) or "空白", ", ".join(one.en for one in said) or "nothing")


def _same(text: str) -> Text:
    return Text(text, text)
