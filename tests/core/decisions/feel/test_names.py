"""Names of more than one word, as the place knows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tongban.core.decisions import FeelError, parse, parse_tests

D = Decimal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{first name: 1, b: first name + 1}.b", D(2)),
        ("{first name: 1}.first  name", D(1)),
        ("{foo+bar: 1, foo: 5}.foo+bar", D(1)),
        ('{"with, comma": 1}', {"with, comma": D(1)}),
        ("for total amount in [1, 2] return total amount * 2", [D(2), D(4)]),
        ("some big thing in [1, 2] satisfies big thing > 1", True),
        ("(function(base amount: number) base amount + 1)(base amount: 2)", D(3)),
        ("{網址: 1, 市 名: 2}.市 名", D(2)),
        ("[{unit price: 3}, {unit price: 4}][unit price > 3].unit price", [D(4)]),
        ("{a-b: 1, a: 5, b: 3, c: a-b}.c", D(1)),
        ("{a: 5, b: 3, c: a-b}.c", D(2)),
        ("{in: 1}.in", D(1)),
    ],
)
def test_names_the_expression_gives_itself(text, expected):
    assert parse(text).evaluate({}) == expected


def test_a_variable_of_a_loop_ends_before_in_even_within_a_name():
    expression = parse("every i in values in a list satisfies i > 1", ("values in a list",))
    assert expression.names == {"values in a list"}
    assert expression.evaluate({"values in a list": [2, 3]}) is True


def test_members_with_spaces_are_known_from_the_tree_of_names():
    names = {"applicant": {"first name": None, "home": {"street and number": None}}, "name": None}
    expression = parse('applicant.first name + applicant.home.street and number + "x"', names)
    context = {"applicant": {"first name": "a", "home": {"street and number": "b"}}}
    assert expression.evaluate(context) == "abx"


def test_members_nobody_knows_are_as_many_words_as_there_are():
    assert parse('applicant.first name = "a"').evaluate({"applicant": {"first name": "a"}}) is True
    assert parse("if a.b c then 1 else 2").evaluate({"a": {"b c": True}}) == 1


def test_a_member_of_a_known_context_is_not_stretched():
    with pytest.raises(FeelError, match="Two names"):
        parse("applicant.first last", {"applicant": {"first": None}})


def test_members_of_the_items_are_known_in_a_filter():
    names = {"staff": {"dept no": None, "full name": None}}
    expression = parse("staff[dept no = 20].full name", names)
    staff = [{"dept no": 20, "full name": "甲"}, {"dept no": 10, "full name": "乙"}]
    assert expression.evaluate({"staff": staff}) == ["甲"]
    assert expression.names == {"staff"}


def test_in_a_filter_only_names_from_outside_are_free():
    assert parse("xs[a > limit]").names == {"xs"}
    assert parse("xs[a > limit]", ("xs", "limit")).names == {"xs", "limit"}
    assert parse("xs[item > 1 and f(item)]", ("f",)).names == {"xs", "f"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("for i in xs return i + y", {"xs", "y"}),
        ("for i in xs, j in i return partial", {"xs"}),
        ("some i in xs satisfies i > y", {"xs", "y"}),
        ("{a: x, b: a}", {"x"}),
        ("function(a) a + b", {"b"}),
        ("i + (for i in [1] return i)[1]", {"i"}),
    ],
)
def test_names_an_expression_gives_itself_are_not_free(text, names):
    assert parse(text).names == names


def test_a_lenient_parse_tells_functions_it_does_not_know():
    expression = parse("foo(1) + bar(x) + max(1, 2)", ("bar",), lenient=True)
    assert expression.functions == {"foo"}
    assert expression.names == {"bar", "x"}
    result = expression.run({"x": 1})
    assert result.value is None
    assert any("foo" in note.text.zh for note in result.notes)


def test_what_does_not_exist_is_null_in_a_lenient_parse():
    for text in ('@"soon"', "max()", "abs(a: 1, b: 2)", "1 instance of car", "[1] instance of list<car>"):
        result = parse(text, lenient=True).run({})
        assert result.value is None, text
        assert result.notes, text
        with pytest.raises(FeelError):
            parse(text)


def test_a_test_may_speak_of_the_value_it_tests():
    assert parse_tests("? > 5 and ? < limit").accept(7, {"limit": 8}) is True
    assert parse_tests("? > 5 and ? < limit").names == {"limit"}
    assert parse_tests("not(? > 5)").accept(7, {}) is False
    assert parse_tests("?.age > 5").accept({"age": 6}, {}) is True
    assert parse_tests("not(? > 5) and ? > 1").accept(3, {}) is True
    assert parse_tests("count(xs[a = ?]) > 0").accept(3, {"xs": [{"a": 3}]}) is True


def test_a_condition_without_the_value_is_a_test_too():
    assert parse_tests("limit > 5").accept("x", {"limit": 6}) is True
    assert parse_tests("limit > 5").accept("x", {"limit": 4}) is False
    assert parse_tests("limit > 5").accept(False, {"limit": 4}) is True


def test_an_input_may_be_called_like_a_built_in_function():
    names = ("date", "count")
    assert parse('date("2026-11-20") > date', names).evaluate({"date": date(2026, 1, 1)}) is True
    assert parse("count + count(xs)", (*names, "xs")).evaluate({"count": 5, "xs": [1]}) == 6
    deep = "date(" * 30 + '"2026-11-20"' + ")" * 30
    assert parse(deep, names).evaluate({"date": 1}) == date(2026, 11, 20)


def test_comments_and_line_breaks_may_stand_within_names():
    names = ("total amount",)
    assert parse("total /* of all */ amount", names).names == {"total amount"}
    assert parse("total // of all\n amount", names).names == {"total amount"}
    assert parse("{unit /* x */ price: 1}.unit // y\n price").evaluate({}) == 1
    assert parse("max(a /* note: none */, b)").names == {"a", "b"}
    assert parse("{a/b: 1}.a/b").evaluate({}) == 1
    assert parse("x.unit /* y */ price").evaluate({"x": {"unit price": 1}}) == 1
