"""From rows to the tree of questions and groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.core.forms.checks import CHECKS
from tongban.core.forms.collecting import NOTHING, Faults
from tongban.core.forms.rows import Row
from tongban.core.forms.schema import ALWAYS, Choice, Group, Item, Question, QuestionType
from tongban.core.forms.xpath import Expression, ExpressionFault, parse
from tongban.core.text import Text

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_TYPES = {
    "text": QuestionType.TEXT, "string": QuestionType.TEXT, "note": QuestionType.NOTE, "date": QuestionType.DATE,
    "integer": QuestionType.INTEGER, "int": QuestionType.INTEGER, "decimal": QuestionType.DECIMAL,
    "select_one": QuestionType.SELECT_ONE, "select_multiple": QuestionType.SELECT_MULTIPLE,
}  # fmt: skip
_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
_DEEPEST_GROUP = 6
_YES = {"yes", "true", "true()", "1", "是"}
_NO = {"no", "false", "false()", "0", "否", ""}


def read_choices(found: list[Row], faults: Faults) -> dict[str, tuple[Choice, ...]]:
    """List name → its choices, in the order of the sheet."""
    lists: dict[str, dict[str, Choice]] = {}
    for row in found:
        name, list_name, label = row.get("name"), row.get("list name"), row.text("label")
        if not list_name or not name or label is None:
            faults.row(
                "choices",
                row.number,
                Text("選項需有 list_name、name 和 label。", "A choice needs list_name, name and label."),
                Text("請補齊空白的欄位。", "Fill in the blank cells."),
            )
        elif re.search(r"\s", name):
            faults.row(
                "choices",
                row.number,
                Text("選項名稱「{name}」不可有空白。", "The choice name “{name}” must not contain spaces.").fill(
                    name=name
                ),
            )
        elif name in lists.setdefault(list_name, {}):
            faults.row(
                "choices",
                row.number,
                Text("清單 {list} 的選項「{name}」重複。", "The choice “{name}” is twice in the list {list}.").fill(
                    name=name, list=list_name
                ),
            )
        else:
            lists[list_name][name] = Choice(name, label)
    return {list_name: tuple(choices.values()) for list_name, choices in lists.items()}


@dataclass
class _Open:
    """A group whose end has not come yet; the outermost one is the form itself."""

    row: Row | None = None
    name: str = ""
    children: list[Item] = field(default_factory=list)


class Builder:
    """Reads row after row; `fields()` closes the form."""

    def __init__(self, lists: Mapping[str, tuple[Choice, ...]], faults: Faults) -> None:
        self._lists = lists
        self._faults = faults
        self._names: dict[str, int] = {}
        self._open = [_Open()]

    def fields(self) -> tuple[Item, ...]:
        for group in self._open[1:]:
            assert group.row is not None
            self._fault(
                group.row,
                Text("群組「{name}」沒有結束。", "The group “{name}” is not closed.").fill(name=group.name),
                Text("請在最後一題之後加一列 end_group。", "Add a row end_group after its last question."),
            )
        return tuple(self._open[0].children)

    def read(self, row: Row) -> None:
        kind = " ".join(row.get("type").split())
        control = kind.lower().replace(" ", "_")
        if control == "begin_group":
            self._begin(row)
        elif control == "end_group":
            self._end(row)
        else:
            self._question(row, kind)

    def _begin(self, row: Row) -> None:
        if len(self._open) > _DEEPEST_GROUP:
            self._fault(row, Text("群組最多 6 層。", "Groups go at most 6 levels deep."))
        self._open.append(_Open(row, self._name(row)))

    def _end(self, row: Row) -> None:
        if len(self._open) == 1:
            self._fault(
                row,
                Text("沒有可以結束的群組。", "There is no group to end here."),
                Text("請刪去這一列，或補上 begin_group。", "Remove this row or add its begin_group."),
            )
            return
        group = self._open.pop()
        assert group.row is not None
        if not group.children:
            self._fault(
                group.row, Text("群組「{name}」沒有題目。", "The group “{name}” is empty.").fill(name=group.name)
            )
        self._open[-1].children.append(
            Group(
                group.name,
                group.row.text("label"),
                tuple(group.children),
                self._expression(group.row, "relevant"),
                _appearance(group.row),
                group.row.number,
            )
        )

    def _question(self, row: Row, kind: str) -> None:
        name = self._name(row)
        found = self._type(row, kind)
        label = row.text("label")
        if label is None:
            self._fault(
                row, Text("題目沒有 label。", "The question has no label."), Text("請填寫題目文字。", "Write its text.")
            )
        if found is None or label is None or not name:
            return
        question_type, choices = found
        self._open[-1].children.append(
            Question(
                name,
                question_type,
                label,
                hint=row.text("hint"),
                required=self._required(row),
                required_message=row.text("bind", "jr:requiredMsg"),
                constraint=self._expression(row, "constraint"),
                constraint_message=row.text("bind", "jr:constraintMsg"),
                relevant=self._expression(row, "relevant"),
                default=row.get("default") or None,
                appearance=_appearance(row),
                check=self._check(row, question_type),
                choices=choices,
                row=row.number,
            )
        )

    def _type(self, row: Row, kind: str) -> tuple[QuestionType, tuple[Choice, ...]] | None:
        words = re.sub(r"^select (one|multiple)\b", r"select_\1", kind, flags=re.IGNORECASE).split()
        question_type = _TYPES.get(words[0].lower()) if words else None
        if question_type is None or len(words) != (2 if question_type in _SELECTS else 1):
            self._fault(
                row,
                Text("題型「{kind}」無法使用。", "The question type “{kind}” cannot be used.").fill(kind=kind),
                Text(
                    "可用：text、integer、decimal、date、note、select_one 清單、select_multiple 清單、"
                    "begin_group、end_group。",
                    "Use text, integer, decimal, date, note, select_one LIST, select_multiple LIST, "
                    "begin_group or end_group.",
                ),
            )
            return None
        if question_type not in _SELECTS:
            return question_type, ()
        choices = self._lists.get(words[1])
        if choices is None:
            self._fault(
                row,
                Text("choices 工作表沒有清單「{list}」。", "There is no list “{list}” on the choices sheet.").fill(
                    list=words[1]
                ),
                Text("請新增這個清單或更正名稱。", "Add the list or correct the name."),
            )
            return None
        return question_type, choices

    def _name(self, row: Row) -> str:
        name = row.get("name")
        if not _NAME.fullmatch(name):
            self._fault(
                row,
                Text("名稱「{name}」無法使用。", "The name “{name}” cannot be used.").fill(name=name),
                Text(
                    "請用英文字母、數字和底線，以字母開頭，最多 64 字。",
                    "Use letters a–z, digits and _, a letter first, at most 64.",
                ),
            )
            return ""
        if name in self._names:
            self._fault(
                row,
                Text("名稱「{name}」與第 {row} 列重複。", "The name “{name}” is already used in row {row}.").fill(
                    name=name, row=self._names[name]
                ),
                Text("整份表單內名稱不可重複。", "A name is used once in the whole form."),
            )
            return ""
        self._names[name] = row.number
        return name

    def _required(self, row: Row) -> Expression | None:
        written = row.get("bind", "required").lower()
        if written in _NO:
            return None
        return parse(ALWAYS) if written in _YES else self._expression(row, "required")

    def _expression(self, row: Row, column: str) -> Expression | None:
        source = row.get("bind", column)
        if not source:
            return None
        try:
            return parse(source)
        except ExpressionFault as wrong:
            column_text = Text(f"{column} 欄：", f"{column}: ")
            self._fault(row, Text(column_text.zh + wrong.text.zh, column_text.en + wrong.text.en))
            return None

    def _check(self, row: Row, question_type: QuestionType) -> str | None:
        check = row.get("bind", "check")
        if not check:
            return None
        if check not in CHECKS or question_type is not QuestionType.TEXT:
            self._fault(
                row,
                Text("檢查「{check}」無法用於此題。", "The check “{check}” cannot be used here.").fill(check=check),
                Text("文字題可用：{known}。", "Text questions take: {known}.").fill(known=", ".join(CHECKS)),
            )
            return None
        return check

    def _fault(self, row: Row, text: Text, remedy: Text = NOTHING) -> None:
        self._faults.row("survey", row.number, text, remedy)


def _appearance(row: Row) -> frozenset[str]:
    return frozenset(row.get("control", "appearance").split())
