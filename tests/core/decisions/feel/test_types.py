"""Types of a model: as they are written, and what values become where they are asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.decisions import parse
from tongban.core.decisions.feel.types import (
    ANY,
    TYPES,
    ContextType,
    ListType,
    RangeType,
    Simple,
    coerced,
    conforms,
    is_instance,
)
from tongban.core.decisions.feel.values import Range, feel, kind

NUMBER, STRING = Simple("number"), Simple("string")
PERSON = ContextType((("full name", STRING), ("age", NUMBER)))
OWN = {"tPerson": PERSON, "t People": ListType(PERSON), "imported.tAge": NUMBER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{full name: "甲", age: 3} instance of tPerson', True),
        ('{full name: "甲", age: "3"} instance of tPerson', False),
        ('[{full name: "甲", age: 3}] instance of t People', True),
        ("3 instance of imported.tAge", True),
        ("[3] instance of list<imported . tAge>", True),
        ('(function(p: tPerson) p.age)({full name: "甲", age: 3}) = 3', True),
        ("(function(p: tPerson) p.age)(3) = null", True),
    ],
)
def test_a_model_has_types_of_its_own(text, expected):
    assert parse(text, types=OWN).evaluate({}) is expected


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        ([Decimal(1)], NUMBER, Decimal(1)),
        (Decimal(1), ListType(NUMBER), [Decimal(1)]),
        ("x", NUMBER, None),
        ([Decimal(1), Decimal(2)], NUMBER, None),
        ("x", ListType(NUMBER), None),
        ([Decimal(1)], ANY, [Decimal(1)]),
        (None, NUMBER, None),
        (Range(Decimal(1), Decimal(2)), RangeType(NUMBER), Range(Decimal(1), Decimal(2))),
    ],
)
def test_values_become_what_is_asked_for_or_null(value, type_, expected):
    assert coerced(value, type_) == expected


def test_a_day_becomes_its_midnight_where_a_moment_is_asked_for():
    moment = coerced(date(2028, 2, 29), TYPES["date and time"])
    assert kind(moment) == "date and time"
    assert parse('m = @"2028-02-29T00:00:00Z"', ("m",)).evaluate({"m": moment}) is True


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5).map(Decimal) | st.text(max_size=2) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)
KINDS = st.recursive(
    st.sampled_from([NUMBER, STRING, ANY, Simple("date"), Simple("boolean")]),
    lambda inner: inner.map(ListType) | inner.map(lambda of: ContextType((("a", of),))),
    max_leaves=3,
)


@given(VALUES, KINDS)
def test_what_was_converted_is_of_the_type_and_stays_as_it_is(value, type_):
    converted = coerced(feel(value), type_)
    assert conforms(converted, type_)
    assert coerced(converted, type_) == converted
    if is_instance(value, type_):
        assert converted == value
