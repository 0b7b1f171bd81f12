"""What a column of the worklist is: one value that drives list, filter, sort and export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.db.models import Q

from tongban.apps.worklists.asking import Asking

if TYPE_CHECKING:
    from tongban.apps.worklists.rows import Row

Label: TypeAlias = Any
"""A sentence, possibly one that is translated when it is shown."""
Options: TypeAlias = Mapping[str, Label]
"""Code → name, in the order in which a person looks for it."""


class Type(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes-no"


class Name(NamedTuple):
    """A person's name; `masked` says that this reader may see it only as 王○明."""

    text: str
    masked: bool


class Due(NamedTuple):
    """A due date: `state` is late, soon, ok, paused or done; `days` until, or since for late, as on a calendar: a
    badge says tomorrow, and means it."""

    on: date | None
    state: str
    days: int


Value: TypeAlias = str | int | float | bool | date | Name | Due | tuple[str, ...] | None
"""What stands in a cell; the page and the export write it each in its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`sort` is the path to order by (empty: cannot be sorted); `where` turns what stands in the URL into a condition.

    `expression`, where given, is what `sort` names: it is put into a query only if the query needs it.
    `indexed`: fast over all of the city. `personal`: shown masked unless the reader has the right.
    """

    name: str
    label: Label
    type: Type
    read: Callable[[Row], Value]
    sort: str = ""
    expression: Any = None
    where: Callable[[str, Asking], Q] | None = None
    options: Callable[[Asking], Options] | None = None
    indexed: bool = False
    sums: bool = False
    """Its values can be added up."""
    kind: str = ""
    """The kind of case whose form asks for it; empty for what every case has."""

    @property
    def is_numeric(self) -> bool:
        return self.type is Type.NUMBER

    @property
    def counts(self) -> bool:
        """Whether totals can say how many rows have each of its values."""
        return self.type in (Type.CHOICE, Type.YES_NO) and bool(self.sort)
