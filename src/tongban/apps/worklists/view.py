"""A view of the worklist as a value, and its way into the URL and back: everything that makes a list can be read there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote

from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """Whose cases a view picks from; always no more than the policy allows."""

    MINE = "mine"
    UNIT = "unit"
    TASKS = "tasks"
    ASKED = "asked"
    ALL = "all"


SCOPES: Mapping[str, Any] = {
    Scope.MINE: _("My own"),
    Scope.UNIT: _("My unit's"),
    Scope.TASKS: _("Tasks waiting at my unit"),
    Scope.ASKED: _("Asked of my unit by others"),
    Scope.ALL: _("All I may see"),
}
STANDARD = ("due_on", "number", "kind", "applicant", "step", "handler", "why", "unread")
IN, COLUMNS, SORT, TOTALS = "in", "columns", "sort", "totals"
SHAPE = (IN, COLUMNS, SORT, TOTALS)
NOT_FILTERS = frozenset({*SHAPE, "view", "after", "before", "at", "q", "next"})
LONGEST_TERM, MOST_FILTERS, MOST_COLUMNS = 200, 20, 30


@dataclass(frozen=True, slots=True)
class View:
    """`filters`: column → what to look for, as `terms` reads it. `sort`: a column, with `-` for descending.

    `given` is what was changed by the URL on top of the view called `code`.
    """

    code: str
    name: Any
    scope: str = Scope.ALL
    filters: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = STANDARD
    sort: str = "due_on"
    totals: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(part for part in self.filters.get("kind", "").split(",") if part)

    @property
    def sorted_by(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def text(self) -> str:
        """`late&sort=-due_on`: what follows `view=` in the address of a list; quoted whole it fits elsewhere."""
        return self.changed()

    def changed(self, **changes: str | None) -> str:
        """The text of this view with changes to what the URL gives; None takes one away."""
        given = {**self.given, **changes}
        pairs = (f"{quote(name)}={quote(value, safe='.,:/+')}" for name, value in given.items() if value is not None)
        return "&".join([self.code, *(pair.replace("+", "%2B") for pair in pairs)])

    @property
    def settings(self) -> dict[str, Any]:
        """As a saved view stores it."""
        return {
            IN: str(self.scope),
            "filters": dict(self.filters),
            COLUMNS: list(self.columns),
            SORT: self.sort,
            TOTALS: list(self.totals),
        }

    @classmethod
    def from_settings(cls, code: str, name: str, settings: Mapping[str, Any]) -> View:
        return cls(
            code=code,
            name=name,
            scope=Scope(settings.get(IN, Scope.ALL)),
            filters=dict(settings.get("filters", {})),
            columns=tuple(settings.get(COLUMNS, STANDARD)),
            sort=settings.get(SORT, "due_on"),
            totals=tuple(settings.get(TOTALS, ())),
        )


def with_given(view: View, pairs: Iterable[tuple[str, str]]) -> View:
    """The view with what a URL asks on top of it. Whether it makes sense is judged when it is used."""
    given = {name: value.strip()[:LONGEST_TERM] for name, value in list(pairs)[: MOST_FILTERS * 2] if _is_ours(name)}
    filters = {**view.filters, **{name: value for name, value in given.items() if name not in SHAPE}}
    kept = {name: value for name, value in filters.items() if value}
    changed = replace(view, filters=dict(list(kept.items())[:MOST_FILTERS]), given=given)
    if scope := given.get(IN):
        changed = replace(changed, scope=scope)
    if columns := given.get(COLUMNS):
        changed = replace(changed, columns=_list(columns))
    if sort := given.get(SORT):
        changed = replace(changed, sort=sort)
    return replace(changed, totals=_list(given[TOTALS])) if TOTALS in given else changed


def split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The code of a view and the pairs that follow it: the inverse of `View.text`."""
    code, _, rest = text.partition("&")
    return code, parse_qsl(rest, keep_blank_values=True, max_num_fields=100) if len(rest) < 8_000 else []


def _is_ours(name: str) -> bool:
    return name in SHAPE or (name not in NOT_FILTERS and len(name) <= 100)


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))[:MOST_COLUMNS]
