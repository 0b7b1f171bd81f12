from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.dmn.drawn import boolean_cells, number_cells, table, text_cells
from tongban.core.decisions import parse_tests
from tongban.core.decisions.dmn.asked import asked
from tongban.core.decisions.dmn.axis import Axis, axis_of, pieces
from tongban.core.decisions.dmn.checks import check_table
from tongban.core.decisions.dmn.notation import written_tests

MARKS = {
    "date": ['@"2024-02-28"', '@"2024-03-01"', '@"2024-03-02"'],
    "date and time": ['@"2024-02-28T10:00:00"', '@"2024-02-28T10:00:05"', '@"2024-03-01T00:00:00"'],
    "time": ['@"00:00:00"', '@"10:30:00"', '@"23:59:59"'],
    "days and time duration": ['@"-P1D"', '@"PT1S"', '@"P3D"'],
    "years and months duration": ['@"P1M"', '@"P2M"', '@"P3Y"'],
    "string": ['"a"', '"a!"', '"甲"'],
}


def _cells(marks: list[str]) -> st.SearchStrategy[str]:
    mark = st.sampled_from(marks)
    pair = st.tuples(st.sampled_from(range(3)), st.sampled_from(range(3))).map(sorted)
    spans = st.builds(
        lambda ends, low, high: f"{low}{marks[ends[0]]}..{marks[ends[1]]}{high}",
        pair,
        st.sampled_from("[("),
        st.sampled_from("])"),
    )
    return st.one_of(
        mark, spans, st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), mark), st.just("-")
    )


odd_cells = st.sampled_from(
    [
        "(!= 5)",
        "(= 5)",
        "!= 5",
        "[null..5]",
        "null",
        "not(null)",
        "5, null",
        "[1, [2..3]]",
        "? = 5 or ? > 7",
        "{a: 1}",
        '"a"',
    ]
)
columns = st.one_of(
    st.tuples(st.just("number"), st.lists(odd_cells, max_size=6)),
    st.tuples(st.just("number"), st.lists(number_cells, max_size=6)),
    st.tuples(st.just("integer"), st.lists(number_cells, max_size=6)),
    st.tuples(st.just("string"), st.lists(text_cells, max_size=6)),
    st.tuples(st.just("boolean"), st.lists(boolean_cells, max_size=6)),
    *(st.tuples(st.just(kind), st.lists(_cells(marks), max_size=6)) for kind, marks in MARKS.items()),
)


def axis(type_: str, cells: list[str]) -> Axis:
    made = axis_of(type_, [asked(cell) for cell in cells])
    assert made is not None
    return made


@given(columns)
def test_a_cell_takes_the_pieces_whose_sample_passes_its_test(column):
    made = axis(*column)
    for cell in column[1]:
        passing = [n for n in pieces(made.whole) if parse_tests(cell).accept(made.samples[n], {}) is True]
        assert list(pieces(made.taken(asked(cell)))) == passing


@given(columns)
def test_each_sample_lies_in_its_own_piece(column):
    made = axis(*column)
    assert [made.piece(made.samples[n]) for n in pieces(made.whole)] == list(pieces(made.whole))


@given(columns, st.randoms())
def test_pieces_are_written_as_the_cell_that_takes_them(column, chance):
    made = axis(*column)
    some = [n for n in pieces(made.whole & ~made.null) if chance.random() < 0.5]
    if some:
        text = written_tests(made, sum(1 << n for n in some))
        accepted = [n for n in pieces(made.whole & ~made.null) if parse_tests(text).accept(made.samples[n], {}) is True]
        assert accepted == some


@pytest.mark.parametrize("kind", MARKS)
def test_every_kind_has_values_even_where_no_cell_names_one(kind):
    assert axis(kind, ["-"]).samples[0] is not None


@pytest.mark.parametrize(("kind", "marks"), MARKS.items())
def test_every_kind_has_values_before_between_and_after(kind, marks):
    made = axis(kind, [f"> {mark}" for mark in marks])
    missing = {n for n, sample in enumerate(made.samples[:-1]) if sample is None}
    assert missing == {"date": {4}, "years and months duration": {2}, "time": {0, 6}}.get(kind, set())


@pytest.mark.parametrize(
    "cells", [['@"2024-01-01T00:00:00"', '@"2024-01-01T00:00:00Z"'], ["[1, 2]", '"a"'], ["{a: 1}"]]
)
def test_values_that_cannot_be_compared_have_no_pieces(cells):
    assert axis_of("", [asked(cell) for cell in cells]) is None


words = st.sampled_from(
    ["1", '"a"', "?", "(", ")", "[", "]", "..", ",", "not", "<", "-", "in", "null", "for", "@", "now()"]
)


@given(
    st.lists(st.lists(words, max_size=7).map(" ".join), min_size=4, max_size=12), st.sampled_from(["", "number", "any"])
)
def test_whatever_is_written_in_a_table_is_checked_without_an_accident(texts, type_):
    rows = [texts[n : n + 3] for n in range(0, len(texts), 3)]
    for policy in ("UNIQUE", "FIRST", "ANY", "PRIORITY"):
        check_table(table([("a", type_, texts[0]), ("b", "string", "")], rows, policy), ("a", "b"))
