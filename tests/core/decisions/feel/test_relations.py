"""How points and ranges lie to each other: the table of the standard and what must hold for all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.decisions import Range, parse
from tongban.core.decisions.feel.builtins import BUILTINS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(1, 10)", True),
        ("before(1, [1..10])", False),
        ("before(1, (1..10])", True),
        ("before([1..10), 10)", True),
        ("before([1..10], (10..20])", True),
        ("before((< 1), [1..2])", True),
        ("after((> 5), 5)", True),
        ("after([5..10], 4)", True),
        ("after([11..20], [1..11))", True),
        ("meets([1..5], [5..10])", True),
        ("meets([1..5), [5..10])", False),
        ("met by([5..10], [1..5])", True),
        ("overlaps([1..5], [5..8])", True),
        ("overlaps([1..5), [5..8])", False),
        ("overlaps((< 5), (> 1))", True),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps before([1..5], (1..5])", True),
        ("overlaps before([1..5], [1..5])", False),
        ("overlaps after([3..8], [1..5])", True),
        ("overlaps after((5..8], [1..5])", False),
        ("finishes(10, [1..10])", True),
        ("finishes(10, [1..10))", False),
        ("finishes([5..10], [1..10])", True),
        ("finished by([1..10], (5..10])", True),
        ("includes([1..10], 1)", True),
        ("includes((1..10], 1)", False),
        ("includes((> 1), [2..3])", True),
        ("during([4..6], [1..10))", True),
        ("during(10, [1..10))", False),
        ("starts(1, [1..10])", True),
        ("starts((1..5), (1..10])", True),
        ("started by([1..10], [1..5])", True),
        ("coincides(5, 5)", True),
        ("coincides([1..5], [1..5))", False),
        ('before(@"2026-01-01", [@"2026-02-01"..@"2026-03-01"])', True),
        ('during("b", ["a".."c"])', True),
        ("before(range1: [1..2], range2: [3..4])", True),
        ("before(range: [1..2], point: 3)", True),
        ("before(1, null)", None),
        ('before(1, "a")', None),
        ('during(1, ["a".."b"])', None),
        ("meets(1, [1..2])", None),
        ("includes(1, 1)", None),
        ('before(@"10:00:00", @"11:00:00Z")', None),
    ],
)
def test_relations_are_those_of_the_standard(text, expected):
    assert parse(text).evaluate({}) is expected


NUMBERS = st.integers(0, 4).map(Decimal)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if low == high:
        return Range(low, high)
    return Range(draw(st.sampled_from([low, None])), high, draw(st.booleans()), draw(st.booleans()))


def holds(name: str, a: object, b: object) -> object:
    return BUILTINS[name].call(a, b)


@given(ranges(), ranges())
def test_each_relation_is_the_other_ones_mirror(a, b):
    for name, mirror in [
        ("before", "after"),
        ("meets", "met by"),
        ("overlaps before", "overlaps after"),
        ("finishes", "finished by"),
        ("includes", "during"),
        ("starts", "started by"),
        ("overlaps", "overlaps"),
        ("coincides", "coincides"),
    ]:
        assert holds(name, a, b) is holds(mirror, b, a)


@given(ranges(), ranges())
def test_two_ranges_are_apart_or_overlap(a, b):
    assert [holds("before", a, b), holds("after", a, b), holds("overlaps", a, b)].count(True) == 1


@given(ranges(), NUMBERS)
def test_a_range_includes_what_is_in_it(a, point):
    assert holds("includes", a, point) is a.holds(point)
    assert holds("during", point, a) is a.holds(point)
    apart = holds("before", a, point) or holds("after", a, point)
    assert apart is not a.holds(point)
