"""Arithmetic between kinds, properties, and how values are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.feel.written import written
from tongban.core.decisions import parse
from tongban.core.decisions.feel import operations
from tongban.core.decisions.feel.text import literal_of
from tongban.core.decisions.feel.values import equal, feel

VALUES = st.sampled_from(
    ["1", "-2.5", "0", '"a"', "true", "null", "[1]", "{a: 1}", "[1..2]", "(function(a) a)"]
    + [f'@"{text}"' for text in ("2026-02-28", "12026-02-28", "10:00:00", "10:00:00Z", "2026-02-28T10:00:00")]
    + [f'@"{text}"' for text in ("2026-02-28T10:00:00@Asia/Taipei", "P1DT1H", "-P1D", "P1Y1M", "-P1M", "PT0S")]
).map(lambda text: parse(text).evaluate({}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2028-01-31" + @"P1M"', '@"2028-02-29"'),
        ('@"2028-02-29" + @"P1Y"', '@"2029-02-28"'),
        ('@"2028-03-31T10:00:00" - @"P1M"', '@"2028-02-29T10:00:00"'),
        ('@"2026-01-01" + @"PT36H"', '@"2026-01-02"'),
        ('@"2026-01-02" - @"PT1S"', '@"2026-01-01"'),
        ('@"23:30:00" + @"PT1H"', '@"00:30:00"'),
        ('@"00:30:00Z" - @"PT1H"', '@"23:30:00Z"'),
        ('@"2026-01-02" - @"2026-01-01"', '@"P1D"'),
        ('@"2026-01-02" - @"2026-01-01T08:00:00+08:00"', '@"P1D"'),
        ('@"2026-01-02" - @"2026-01-01T08:00:00"', "null"),
        ('@"10:00:00+02:00" - @"09:00:00+01:00"', '@"PT0S"'),
        ('@"10:00:00" - @"09:00:00Z"', "null"),
        ('@"P1D" / 7', '@"PT3H25M42.857142857S"'),
        ('@"P1D" / @"PT1H"', "24"),
        ('@"P1D" / @"PT0S"', "null"),
        ('@"P1Y" / 0', "null"),
        ('@"P1M" * 2.9', '@"P2M"'),
        ('@"P1M" * -2.9', '@"-P2M"'),
        ('@"P1Y" + @"P1D"', "null"),
        ('@"P1Y" * @"P1Y"', "null"),
        ('1 / @"P1Y"', "null"),
        ('"a" + "b"', '"ab"'),
        ('-@"P1Y2M"', '@"-P1Y2M"'),
        ('-@"10:00:00"', "null"),
        ("[1] + 1", "null"),
        ("true + true", "null"),
    ],
)
def test_what_goes_together_is_computed_and_nothing_else(text, expected):
    assert written(text) == expected


@given(VALUES, VALUES)
def test_no_two_values_crash_an_operation(a, b):
    for operation in (
        operations.add,
        operations.subtract,
        operations.multiply,
        operations.divide,
        operations.power,
    ):
        result = operation(a, b)
        assert result is None or feel(result) == result


@given(VALUES, VALUES)
def test_the_order_of_a_sum_or_a_product_does_not_matter(a, b):
    if not (isinstance(a, str) and isinstance(b, str)):
        assert operations.add(a, b) == operations.add(b, a)
    assert operations.multiply(a, b) == operations.multiply(b, a)


@given(VALUES, VALUES)
def test_what_is_written_is_read_back(a, b):
    for value in (a, [a, b], {"a": a, "b c": b, '"': a, "d-e": [b]}):
        if "function" not in literal_of(value):
            assert equal(parse(literal_of(value)).evaluate({}), value) in (True, None)
            assert literal_of(parse(literal_of(value)).evaluate({})) == literal_of(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20".weekday', "5"),
        ('@"12026-11-20".weekday', "5"),
        ('@"-0004-02-29".year', "-4"),
        ('@"10:30:01.5".second', "1.5"),
        ('@"10:30:01+08:00".time offset', '@"PT8H"'),
        ('@"10:30:01@Asia/Taipei".timezone', '"Asia/Taipei"'),
        ('@"2026-07-01T10:30:01@Europe/Paris".time offset', '@"PT2H"'),
        ('@"2026-07-01T10:30:01".time offset', "null"),
        ('@"-P1DT2H3M4.5S".days', "-1"),
        ('@"-P1DT2H3M4.5S".hours', "-2"),
        ('@"-P1DT2H3M4.5S".seconds', "-4.5"),
        ('@"-P1Y2M".years', "-1"),
        ('@"-P1Y2M".months', "-2"),
        ('@"P1Y".days', "null"),
        ('@"2026-11-20".hour', "null"),
        ("(> 5).start", "5"),
        ("(> 5).end", "null"),
        ("(<= 5).end included", "true"),
        ("(<= 5).start included", "false"),
        ('"text".length', "null"),
    ],
)
def test_values_have_the_properties_of_their_kind(text, expected):
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.00", "1.00"),
        ("1e3", "1000"),
        ("0.00000012", "0.00000012"),
        ("-0.0", "0.0"),
        ("true", "true"),
        ("[]", "[]"),
        ('[1, "a", [null]]', '[1, "a", [null]]'),
        ('{"a b": 1, "c:d": "\\"", "": 2}', '{a b: 1, "c:d": "\\"", "": 2}'),
        ("[1..5)", "[1..5)"),
        ("(< 5)", "(..5)"),
        ('["a".."b"]', '["a".."b"]'),
        ("(= 5)", "(=5)"),
    ],
)
def test_a_value_has_one_text(text, expected):
    assert parse(f"string({text})").evaluate({}) == expected


def test_ranges_are_equal_when_they_are_written_alike():
    assert written("[1..2] = [1.0..2.00]") == "true"
    assert written("(1..2] = [1..2]") == "false"
    assert written("(= 1) = [1..1]") == "false"
    assert written('[1..2] = ["a".."b"]') == "null"


def test_strings_grow_to_a_million_characters_and_no_further():
    half = "x" * 600_000
    assert operations.add(half, "y") == half + "y"
    assert operations.add(half, half) is None


def test_numbers_have_thirty_four_digits():
    assert written("0 ** 0") == "1"
    assert written("0.1 ** 1e6") == "0"
    assert operations.add(Decimal("1e33"), Decimal("0.4")) == Decimal("1e33")
    assert operations.multiply(Decimal("1e6000"), Decimal("1e6000")) is None
