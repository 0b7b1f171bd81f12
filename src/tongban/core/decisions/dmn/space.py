"""The rules of a table as boxes in the space of its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongban.core.decisions.dmn.asked import Asked
from tongban.core.decisions.dmn.axis import Axis, Cell, axis_of, pieces
from tongban.core.decisions.dmn.findings import Example
from tongban.core.decisions.dmn.grid import Box
from tongban.core.decisions.dmn.reading import Parsed, heading
from tongban.core.decisions.feel.expression import Expression

UNTOLD = Axis("", (), (None, None))
"""Where nothing is known about the values: one piece, which every cell may take."""


@dataclass(frozen=True, slots=True)
class RuleBoxes:
    """What a rule takes, in the four senses of `axis.Cell`."""

    hits: Box
    maybe: Box
    covers: Box
    touches: Box


@dataclass(frozen=True)
class Space:
    """Columns that ask for the same expression are one axis."""

    axes: tuple[Axis, ...]
    headings: tuple[str, ...]
    expressions: tuple[str, ...]
    within: Box
    """The values that are allowed."""
    rules: Mapping[int, RuleBoxes]
    independent: bool
    """Whether each input can have any value, whatever the others have."""

    def example(self, box: Box) -> Example:
        """A value for each input that is known, inside the box."""
        found = []
        for axis, expression, part in zip(self.axes, self.expressions, box, strict=True):
            if axis.kind:
                found.append((expression, axis.samples[next(pieces(part))]))
        return tuple(found)


def space_of(parsed: Parsed) -> Space:
    columns = _columns(parsed)
    axes = [_axis(parsed, numbers) for numbers in columns.values()]
    trees = [parsed.inputs[numbers[0]] for numbers in columns.values()]
    return Space(
        tuple(axes),
        tuple(heading(parsed.table.inputs[numbers[0]]) for numbers in columns.values()),
        tuple(columns),
        tuple(_within(axis, parsed, numbers) for axis, numbers in zip(axes, columns.values(), strict=True)),
        {number: _boxes(axes, columns, cells) for number, cells in parsed.rules.items()},
        _independent(trees),
    )


def _columns(parsed: Parsed) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for number, column in enumerate(parsed.table.inputs):
        columns.setdefault(" ".join(column.expression.split()), []).append(number)
    return columns


def _axis(parsed: Parsed, numbers: Sequence[int]) -> Axis:
    rows = (*parsed.rules.values(), parsed.allowed)
    cells = {id(cell): cell for row in rows for n in numbers if (cell := row[n]) is not None}
    return axis_of(parsed.table.inputs[numbers[0]].type, cells.values()) or UNTOLD


def _within(axis: Axis, parsed: Parsed, numbers: Sequence[int]) -> int:
    within = axis.whole
    for number in numbers:
        within &= _cell(axis, parsed.allowed[number]).maybe
    return within


def _boxes(axes: Sequence[Axis], columns: Mapping[str, Sequence[int]], cells: Sequence[Asked | None]) -> RuleBoxes:
    taken: list[Cell] = []
    for axis, numbers in zip(axes, columns.values(), strict=True):
        both = Cell(*[axis.whole] * 4)
        for number in numbers:
            both = Cell(*(a & b for a, b in zip(both, _cell(axis, cells[number]), strict=True)))
        taken.append(both)
    return RuleBoxes(*(tuple(cell[sense] for cell in taken) for sense in range(len(Cell._fields))))


def _cell(axis: Axis, asked: Asked | None) -> Cell:
    if axis is UNTOLD and asked and not asked.anything:
        return Cell(0, axis.whole, 0, axis.whole)
    return axis.cell(asked)


def _independent(inputs: Sequence[Expression | None]) -> bool:
    used = [name for expression in inputs if expression for name in expression.names]
    return len(used) == len(set(used))
