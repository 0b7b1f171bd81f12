"""What would go on without end, or grow without bounds, is stopped soon and said to be too much."""

from __future__ import annotations

import time

import pytest

from tongban.core.decisions import FeelError, parse

SOON = 10.0
"""Seconds of this thread's own work: some hundred times what they take where nothing else runs."""
MOST = 1_000_000
"""Characters of a string, items of a list."""


def doubled(first: str, step: str, times: int) -> str:
    """A context of entries that each double the one before."""
    entries = [f"a{n}: {step.format(f'a{n - 1}')}" for n in range(1, times)]
    return f"{{a0: {first}, {', '.join(entries)}}}.a{times - 1}"


ENDLESS = {
    "a loop over a huge range": "for i in 1..10**12 return i",
    "a loop down a huge range": "for i in 10**12..-(10**12) return i",
    "a loop over every day": 'for d in @"0001-01-01"..@"9999-12-31" return d',
    "loops in loops": "for a in 1..9999, b in 1..9999, c in 1..9999 return a",
    "a quantifier over a huge range": "some i in 1..10**12 satisfies i < 0",
    "every over a huge range": "every i in 1..10**12 satisfies i > 0",
    "nested loops that keep nothing": "count(for i in 1..3000 return count(for j in 1..3000 return j))",
    "a filter in a loop": "for i in 1..3000 return (for j in 1..1000 return j)[item > i]",
    "partial results of partial results": "for i in 1..2000 return partial",
    "a function that calls itself": "{f: function(n) f(n), r: f(1)}.r",
    "a function that calls itself twice": "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(60)}.r",
    "functions that call one another": "{f: function(n) g(n), g: function(n) f(n), r: f(1)}.r",
    "a function given to itself": "{w: function(f) f(f), r: w(w)}.r",
    "a string that doubles": doubled('"' + "x" * 100 + '"', "{0} + {0}", 34),
    "a list that doubles": doubled("[1]", "concatenate({0}, {0})", 34),
    "a list that nests": doubled("[1]", "[{0}, {0}]", 60),
    "a nest made flat": doubled("[1]", "[{0}, {0}]", 30).join(["flatten(", ")"]),
    "a nest made text": doubled("[1]", "[{0}, {0}]", 30).join(["string(", ")"]),
    "nests compared": doubled("[1]", "[{0}, {0}]", 30).join(["{x: ", ", y: x, r: x = y}.r"]),
    "a text joined from many": 'string join(for i in 1..200000 return "通辦通辦通辦", "、、、")',
    "a text replaced everywhere": doubled('"aaaaaaaaaa"', 'replace({0}, "a", "aaaaaaaaaa")', 12),
    "a pattern that goes back and forth": 'matches("' + "a" * 40 + '!", "^(a+)+$")',
    "a pattern with alternatives": 'matches("' + "a" * 60 + '!", "^(a|aa)+$")',
    "a pattern with much to repeat": 'matches("a", "(((a{1,9999}){1,9999}){1,9999}){1,9999}")',
    "a replacement that goes back and forth": 'replace("' + "x" * 5_000 + '", "(x*)*y", "z")',
    "a split that goes back and forth": 'split("' + "x" * 5_000 + '", "(x+x+)+y")',
    "a sort with a silly order": "count(sort(for i in 1..20000 return i, function(a, b) true))",
    "distinct values of many": "count(distinct values(for i in 1..20000 return {a: i}))",
    "a union of many": "count(union(for i in 1..20000 return [i], for i in 1..20000 return [i]))",
    "a huge power": "10 ** 10 ** 10 ** 10",
    "a huge exponential": "exp(10 ** 30)",
    "a huge modulo": "modulo(10 ** 6000, 7)",
    "rounding to a huge scale": "decimal(1.5, 10 ** 9)",
    "rounding to a huge negative scale": "round half up(1.5, -(10 ** 9))",
    "a huge year": "date(10 ** 30, 1, 1)",
    "a huge duration": 'duration("P' + "9" * 300 + 'Y")',
    "huge seconds": 'duration("PT' + "9" * 4_000 + 'S")',
    "a day plus a huge duration": '@"2026-01-01" + duration("P999999999Y") * 999999999',
    "days in a huge duration": '@"P1D" * 10 ** 6000',
    "a place far outside a list": "insert before([1], 10 ** 30, 2)",
    "a place far outside a string": 'substring("a", -(10 ** 30), 10 ** 30)',
    "a part far outside a list": "sublist([1, 2], 1, 10 ** 30)",
    "an item far outside": "[1, 2][10 ** 30]",
    "a long number": 'number("' + "9" * 9_000 + '")',
    "text of a huge number": "string(10 ** 6144)",
    "a range of letters": 'for c in "a".."zzzzzzzz" return c',
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_is_stopped_soon(name):
    began = time.thread_time()
    try:
        value = parse(ENDLESS[name], lenient=True).evaluate({})
    except FeelError as error:
        assert error.text.zh and error.text.en
    else:
        assert not isinstance(value, str | list) or len(value) <= MOST
    assert time.thread_time() - began < SOON
