"""What can only be judged when the whole form is known: names, circles, choices, defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pyxform.utils import default_is_dynamic

from tongban.core.forms.collecting import Faults
from tongban.core.forms.conversion import Unconvertible, convert
from tongban.core.forms.schema import Group, Item, Question, QuestionType, Structure
from tongban.core.forms.showing import REFERENCE
from tongban.core.forms.xpath import Expression, ExpressionFault, parse
from tongban.core.forms.xpath.tree import Call, Current, Literal, Node, Operation, Reference, walk
from tongban.core.text import Text

_SOME_DAY = date(2026, 1, 1)  # static defaults are judged on any day; only old resident numbers depend on it


def lint(form: Structure, faults: Faults) -> None:
    """Add every fault of the finished tree."""
    for one in form.placed.values():
        _lint_texts(form, one.item, faults)
        for column, expression in _expressions(one.item):
            _lint_expression(form, one.item, column, expression, faults)
    ordered = {one.item.name for one in form.relevance_order}
    for one in form.placed.values():
        if one.item.name not in ordered:
            faults.row(
                "survey",
                one.item.row,
                Text(
                    "「{name}」的 relevant 條件互相循環。", "The relevant conditions of “{name}” run in a circle."
                ).fill(name=one.item.name),
                Text(
                    "題目是否顯示，不可取決於自己或所屬群組內的題目。",
                    "Whether it applies must not depend on itself or its own group's questions.",
                ),
            )


def _lint_texts(form: Structure, item: Item, faults: Faults) -> None:
    texts = [item.label, item.hint] if isinstance(item, Question) else [item.label]
    names = {found for text in texts if text for one in text for found in REFERENCE.findall(one)}
    for name in sorted(names - form.question_named.keys()):
        text = Text(
            "文字中引用了不存在的題目「{name}」。", "A text refers to “{name}”, which is no question of this form."
        )
        faults.row("survey", item.row, text.fill(name=name))


def with_defaults(items: tuple[Item, ...], faults: Faults) -> tuple[Item, ...]:
    """The tree with its default cells read: accepted answers or expressions."""
    return tuple(
        replace(item, children=with_defaults(item.children, faults))
        if isinstance(item, Group)
        else _with_default(item, faults)
        for item in items
    )


def _with_default(question: Question, faults: Faults) -> Question:
    written = question.default
    if not isinstance(written, str):
        return question
    if question.type is QuestionType.DATE:
        written = written.removesuffix(" 00:00:00")  # how a workbook's own dates arrive
    try:
        if question.type is not QuestionType.TEXT and not default_is_dynamic(written, question.type.value):
            return replace(question, default=convert(question, written, _SOME_DAY))
        if default_is_dynamic(written, question.type.value) and ("(" in written or "${" in written):
            return replace(question, default=parse(written))
        return replace(question, default=convert(question, written, _SOME_DAY))
    except (Unconvertible, ExpressionFault) as wrong:
        faults.row("survey", question.row, Text(f"default 欄：{wrong.text.zh}", f"default: {wrong.text.en}"))
        return replace(question, default=None)


def _expressions(item: Item) -> Iterator[tuple[str, Expression]]:
    columns = {"relevant": item.relevant}
    if isinstance(item, Question):
        columns |= {"required": item.required, "constraint": item.constraint}
        if isinstance(item.default, Expression):
            columns["default"] = item.default
    yield from ((column, expression) for column, expression in columns.items() if expression)


def _lint_expression(form: Structure, item: Item, column: str, expression: Expression, faults: Faults) -> None:
    for name in sorted(expression.names - form.question_named.keys()):
        text = (
            Text(
                "{column} 欄引用的「{name}」是群組或說明，沒有答案。",
                "{column} refers to “{name}”, a group or note without an answer.",
            )
            if name in form.placed
            else Text(
                "{column} 欄引用了不存在的題目「{name}」。",
                "{column} refers to “{name}”, which is no question of this form.",
            )
        )
        faults.row("survey", item.row, text.fill(column=column, name=name))
    if expression.reads_current and column != "constraint":
        faults.row(
            "survey",
            item.row,
            Text("{column} 欄不能用「.」。", "{column} cannot use “.”.").fill(column=column),
            Text("請改寫成 ${{題目名稱}}。", "Write ${{name}} instead.").fill(),
        )
    for node in walk(expression.tree):
        for question, name in _compared_choices(form, item, node):
            if name and question.choice(name) is None:
                text = Text(
                    "{column} 欄的「{name}」不是題目 {question} 的選項。",
                    "In {column}, “{name}” is no choice of the question {question}.",
                )
                faults.row("survey", item.row, text.fill(column=column, name=name, question=question.name))


def _compared_choices(form: Structure, item: Item, node: Node) -> Iterator[tuple[Question, str]]:
    """Each text that is compared with the answer to a select: a misspelt choice would never be true."""
    if isinstance(node, Operation) and node.operator in ("=", "!="):
        pairs = [(node.left, node.right), (node.right, node.left)]
    elif isinstance(node, Call) and node.function == "selected":
        pairs = [(node.arguments[0], node.arguments[1])]
    else:
        return
    for asked, text in pairs:
        question = _asked(form, item, asked)
        if question and question.choices and isinstance(text, Literal) and isinstance(text.value, str):
            yield question, text.value


def _asked(form: Structure, item: Item, node: Node) -> Question | None:
    if isinstance(node, Current):
        return item if isinstance(item, Question) else None
    return form.question_named.get(node.name) if isinstance(node, Reference) else None
