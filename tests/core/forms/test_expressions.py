from __future__ import annotations

import json
import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms.xpath import ExpressionFault, Moment, Value, evaluate, parse

AT = datetime(2026, 11, 20, 0, 30, tzinfo=ZoneInfo("Asia/Taipei"))
ANSWERS: dict[str, Value] = {
    "age": 17.0,
    "name": "王小明",
    "blank": "",
    "needs": ("wheelchair", "cane"),
    "born": date(2008, 2, 29),
}


def value(source: str, current: Value = "") -> Value:
    return evaluate(parse(source).tree, Moment(ANSWERS.__getitem__, AT, current))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("7 mod 3 + 8 div 4", 3.0),
        ("-5 mod 2", -1.0),
        ("- - 2", 2.0),
        ("1 div 0", math.inf),
        ("${age} >= 18", False),
        ("${age} < 18 and ${name} = '王小明'", True),
        ("${age} = 17 or foo_is_never_read", None),
        ("true() and not(false())", True),
        ("1 = 1 = 1", True),
        ("2 > 1 = true()", True),
        ("'a' != 'b'", True),
        (". = 'x'", True),
        ("string-length(.) = 1", True),
        ("selected(${needs}, 'cane')", True),
        ("selected(${needs}, 'can')", False),
        ("count-selected(${needs})", 2.0),
        ("selected-at(${needs}, 1)", "cane"),
        ("selected-at(${needs}, 5)", ""),
        ("today()", date(2026, 11, 20)),
        ("today() - ${born} > 6570", True),
        ("${born} < date('2008-03-01')", True),
        ("${born} = '2008-02-29'", True),
        ("date('2026-02-29')", ""),
        ("format-date(${born}, '%Y/%n/%e')", "2008/2/29"),
        ("number('3.50') = 3.5", True),
        ("number('1e5')", math.nan),
        ("string(3)", "3"),
        ("string(0.5)", "0.5"),
        ("if(${age} > 20, 'old', 'young')", "young"),
        ("coalesce(${blank}, 'x')", "x"),
        ("concat('a', 1, true())", "a1true"),
        ("contains(${name}, '小') and starts-with(${name}, '王') and ends-with(${name}, '明')", True),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(1.255, 1)", 1.3),
        ("int(-1.5) = -1 and floor(-1.5) = -2 and ceiling(1.2) = 2", True),
        ("min(3, ${blank}, 2) + max(1, 5)", 7.0),
        ("normalize-space('  a   b ')", "a b"),
    ],
)
def test_it_computes_as_xpath_and_odk_say(source: str, expected: Value | None) -> None:
    if expected is None:
        with pytest.raises(ExpressionFault):
            parse(source)
        return
    found = value(source, "x")
    assert found == expected or (found != found and expected != expected)
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "="])
def test_a_blank_answer_is_neither_more_nor_less_than_a_number(sign: str) -> None:
    assert value(f"${{blank}} {sign} 18") is False


def test_today_is_the_day_in_taipei_even_just_after_midnight() -> None:
    assert value("today() = date('2026-11-20')") is True


def test_what_is_decided_is_not_evaluated_further() -> None:
    assert value("true() or ${nobody}") is True
    assert value("false() and ${nobody}") is False
    assert value("if(true(), 1, ${nobody})") == 1.0


def test_an_expression_knows_what_it_reads() -> None:
    expression = parse("${ a } > 1 and selected(${b}, .)")
    assert expression.names == {"a", "b"}
    assert expression.reads_current


def test_the_tree_goes_through_json() -> None:
    tree = parse("not(${a} = 'x') and . > 2").as_json()
    assert json.loads(json.dumps(tree)) == tree
    assert tree == [
        "op", "and",
        ["call", "not", ["op", "=", ["ref", "a"], ["lit", "x"]]],
        ["op", ">", ["."], ["lit", 2.0]],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1 +", "breaks off"),
        ("1 2", "does not belong here"),
        ("frobnicate(1)", "no function “frobnicate”"),
        ("${a} ＞ 3", "full-width; write “>”"),
        ("（1）", "full-width"),
        ("'abc", "does not end"),
        ("(1", "not closed"),
        ("1)", "does not belong"),
        ("../a = 1", "Refer to a question as ${name}"),
        ("/data/a = 1", "Refer to a question as ${name}"),
        ("./a", "not by a path"),
        ("a = 1", "Refer to a question as ${name}"),
        ("selected(.)", "takes 2 arguments"),
        ("true(1)", "takes 0 arguments"),
        ("regex(., ${a})", "written out in quotes"),
        ("regex(., '(')", "breaks off"),
        (". > '2020-01-01'", "write dates as date("),
        ("__import__('os')", "no function"),
        ("1 # 2", "means nothing here"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(source: str, says: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        parse(source)
    assert says in fault.value.text.en
    assert fault.value.text.zh


@pytest.mark.parametrize("source", ["(" * 5_000, "-" * 4_000 + "1", "not(" * 400, "1" + "+1" * 2_000, "1" * 6_000])
def test_an_expression_that_explodes_is_refused_or_computed_at_once(source: str) -> None:
    try:
        value(source)
    except ExpressionFault as fault:
        assert fault.text.en


@given(st.text(max_size=60) | st.text("${}()'.<>=+-*/ abnot,orand12", max_size=60))
def test_reading_never_fails_in_any_other_way(source: str) -> None:
    try:
        json.dumps(parse(source).as_json())
    except ExpressionFault as fault:
        assert 0 <= fault.position <= len(source)
