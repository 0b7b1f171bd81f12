"""What would go on for ever ends soon, with a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tongban.core.decisions import FeelError, parse
from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.decisions.feel.scope import MAX_NOTES, Evaluation, Scope


@contextmanager
def soon(seconds: float = 8) -> Iterator[None]:
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


@pytest.mark.parametrize(
    "text",
    [
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "{f: function(n) f(n + 1) + f(n + 2), r: f(1)}.r",
        "(function(f) f(f))(function(f) f(f))",
        "count(for i in 1..1000000 return for j in 1..1000000 return j)",
        "some i in 1..999999, j in 1..999999 satisfies i + j < 0",
        "for i in 1..999999 return partial",
    ],
)
def test_what_never_ends_is_stopped_with_a_reason(text):
    with soon(), pytest.raises(TooMuch) as caught:
        parse(text).evaluate({})
    assert "停止" in caught.value.text.zh or "盡頭" in caught.value.text.zh


@pytest.mark.parametrize("text", ["for i in 1..10 ** 12 return i", "for i in 1..10 ** 6000 return i"])
def test_a_range_that_is_too_large_is_null_at_once(text):
    with soon(1):
        result = parse(text).run({})
    assert result.value is None
    assert "上限" in result.notes[0].text.zh


@pytest.mark.parametrize(
    "text",
    [
        "[1.." * 2_400,
        "[1..5[" * 1_600,
        "{a:" * 3_300,
        "function(a) " * 800,
        "for x in " * 1_100,
        "xs[" * 3_300,
        "f(" * 4_900,
        "a" + "[1]" * 3_300,
        "a" + "(1)" * 3_300,
        "x instance of " + "list<" * 1_900,
        "{" + "a " * 4_900,
        "{" + " " * 9_900,
        "not(" * 2_400 + "1",
        '@"' * 4_900,
    ],
    ids=range(14),
)
def test_nasty_text_is_refused_soon(text):
    with soon(5), pytest.raises(FeelError):
        parse(text, lenient=True).evaluate({})


def nest(prefix: str, depth: int) -> str:
    """Entries of a context: every one holds the one before twice."""
    entries = [f"{prefix}0: [1, 1]"]
    entries += [f"{prefix}{n}: [{prefix}{n - 1}, {prefix}{n - 1}]" for n in range(1, depth)]
    return ", ".join(entries)


@pytest.mark.parametrize(
    "text",
    [
        f"{{{nest('a', 60)}}}",
        f"{{{nest('a', 30)}, {nest('b', 30)}, r: a29 = b29}}.r",
        f"{{{nest('a', 60)}, r: string(a59)}}.r",
        f"{{{nest('a', 18)}, {nest('b', 18)}, r: for i in 1..100000 return a17 = b17}}.r",
    ],
    ids=range(4),
)
def test_lists_in_one_another_are_weighed_with_all_that_is_in_them(text):
    with soon(), pytest.raises(TooMuch):
        parse(text).evaluate({})


def test_now_needs_the_moment():
    at = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert parse("now() = null").evaluate({}, at) is False
    assert parse("today()").evaluate({}, at) is not None
    result = parse("today()").run({})
    assert result.value is None
    assert "時刻" in result.notes[0].text.zh


def test_reasons_do_not_pile_up():
    result = parse("for i in 1..5000 return null + i").run({})
    assert len(result.value) == 5000
    assert len(result.notes) == MAX_NOTES


def test_expressions_of_one_decision_share_what_they_may_cost():
    evaluation = Evaluation()
    counted = parse("count(for i in 1..900000 return i)")
    with pytest.raises(TooMuch):
        for _ in range(5):
            counted.compute(Scope({}, evaluation))


def test_an_expression_can_be_run_again_after_it_was_stopped():
    expression = parse("{f: function(n) if n = 0 then 1 else f(n - 1), r: f(depth)}.r")
    with pytest.raises(TooMuch):
        expression.evaluate({"depth": -1})
    assert expression.evaluate({"depth": 50}) == 1
