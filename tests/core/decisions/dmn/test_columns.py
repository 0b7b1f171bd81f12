"""The index of a column answers as testing each cell would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.decisions import parse_tests
from tongban.core.decisions.dmn.columns import Column, bits
from tongban.core.decisions.feel.scope import Scope

NUMBERS = st.integers(-4, 4)
ENDS = st.sampled_from([("[", "]"), ("(", ")"), ("[", ")"), ("(", "]"), ("]", "[")])
WORDS = st.sampled_from(["a", "b", "電影院", ""])
TESTS = st.one_of(
    st.just("-"),
    st.builds(str, NUMBERS),
    st.builds(lambda o, n: f"{o} {n}", st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), NUMBERS),
    st.builds(lambda e, a, b: f"{e[0]}{a}..{b}{e[1]}", ENDS, NUMBERS, NUMBERS),
    st.builds(lambda word: f'"{word}"', WORDS),
    st.sampled_from(["true", "false", "null", "> limit", '@"2026-02-28"', '>= @"2026-03-01"']),
)
ROWS = st.lists(TESTS, min_size=1, max_size=3).map(lambda tests: ", ".join(t for t in tests if t != "-") or "-")
CELLS = st.one_of(ROWS, ROWS.filter(lambda text: text != "-").map(lambda text: f"not({text})"))
VALUES = st.one_of(
    NUMBERS.map(Decimal),
    st.decimals(-5, 5, places=1),
    WORDS,
    st.booleans(),
    st.none(),
    st.sampled_from([date(2026, 2, 28), date(2026, 3, 1)]),
    st.just([Decimal(1), "a"]),
)


@given(st.lists(CELLS, max_size=12), VALUES)
def test_the_index_and_the_cells_agree(texts: list[str], value: object) -> None:
    cells = [parse_tests(text) for text in texts]
    names = {"limit": 1}
    expected = {n for n, cell in enumerate(cells) if cell.accept(value, names) is True}
    wanted = (1 << len(cells)) - 1
    assert set(bits(Column(cells).passing(value, wanted, Scope(names)))) == expected


@given(st.lists(CELLS, min_size=2, max_size=8), VALUES)
def test_rules_that_are_not_wanted_never_come_back(texts: list[str], value: object) -> None:
    column = Column([parse_tests(text) for text in texts])
    every = (1 << len(texts)) - 1
    assert column.passing(value, 0b10, Scope({"limit": 1})) == column.passing(value, every, Scope({"limit": 1})) & 0b10


def test_a_cell_that_cannot_be_read_passes_nothing() -> None:
    assert Column([None, parse_tests("-")]).passing("x", 0b11, Scope({})) == 0b10
