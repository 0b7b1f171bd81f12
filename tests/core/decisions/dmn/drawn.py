"""Tables for tests, written short, and the plainest way to say which rules match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from tongban.core.decisions import parse_tests
from tongban.core.decisions.dmn.table import HitPolicy, Input, Output, Rule, Table

Cells = Sequence[str]


def table(
    inputs: Sequence[tuple[str, ...]], rows: Sequence[Cells], policy: str = "UNIQUE", *outputs: Output, **more: object
) -> Table:
    """Inputs are (name, type, values); a row is its inputs, then its outputs (one number, if none are given)."""
    columns = tuple(Input(f"i{n}", f"欄{n}", *column) for n, column in enumerate(inputs))
    results = outputs or (Output("o", "", "金額", "number"),)
    rules = tuple(
        Rule(f"r{n}", tuple(row[: len(columns)]), tuple(row[len(columns) :])) for n, row in enumerate(rows, 1)
    )
    return Table("t", "裁罰", columns, results, rules, HitPolicy(policy), **more)


def matching(drawn: Table, inputs: Mapping[str, object]) -> list[int]:
    """The numbers of the rules that match, one cell after the other. Input expressions are names."""
    return [
        number
        for number, rule in enumerate(drawn.rules, 1)
        if all(
            parse_tests(cell or "-").accept(inputs.get(column.expression), inputs) is True
            for column, cell in zip(drawn.inputs, rule.inputs, strict=True)
        )
    ]


_numbers = st.integers(-3, 9).map(str) | st.sampled_from(["2.5", "0.1"])
_ranges = st.builds(
    lambda low, high, opening, closing: f"{opening}{min(low, high)}..{max(low, high)}{closing}",
    st.integers(-3, 5),
    st.integers(0, 9),
    st.sampled_from("[("),
    st.sampled_from("])"),
)
number_cells = st.one_of(
    st.just("-"),
    _numbers,
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), _numbers),
    _ranges,
    st.builds("{}, {}".format, _numbers, _ranges),
    st.builds("not({})".format, _ranges | _numbers),
)
_texts = st.sampled_from(['"甲"', '"乙"', '"丙"', '"其他"'])
text_cells = st.one_of(
    st.just("-"), _texts, st.builds("{}, {}".format, _texts, _texts), st.builds("not({})".format, _texts)
)
boolean_cells = st.sampled_from(["-", "true", "false", "not(true)"])
COLUMNS = (("age", "number", ""), ("kind", "string", ""), ("alarm", "boolean", ""))
rows = st.lists(st.tuples(number_cells, text_cells, boolean_cells, st.sampled_from(["1", "2"])), min_size=1, max_size=8)
values = st.fixed_dictionaries(
    {
        "age": st.integers(-5, 11) | st.decimals(-4, 10, places=1) | st.none(),
        "kind": st.sampled_from(["甲", "乙", "丙", "丁", "其他", ""]) | st.none(),
        "alarm": st.booleans() | st.none(),
    }
)
