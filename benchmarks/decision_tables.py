"""The table everybody decides by: ranges of an area, kinds of a fault, an amount; no two rows overlap."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape

KINDS = 4
STEP = 100


class Row(NamedTuple):
    low: int
    high: int
    kind: str
    amount: int


def rows(number: int) -> list[Row]:
    """`number` rows, `KINDS` for each range."""
    places = (divmod(n, KINDS) for n in range(number))
    return [Row(step * STEP, (step + 1) * STEP, f"k{kind}", step * 1_000 + kind) for step, kind in places]


def feel_range(row: Row) -> str:
    return f"[{row.low}..{row.high})"


def dmn_xml(table: list[Row], policy: str, *, area: str = "") -> bytes:
    """The table as DMN 1.3; `area` is how a range is written, FEEL's way unless told."""
    rules = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>{escape(_written(row, area))}</text></inputEntry>'
        f'<inputEntry id="k{n}"><text>"{row.kind}"</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{row.amount}</text></outputEntry></rule>'
        for n, row in enumerate(table)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench" namespace="bench">'
        '<decision id="amount" name="amount">'
        f'<decisionTable id="table" hitPolicy="{policy}">'
        '<input id="i0" label="area"><inputExpression id="e0" typeRef="number"><text>area</text></inputExpression></input>'
        '<input id="i1" label="kind"><inputExpression id="e1" typeRef="string"><text>kind</text></inputExpression></input>'
        f'<output id="o" name="amount" typeRef="number"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


def _written(row: Row, area: str) -> str:
    return area.format(low=row.low, high=row.high) if area else feel_range(row)
