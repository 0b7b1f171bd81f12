"""The order of a table, in the address as `sort=-late`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tongban.apps.insight.queries import By

from .asked import Asked
from .columns import Column, Keyed

NAME = "name"
Lines = TypeVar("Lines", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Sort:
    by: By
    offered: tuple[Column, ...]
    column: str
    is_descending: bool

    @property
    def text(self) -> str:
        return f"-{self.column}" if self.is_descending else self.column

    def direction(self, column: str) -> str:
        """For `aria-sort`."""
        return ("descending" if self.is_descending else "ascending") if column == self.column else ""

    def turned(self, column: str) -> Sort:
        """What a click on a column's head asks for: first the greatest number, names from the beginning; then back."""
        down = not self.is_descending if column == self.column else column != NAME
        return replace(self, column=column, is_descending=down)


def read_sort(written: str, by: By, offered: tuple[Column, ...]) -> Sort:
    """By month from the beginning, else by the first column, the greatest first, unless something else is asked for."""
    name = written.removeprefix("-")
    if name == NAME or any(column.name == name for column in offered):
        return Sort(by, offered, name, written.startswith("-"))
    return Sort(by, offered, NAME, False) if by is By.MONTH else Sort(by, offered, offered[0].name, True)


def ordered(found: list[Lines], named: Mapping[object, str], sort: Sort) -> list[Lines]:
    """What has no value comes last, whichever way; equals stand in the order of their names."""
    if sort.by is By.MONTH:
        alphabetic = sorted(found, key=lambda line: line.key)
    else:
        alphabetic = sorted(found, key=lambda line: named.get(line.key, str(line.key)))
    if sort.column == NAME:
        return alphabetic[::-1] if sort.is_descending else alphabetic
    value = next(column.value for column in sort.offered if column.name == sort.column)
    valued = sorted(
        (line for line in alphabetic if value(line) is not None), key=_number(value), reverse=sort.is_descending
    )
    return valued + [line for line in alphabetic if value(line) is None]


def _number(value: Any) -> Any:
    return lambda line: value(line)


def heads(ask: Asked, sort: Sort, heading: str) -> list[dict[str, Any]]:
    """The head of every column with the address that sorts by it."""
    every = [(NAME, heading, "")] + [(column.name, column.label, column.hint) for column in sort.offered]
    return [
        {
            "label": label,
            "hint": hint,
            "is_numeric": name != NAME,
            "url": ask.address(sort=sort.turned(name).text),
            "sorted": sort.direction(name),
        }
        for name, label, hint in every
    ]
