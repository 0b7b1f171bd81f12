"""Rows and columns as the templates want them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tongban.apps.worklists.columns import Column, Due, Name, Type, Value
from tongban.apps.worklists.matching import Match
from tongban.apps.worklists.rows import Row
from tongban.web.parts.formatting import masked_name, roc_date

NARROW = frozenset(
    [
        "due_on",
        "number",
        "received_on",
        "closed_on",
        "days_left",
        "on_time",
        "phase",
        "handler",
        "kind",
        "step",
        "applicant",
    ]
)
"""Columns whose cells stay on one line."""


class Head(NamedTuple):
    name: str
    label: str
    is_numeric: bool
    sort_text: str
    """The view's text when sorted by this column; empty where it cannot be."""
    sorted: str


class Cell(NamedTuple):
    """`kind` chooses how the template writes `value`; what is only text it writes at once, for there are hundreds."""

    kind: str
    label: str
    value: Any
    css: SafeString

    @property
    def is_text(self) -> bool:
        return self.kind in {"text", "unread"}


def _made(kind: str, label: str, value: Any, *, brief: bool) -> Cell:
    return Cell(kind, label, value, _CSS[kind, brief, not value])


_CSS = {
    (kind, brief, blank): mark_safe(f"is-{kind}{' brief' * brief}{' is-blank' * blank}")  # noqa: S308
    for kind in ("text", "unread", "number", "why", "due")
    for brief in (True, False)
    for blank in (True, False)
}


class Line(NamedTuple):
    """A row of the table."""

    row: Row
    url: str
    cells: list[Cell]
    meaning: str


def heads(match: Match) -> list[Head]:
    return [_head(match, column) for column in match.columns]


def _head(match: Match, column: Column) -> Head:
    current = match.sort.name == column.name
    down = match.is_descending
    direction = ("descending" if down else "ascending") if current else ""
    wanted = f"-{column.name}" if current and not down else column.name
    return Head(
        column.name,
        str(column.label),
        column.is_numeric,
        match.view.changed(sort=wanted) if column.sort else "",
        direction,
    )


def lines(match: Match, rows: list[Row], at: str) -> list[Line]:
    """`at`: the place of the page in the list, kept in the address of each case so that one finds back."""
    trail = f"view={quote(match.view.text, safe='')}" + (f"&at={at}" if at else "")
    return [_line(match, row, f"/desk/cases/{row.number}/?{trail}") for row in rows]


def _line(match: Match, row: Row, url: str) -> Line:
    meaning = row.due.state if row.due.state in {"late", "soon"} else ""
    shows_due = any(column.name == "due_on" for column in match.columns)
    return Line(row, url, [_cell(column, row, shows_due=shows_due) for column in match.columns], meaning)


def _cell(column: Column, row: Row, *, shows_due: bool) -> Cell:
    brief = column.name in NARROW or column.type is Type.DATE
    label = str(column.label)
    if column.name == "number":
        return _made("number", label, row.number, brief=brief)
    if column.name == "unread":
        return _made("unread", label, "、".join(row.changes), brief=brief)
    if column.name == "why":
        # The due date says itself that it is late or near.
        said = {"late", "soon", "today"} if shows_due else set[str]()
        return _made("why", label, [reason for reason in row.why if reason.code not in said] or row.why, brief=brief)
    value = row.cell(column)
    if isinstance(value, Due):
        return _made("due", label, value, brief=brief)
    return _made("text", label, written(value), brief=brief)


def written(value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, Name):
        return masked_name(value.text) if value.masked else value.text
    if isinstance(value, Due):
        return roc_date(value.on, weekday=False) if value.on else ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return roc_date(value, weekday=False)
    if isinstance(value, tuple):
        return "、".join(value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


class Control(NamedTuple):
    """A filter of the panel: `value` as in the URL, or the two ends, or which options are chosen."""

    column: Column
    kind: str
    value: str
    ends: tuple[str, str]
    options: list[tuple[str, str, bool]]


USUAL = ("kind", "phase", "handler", "due_on", "received_on", "applicant")


def controls(match: Match, known: Mapping[str, Column], limit: tuple[str, ...] = USUAL) -> Iterator[Control]:
    """The usual filters, those in use, and those of the shown columns."""
    names = dict.fromkeys((*limit, *match.view.filters, *(column.name for column in match.columns)))
    for name in names:
        column = known.get(name)
        if column is not None and column.where is not None:
            yield control(match, column)


def control(match: Match, column: Column) -> Control:
    text = match.view.filters.get(column.name, "")
    first, dots, last = text.partition("..")
    options: list[tuple[str, str, bool]] = []
    if column.options:
        chosen = set(text.split(","))
        options = [(code, str(label), code in chosen) for code, label in column.options(match.asking).items()]
    elif column.type is Type.YES_NO:
        options = [("yes", _("Yes"), text == "yes"), ("no", _("No"), text == "no")]
    return Control(column, _kind(column), text, (first, last if dots else first), options)


def _kind(column: Column) -> str:
    if column.type in (Type.DATE, Type.NUMBER):
        return "range"
    if column.type is Type.YES_NO:
        return "one"
    return "many" if column.options else "text"


class Chip(NamedTuple):
    """A filter in force, and the view without it."""

    label: str
    value: str
    without: str


def chips(match: Match, base: Mapping[str, str], known: Mapping[str, Column]) -> list[Chip]:
    """What was asked for on top of the view itself."""
    found = []
    for name, term in match.view.filters.items():
        if base.get(name) != term:
            without = match.view.changed(**{name: "" if name in base else None})
            found.append(Chip(str(known[name].label), in_words(known[name], term, match), without))
    return found


def in_words(column: Column, term: str, match: Match) -> str:
    if column.options:
        names = column.options(match.asking)
        return "、".join(str(names.get(code, code)) for code in term.split(","))
    if column.type is Type.YES_NO:
        return _("Yes") if term == "yes" else _("No")
    if column.type in (Type.DATE, Type.NUMBER):
        return term.replace("..", " – ").strip()
    return term
