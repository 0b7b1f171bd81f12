"""Where things stand in the workbook."""

from __future__ import annotations

from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Table
from tongban.core.decisions.dmn.wording import AGGREGATORS, POLICIES

RULES, COLUMNS, SETTINGS, CHOICES, NOTES = "規則", "欄位", "設定", "選項", "寫法說明"

KEY_ROW, HEAD_ROW, KIND_ROW, FIRST_RULE = range(4)
"""Rows of the sheet of rules, from 0. The keys are hidden: they find a column again wherever it was moved."""
RULE_ID, DESCRIPTION = "代碼", "說明"
COLUMN_HEADS = ("欄", "標題", "運算式或名稱", "型別", "可用的值", "預設值")
NAME, POLICY, AGGREGATOR = "表名", "命中原則", "彙總方式"


def input_key(number: int) -> str:
    return f"條件{number + 1}"


def output_key(number: int) -> str:
    return f"結果{number + 1}"


def annotation_key(number: int) -> str:
    return f"註記{number + 1}"


def keys(table: Table) -> list[str]:
    """The columns of the sheet of rules, from the left."""
    return [
        RULE_ID,
        *(input_key(n) for n in range(len(table.inputs))),
        *(output_key(n) for n in range(len(table.outputs))),
        *(annotation_key(n) for n in range(notes_of(table))),
        DESCRIPTION,
    ]


def notes_of(table: Table) -> int:
    """How many annotations there are, with or without a heading."""
    return max([len(table.annotations), *(len(rule.annotations) for rule in table.rules)])


def cell_name(row: int, column: int) -> str:
    """`C7`, from numbers that begin with 0."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def said(policy: HitPolicy) -> str:
    """`UNIQUE 只能有一列成立`, as the workbook shows it."""
    return f"{policy.value}：{POLICIES[policy].zh}"


def said_aggregator(aggregator: Aggregator | None) -> str:
    return f"{aggregator.value}：{AGGREGATORS[aggregator].zh}" if aggregator else ""
