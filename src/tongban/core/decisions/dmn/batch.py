"""Many rows at once through one table.

The values of each column are first made into numbers, equal where the table cannot tell them apart; a table of a few
rows then sees a few hundred different rows, however many come in, and each of those is decided once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tongban.core.decisions.dmn.asked import Asked
from tongban.core.decisions.dmn.axis import Axis, axis_of, kind_of_type
from tongban.core.decisions.dmn.coding import codes_of, combined, plain_values
from tongban.core.decisions.dmn.model import Model
from tongban.core.decisions.dmn.reading import Parsed, read_table
from tongban.core.decisions.dmn.table import Table
from tongban.core.decisions.feel.tree import Name


def decide_many(
    model: Model, decision: str, columns: Mapping[str, Sequence[object]], *, at: datetime | None = None
) -> list[object]:
    """The value of the decision for each row of `columns`: what `Model.evaluate` says of it, in the same order.

    Columns are sequences of one length, numpy arrays among them, by the names of the inputs. Rows that are decided
    alike share one value. Raises KeyError when there is no such decision, ValueError when lengths differ.
    """
    rows = _length(columns)
    axes = _axes(model, decision, columns)
    values = {name: plain_values(columns[name]) for name in axes}
    joint, first = combined((codes_of(columns[name], axis) for name, axis in axes.items()), rows)
    decided = [
        model.evaluate(decision, {name: column[row] for name, column in values.items()}, at=at).value
        for row in first.tolist()
    ]
    return [decided[number] for number in joint.tolist()]


def _length(columns: Mapping[str, Sequence[object]]) -> int:
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    return lengths.pop() if lengths else 0


def _axes(model: Model, decision: str, columns: Mapping[str, Sequence[object]]) -> dict[str, Axis | None]:
    """The columns the decision depends on; with an axis those of which only the pieces matter.

    A decision that is no table, or needs more than the columns, may do anything with any of them.
    """
    id_ = next((one.id for one in model.decisions if decision in (one.id, one.name)), "")
    table = model.tables.get(id_)
    if table is None:
        return dict.fromkeys(columns)
    parsed, faults = read_table(table, columns.keys())
    if faults:
        return dict.fromkeys(columns)
    used = list(_names(parsed))
    typed = {one.name for one in model.inputs if not _is_plain(one.type)}
    return {
        name: _axis(table, parsed, name) if used.count(name) == 1 and name not in typed else None
        for name in dict.fromkeys(used)
    }


def _names(parsed: Parsed) -> Iterator[str]:
    """Each name as often as it is used."""
    results = (result for row in parsed.results.values() for result in row)
    for expression in (*parsed.inputs, *parsed.defaults, *results):
        yield from expression.names if expression else ()
    for cell in _cells(parsed):
        yield from cell.names if cell else ()


def _cells(parsed: Parsed) -> Iterator[Asked | None]:
    yield from (cell for row in (*parsed.rules.values(), parsed.allowed, parsed.choices) for cell in row)


def _axis(table: Table, parsed: Parsed, name: str) -> Axis | None:
    """The axis of an input that is looked at in one column and nowhere else."""
    place = next((n for n, asked in enumerate(parsed.inputs) if asked and asked.tree == Name(name)), None)
    if place is None or not _is_plain(table.inputs[place].type):
        return None
    cells = [row[place] for row in (*parsed.rules.values(), parsed.allowed)]
    known = [cell for cell in cells if cell and cell.uniform]
    return axis_of(table.inputs[place].type, known) if len(known) == len(cells) else None


def _is_plain(type_: str) -> bool:
    """A type of the language, which allows all its values."""
    return type_ in ("", "Any") or bool(kind_of_type(type_))
