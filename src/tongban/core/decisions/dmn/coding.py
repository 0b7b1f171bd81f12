"""Columns of values → numbers, equal where the tests of a table cannot tell two values apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import numpy as np
from numpy.typing import NDArray

from tongban.core.decisions.dmn.axis import Axis
from tongban.core.decisions.feel.values import feel

Codes = NDArray[np.int64]
_BY_VALUE = frozenset({str, int, bool, date, type(None)})
_NUMBERS = frozenset({int, float, Decimal})
_WRITTEN = frozenset({float, Decimal, datetime, time, timedelta})
"""Values of which what is written says all there is."""


def plain_values(column: Sequence[object]) -> Sequence[object]:
    """The Python values of a column that may be an array."""
    if not isinstance(column, np.ndarray):
        return column
    finer = column.dtype.kind == "M" and np.datetime_data(column.dtype)[0] in ("ns", "ps", "fs", "as")
    values: list[object] = (column.astype("M8[us]") if finer else column).tolist()
    return values


def codes_of(column: Sequence[object], axis: Axis | None) -> Codes:
    """A number for each row. With an axis, that of the piece the value is in; values of other kinds, and all values
    without an axis, are the same only if nothing whatever could tell them apart."""
    coder = _Coder(axis)
    if axis is None or axis.kind != "number" or not axis.marks:
        return coder.codes(plain_values(column))
    floats = _floats(column)
    return coder.codes(plain_values(column)) if floats is None else _placed(column, floats, axis, coder)


def combined(columns: Iterable[Codes], rows: int) -> tuple[Codes, Codes]:
    """One number for each row, from 0, equal where all columns are; and the first row that has each."""
    joint: Codes = np.zeros(rows, np.int64)
    for codes in columns:
        joint = _dense(joint * (int(codes.max(initial=0)) + 1) + codes)
    first: Codes = np.empty(int(joint.max(initial=-1)) + 1, np.int64)
    first[joint[::-1]] = np.arange(rows - 1, -1, -1)
    return joint, first


class _Coder(dict[tuple[type, object], int]):
    """The number of each value, found when it is first met."""

    def __init__(self, axis: Axis | None) -> None:
        super().__init__()
        self._axis = axis
        self._free = count(2 * len(axis.marks) + 2 if axis else 0)

    def codes(self, values: Sequence[object]) -> Codes:
        types = set(map(type, values))
        if types <= _BY_VALUE or (self._axis and types <= _NUMBERS):
            found: Iterable[int] = map(self.__getitem__, zip(map(type, values), values, strict=True))
        else:
            found = map(self._careful, values)
        return np.fromiter(found, np.int64, len(values))

    def __missing__(self, key: tuple[type, object]) -> int:
        piece = self._piece(key[1])
        self[key] = code = next(self._free) if piece is None else piece
        return code

    def _careful(self, value: object) -> int:
        """Values equal for Python are not always the same for FEEL: 1.0 and 1.00, or a moment in two zones."""
        of = type(value)
        if of in _BY_VALUE:
            return self[of, value]
        if (piece := self._piece(value)) is not None:
            return piece
        if of not in _WRITTEN:
            return next(self._free)
        key = (of, repr(value))
        if key not in self:
            self[key] = next(self._free)
        return self[key]

    def _piece(self, value: object) -> int | None:
        return self._axis.piece(feel(value)) if self._axis else None


def _floats(column: Sequence[object]) -> NDArray[np.float64] | None:
    """A column of nothing but numbers, rounded."""
    if isinstance(column, np.ndarray):
        return column.astype(np.float64) if column.dtype.kind in "iuf" else None
    if not set(map(type, column)) <= _NUMBERS:
        return None
    try:
        return np.fromiter(map(float, column), np.float64, len(column))  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None


def _placed(column: Sequence[object], floats: NDArray[np.float64], axis: Axis, coder: _Coder) -> Codes:
    """Rounding keeps the order, so a number lies where its rounded one does, unless that is just a rounded mark."""
    marks = np.array([float(mark) for mark in axis.marks])  # type: ignore[arg-type]
    at = np.searchsorted(marks, floats)
    codes: Codes = 2 * at.astype(np.int64)
    doubtful = np.flatnonzero((marks[np.minimum(at, len(marks) - 1)] == floats) | ~np.isfinite(floats))
    rows = doubtful.tolist()
    values = plain_values(column[doubtful]) if isinstance(column, np.ndarray) else [column[row] for row in rows]
    codes[doubtful] = coder.codes(values)
    return codes


def _dense(codes: Codes) -> Codes:
    """The same numbers without those nobody has."""
    most = int(codes.max(initial=0)) + 1
    if most > 4 * len(codes) + 1_000_000:
        return np.unique(codes, return_inverse=True)[1].astype(np.int64)
    seen = np.zeros(most, bool)
    seen[codes] = True
    renumbered: Codes = (np.cumsum(seen) - 1)[codes]
    return renumbered
