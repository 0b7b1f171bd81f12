"""The columns of the tables of figures: how a number is got, written, and which cases are behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.apps.insight.queries import By

CLOSED, RECEIVED = "closed_on", "received_on"
Number = int | float | None


class Keyed(Protocol):
    """A line of figures."""

    key: Any


@dataclass(frozen=True, slots=True)
class Column:
    """`form`: count, amount, share, difference or days. `cases`: filters of the worklist that find exactly the cases counted;
    `within`: the worklist's column that the period narrows, if any."""

    name: str
    label: Any
    value: Callable[[Any], Number]
    form: str = "count"
    cases: Mapping[str, str] | None = None
    within: str = ""
    meaning: str = ""
    hint: Any = ""


def of(name: str) -> Callable[[Any], Number]:
    def read(line: Any) -> Number:
        value: Number = getattr(line, name)
        return value

    return read


_DECIDED = {"phase": "closed"}
_LATE = {"open": "yes", "due_on": "..today-1"}
HAPPENED: tuple[Column, ...] = (
    Column("received", pgettext_lazy("figures", "Received"), of("received"), cases={}, within=RECEIVED),
    Column("decided", _("Decided"), of("decided"), cases=_DECIDED, within=CLOSED),
    Column(
        "on_time",
        pgettext_lazy("figures", "On time"),
        of("on_time"),
        cases={**_DECIDED, "on_time": "yes"},
        within=CLOSED,
    ),
    Column(
        "overdue",
        pgettext_lazy("figures", "Overdue"),
        of("overdue"),
        cases={**_DECIDED, "on_time": "no"},
        within=CLOSED,
        meaning="late",
    ),
    Column("rate", _("On-time rate"), of("on_time_rate"), "share"),
    Column("withdrawn", _("Withdrawn"), of("withdrawn"), cases={"phase": "withdrawn"}, within=CLOSED),
    Column("corrections", _("Corrections"), of("corrections"), hint=_("asked for in the cases finished")),
    Column("extensions", _("Extensions"), of("extensions"), hint=_("of the cases finished")),
    Column("mean", _("Mean"), of("mean_working_days"), "days", hint=_("working days from receipt to decision")),
    Column(
        "median", _("Median"), lambda line: line.spread.median, "days", hint=_("calendar days; half took no longer")
    ),
    Column("p90", _("90 %"), lambda line: line.spread.p90, "days", hint=_("calendar days; nine of ten took no longer")),
)
OPEN: tuple[Column, ...] = (
    Column("open", pgettext_lazy("figures", "Open"), lambda line: line.open.n, cases={"open": "yes"}),
    Column("late", pgettext_lazy("figures", "Late"), lambda line: line.open.late, cases=_LATE, meaning="late"),
    Column(
        "waiting",
        _("Waiting"),
        lambda line: line.open.waiting,
        cases={"phase": "awaiting-correction"},
        hint=_("for the citizen's correction"),
    ),
)
_KEYS: Mapping[By, str] = {
    By.OWNER: "owner",
    By.UNIT: "unit",
    By.KIND: "kind",
    By.OFFICER: "handler",
    By.CHANNEL: "channel",
}


def columns(by: By) -> tuple[Column, ...]:
    return HAPPENED if by is By.MONTH else HAPPENED + OPEN


def worklist_column(by: By) -> str:
    """The worklist's column in which a line's key stands; empty for the whole and for months."""
    return _KEYS.get(by, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as it is read; `url` leads to the cases."""

    column: Column
    value: Number
    text: str
    url: str = ""

    @property
    def is_late(self) -> bool:
        return self.column.meaning == "late" and bool(self.value)


@dataclass(frozen=True, slots=True)
class TableRow:
    name: str
    cells: list[Cell]
    url: str = ""
    """Leads to the next finer table."""
