"""Cells in the words of those who never saw FEEL."""

from __future__ import annotations

import pytest

from tongban.core.decisions import (
    Aggregator,
    HitPolicy,
    Output,
    Table,
    condition_words,
    policy_words,
    result_words,
    value_words,
)
from tongban.core.text import Text

KINDS = {"a": Text("甲類", "class A"), "b": Text("乙類", "class B")}


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        ("-", "不限", "any"),
        ("  ", "不限", "any"),
        ('"a"', "甲類", "class A"),
        ('"a", "b"', "甲類或乙類", "class A or class B"),
        ('"c"', "c", "c"),
        ('not("a")', "甲類以外", "not class A"),
        ("< 300", "未滿 300", "below 300"),
        ("<= 300", "300 以下", "at most 300"),
        ("> 1200.5", "超過 1,200.5", "more than 1,200.5"),
        ("[2..3)", "2 以上、未滿 3", "at least 2, below 3"),
        ("(2..3]", "超過 2、3 以下", "more than 2, at most 3"),
        ("true", "是", "yes"),
        ("null", "空白", "nothing"),
        ('date("2026-02-28")', "2026-02-28", "2026-02-28"),
    ],
)
def test_what_a_condition_asks_is_said_in_words(cell: str, zh: str, en: str) -> None:
    assert condition_words(cell, KINDS) == Text(zh, en)


@pytest.mark.parametrize("cell", ["? * 2 > 100", "< limit", "> >", "today()", "甲"])
def test_what_only_feel_can_say_is_left_to_it(cell: str) -> None:
    assert condition_words(cell, KINDS) is None


@pytest.mark.parametrize(
    ("cell", "zh"), [("20000", "20,000"), ('"b"', "乙類"), ("", "空白"), ("false", "否"), ("0.5", "0.5")]
)
def test_what_a_row_gives_is_said_in_words(cell: str, zh: str) -> None:
    said = result_words(cell, KINDS)
    assert said is not None
    assert said.zh == zh


@pytest.mark.parametrize("cell", ["base * 1.5", "1 +", "{a: 1}"])
def test_what_is_computed_is_left_as_it_is(cell: str) -> None:
    assert result_words(cell) is None


def test_a_list_is_said_item_by_item() -> None:
    assert value_words(["a", "b"], KINDS).zh == "甲類、乙類"
    assert value_words([]).zh == "空白"


def test_the_hit_policy_is_said_with_what_is_made_of_the_rows() -> None:
    drawn = Table("t", "表", (), (Output("o", "", "額"),), (), HitPolicy.COLLECT, Aggregator.SUM)
    assert policy_words(drawn).zh == "收集所有成立的列（加總）"
