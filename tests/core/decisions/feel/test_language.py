"""Loops, filters, functions, contexts and types."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.decisions import parse

D = Decimal


def value(text: str, **context: object) -> object:
    return parse(text, tuple(context)).evaluate(context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 1..3 return i * 2", [2, 4, 6]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in 2..2 return i", [2]),
        ("for i in [1..3] return i", [1, 2, 3]),
        ("for i in (1..4) return i", [2, 3]),
        ("for i in -1..1 return i", [-1, 0, 1]),
        ("for i in [1, 2], j in [i..3] return i * 10 + j", [11, 12, 13, 22, 23]),
        ("for i in 1..4 return count(partial)", [0, 1, 2, 3]),
        ("for i in [] return i", []),
        ("for i in 5 return i", [5]),
        ("for i in null return i", None),
        ("for i in 1.5..3 return i", None),
        ('for i in "a".."c" return i', None),
        ("for i in 1..2, j in null return i", None),
        ("for i in [1, 2] return for j in [i] return j", [[1], [2]]),
        ("[1, 2, 3, 4][item > 2]", [3, 4]),
        ("[1, 2, 3][2]", 2),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][1 + 1]", 2),
        ("[1, 2, 3][0]", None),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][1.5]", None),
        ("7[1]", 7),
        ("7[item = 7]", [7]),
        ("null[1]", None),
        ("[1, null, 3][item = null]", [None]),
        ("[{a: 1, b: 2}, {a: 3}][a > 1]", [{"a": 3}]),
        ("[{item: 1}, {item: 2}][item = 2].item", [2]),
        ("[[1, 2], [3]][1][2]", 2),
        ("[{x: 1, y: [1, 2]}][x = 1].y[1]", [1, 2]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies false", True),
        ("some x in [] satisfies true", False),
        ("some x in [1, null] satisfies x > 0", True),
        ("every x in [1, null] satisfies x > 0", None),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
        ("every x in 1..3 satisfies x < 4", True),
        ("{}", {}),
        ("{a: 1, b: {c: a + 1}}.b.c", 2),
        ("{a: 1, a: 2}", None),
        ("(function(a, b) a - b)(5, 3)", 2),
        ("(function(a, b) a - b)(b: 5, a: 3)", -2),
        ("(function(a, b) a - b)(5)", None),
        ("(function(a, b) a - b)(a: 5, c: 3)", None),
        ("(function(a: number) a)(5)", 5),
        ('(function(a: number) a)("5")', None),
        ("(function(a: number) a)([5])", 5),
        ("(function(a: list<number>) count(a))(5)", 1),
        ("(function(a: number) a = null)(null)", True),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
        ("{k: 10, f: function(n) n + k}.f(1)", 11),
        ("{fs: [function(x) x + 1]}.fs[1](2)", 3),
        ('(function(a) external {java: {class: "x", method signature: "y"}})(1)', None),
        ("null()", None),
        ('"abs"(-1)', None),
        ("{a: 1}.a.b", None),
        ("if null then 1 else if true then 2 else 3", 2),
        ("5 in (1, < 3, >= 5)", True),
        ("5 in = 5", True),
        ("5 in (!= 5)", False),
        ("5 in ]1..5[", False),
        ("[1..5[ = [1..5)", True),
        ("[1..[5][1]] = [1..5]", True),
        ("4 in (< 5)", True),
        ("{r: (< 5)}.r = (< 5)", True),
        ("-(function(a) a)(10)", -10),
        ("- 2 ** 2", 4),
        ("1 // one\n + /* two */ 2", 3),
        ("{🐎: 1}.🐎", 1),
    ],
)
def test_values(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ('"a" instance of string', True),
        ("null instance of Any", False),
        ("null instance of string", False),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("[] instance of list<string>", True),
        ("1 instance of list<number>", False),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ("{a: null} instance of context<a: number>", True),
        ("{} instance of context<a: number>", False),
        ("{a b: {c: 1}} instance of context<a b: context<c: number>>", True),
        ("[1..2] instance of range<number>", True),
        ('["a".."b"] instance of range<number>', False),
        ("(function(a) a) instance of function<number> -> number", True),
        ("(function(a, b) a) instance of function<number> -> number", False),
        ("(function() 1) instance of function<> -> Any", True),
        ('date("2026-11-20") instance of date', True),
        ('date("2026-11-20") instance of date and time', False),
        ("true and 1 instance of number", True),
    ],
)
def test_instance_of(text, expected):
    assert value(text) is expected


def test_built_in_functions_can_be_passed_on():
    assert value("(function(f, x) f(x))(count, [1, 2])") == 2


def test_names_around_a_loop_are_seen_inside_and_hidden_by_its_own():
    assert value("for i in [1] return i + j", i=5, j=10) == [11]
    assert value("xs[n > n2]", xs=[{"n": 1}, {"n": 3}], n=100, n2=2) == [{"n": 3}]


def test_the_value_of_an_input_is_left_as_it_was():
    context = {"xs": [{"n": 1}], "ctx": {"a": [1]}}
    value("for x in xs return x.n", **context)
    value("ctx.a[1]", **context)
    assert context == {"xs": [{"n": 1}], "ctx": {"a": [1]}}


def test_every_null_of_the_language_keeps_its_reason():
    for text in ("[1][2]", "null[1]", "{a: 1, a: 2}", "1(2)", "for i in null return i", "true and 1", "{}.a"):
        assert parse(text).run({}).notes, text


@given(st.lists(st.integers(-5, 5), max_size=6), st.integers(-5, 5))
def test_filters_loops_and_quantifiers_agree(xs, limit):
    kept = [D(x) for x in xs if x > limit]
    assert value("xs[item > limit]", xs=xs, limit=limit) == kept
    assert value("some x in xs satisfies x > limit", xs=xs, limit=limit) is bool(kept)
    assert value("every x in xs satisfies x > limit", xs=xs, limit=limit) is (len(kept) == len(xs))
    assert value("for x in xs[item > limit] return -x", xs=xs, limit=limit) == [-x for x in kept]
