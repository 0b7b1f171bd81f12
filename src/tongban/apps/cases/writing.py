"""Writing a decision: one data-modifying statement that changes everything, or nothing.

The statement updates the case only at the version that was read; every other part of it hangs on that update's
result. So a lost race costs nothing and leaves nothing, no lock is held while Python computes, and outside a
transaction the whole act is one round trip. This is the one place that writes state, journal and jobs of a case.

Its text depends only on which columns of the case change and on how many rows each part has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count

from django.db.models import Model

from .change import Change
from .parts import PARTS, names, types
from .statements import Statement


def save(case_id: int, version: int, change: Change) -> bool:
    """Carry out `change` on the case if it still has `version`; False, with nothing done, if it has moved on."""
    columns = {**change.columns, "changed_at": change.at}
    return _run("update", columns, [change.actor, *columns.values(), case_id, version], change)


def create(case_id: int, change: Change) -> None:
    """Insert a new case with everything its registration brings."""
    columns = {**change.columns, "changed_at": change.at, "id": case_id, "version": 1}
    _run("insert", columns, [change.actor, *columns.values()], change)


def _run(how: str, columns: Iterable[str], values: list[object], change: Change) -> bool:
    sizes = []
    for name, part in PARTS.items():
        if rows := getattr(change, name):
            sizes.append((name, len(rows)))
            for row in rows:
                values += row if isinstance(row, tuple) else _values(row, part.columns)
    return _statement(how, tuple(columns), tuple(sizes)).value(values) is not None


def _values(row: object, columns: Iterable[str]) -> list[object]:
    return [getattr(row, name) for name in columns]


@lru_cache(maxsize=500)
def _statement(how: str, columns: tuple[str, ...], sizes: tuple[tuple[str, int], ...]) -> Statement:
    place = count(1)
    texts = [f"c AS ({_case(how, columns, place)})"]
    for name, size in sizes:
        part = PARTS[name]
        texts.append(f"{name} AS ({part.sql(_rows(part.model, part.columns, size, place))})")
    return Statement(f"WITH {', '.join(texts)} SELECT id FROM c")


def _case(how: str, columns: tuple[str, ...], place: Iterator[int]) -> str:
    stamp = f"changed_at AS at, ${next(place)}::text AS actor"
    values = [f"${next(place)}" for _ in columns]
    if how == "insert":
        return f"INSERT INTO cases_case ({names(columns)}) VALUES ({', '.join(values)}) RETURNING id, {stamp}"
    sets = ", ".join(f'"{name}" = {value}' for name, value in zip(columns, values, strict=True))
    which = f"id = ${next(place)} AND version = ${next(place)}"
    return f"UPDATE cases_case SET version = version + 1, {sets} WHERE {which} RETURNING id, {stamp}"


def _rows(model: type[Model], columns: tuple[str, ...], size: int, place: Iterator[int]) -> str:
    """`(VALUES …) AS x`: each value says its type, for it stands nowhere that would tell."""
    kinds = types(model)
    lines = (", ".join(f"${next(place)}::{kinds[name]}" for name in columns) for _ in range(size))
    return f"(VALUES ({'), ('.join(lines)})) AS x ({names(columns)})"
