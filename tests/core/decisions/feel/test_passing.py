"""What functions of the language take: lists of one for single values, and themselves passed on as values."""

from __future__ import annotations

import pytest

from tongban.core.decisions import parse


@pytest.mark.parametrize(
    ("listed", "plain"),
    [
        ("date([2026], [1], [31])", "date(2026, 1, 31)"),
        ('date(["2026-01-31"])', 'date("2026-01-31")'),
        ("time([1], 2, [3])", "time(1, 2, 3)"),
        ('date and time([@"2026-01-31"], [@"10:00:00"])', 'date and time(@"2026-01-31", @"10:00:00")'),
        ('substring("abc", [2], [1])', '"b"'),
        ("not([true])", "false"),
        ('number(["1,5"], [" "], [","])', "1.5"),
        ("before([1], [2])", "true"),
        ("includes([[1..3]], [2])", "true"),
        ('upper case(["a"])', '"A"'),
        ("round up([1.25], [1])", "1.3"),
        ('matches(["a"], "A", ["i"])', "true"),
        ('day of week([@"2026-11-20"])', '"Friday"'),
        ('duration(["P1D"])', '@"P1D"'),
    ],
)
def test_a_list_of_one_stands_for_its_item_where_one_value_is_wanted(listed: str, plain: str) -> None:
    value = parse(listed).evaluate({})
    assert value is not None
    assert value == parse(plain).evaluate({})


@pytest.mark.parametrize("text", ["is([1], 1)", "list contains([1, 2], [1])", "string([1]) = string(1)"])
def test_it_does_not_where_any_value_will_do(text: str) -> None:
    assert parse(text).evaluate({}) is False


@pytest.mark.parametrize("text", ["date([2026, 2027], 1, 1)", "not([])", "before([1, 2], 3)"])
def test_a_list_of_more_or_none_is_no_single_value(text: str) -> None:
    assert parse(text).evaluate({}) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('for f in [substring] return f("abc", 2, 1)', '["b"]'),
        ("{f: date, r: f(2026, 1, 31)}.r", 'date("2026-01-31")'),
        ('{f: date, r: f("2026-01-31")}.r', 'date("2026-01-31")'),
        ("{f: date, r: f(day: 31, month: 1, year: 2026)}.r", 'date("2026-01-31")'),
        ('{f: substring, r: f(length: 1, string: "abc", start position: 2)}.r', '"b"'),
        ("{f: max, r: f(1, 3, 2)}.r", "3"),
        ("{f: max, r: f([1, 3, 2])}.r", "3"),
        ("{f: append, r: f([1], 2, 3)}.r", "[1, 2, 3]"),
        ("sort([3, 1, 2], before)", "[1, 2, 3]"),
        ("{f: function(g) g(1.25, 1), r: f(floor)}.r", "1.2"),
    ],
)
def test_a_function_passed_on_takes_whatever_it_takes_called_by_its_name(text: str, plain: str) -> None:
    assert parse(text).evaluate({}) == parse(plain).evaluate({})


@pytest.mark.parametrize("text", ["{f: abs, r: f(1, 2)}.r", "{f: max, r: f()}.r", "{f: date, r: f(year: 2026)}.r"])
def test_but_nothing_else(text: str) -> None:
    result = parse(text).run({})
    assert result.value is None
    assert result.notes
