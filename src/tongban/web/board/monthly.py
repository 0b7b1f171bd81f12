"""月報表 as the evaluation commission wants it: one month, agency by agency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.apps.catalogue.models import Pack
from tongban.apps.insight.months import Period, month_of, months_later
from tongban.apps.insight.queries import By, Line, carried_over, lines

from .asked import Asked, asked
from .door import period_name, statistics, surroundings, whose
from .months import month_code
from .names import unit_names
from .sheets import Share, Sheet, as_file
from .writing import written


@dataclass(frozen=True, slots=True)
class Row:
    """What was carried over and received is decided, withdrawn, or left."""

    name: str
    carried: int
    received: int
    on_time: int
    overdue: int
    withdrawn: int
    decided: int

    @property
    def due_for_handling(self) -> int:
        return self.carried + self.received

    @property
    def left(self) -> int:
        return self.due_for_handling - self.decided - self.withdrawn

    @property
    def rate(self) -> float | None:
        return self.on_time / judged if (judged := self.on_time + self.overdue) else None

    @property
    def numbers(self) -> list[int]:
        return [
            self.carried, self.received, self.due_for_handling, self.decided, self.on_time, self.overdue,
            self.withdrawn, self.left,
        ]  # fmt: skip

    @property
    def texts(self) -> list[str]:
        return [*(written(number) for number in self.numbers), written(self.rate, "share")]

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """Each number with the head of its column."""
        return list(zip(_header(), self.texts, strict=True))


@statistics
def monthly(request: HttpRequest, form: str = "") -> HttpResponse:
    ask = asked(request)
    month = ask.question.period.last if "to" in ask.given else months_later(month_of(ask.today), -1)
    ask = replace(ask, question=replace(ask.question, period=Period(month, month)))
    by = By.OWNER if _is_for_several(ask) else By.UNIT
    rows = _rows(ask, by)
    heading = _("Agency in charge") if by is By.OWNER else _("Handling unit")
    if form:
        return as_file(_sheet(ask, rows, heading), form)
    context = surroundings(ask, "board_monthly") | {
        "rows": rows[:-1],
        "whole": rows[-1] if len(rows) > 2 else None,
        "header": [heading, *_header()],
        "before": ask.address(**_only(months_later(month, -1))),
        "after": ask.address(**_only(months_later(month, 1))) if month < month_of(ask.today) else "",
        "is_running": month == month_of(ask.today),
        "files": [
            (kind.upper(), reverse("board_monthly_file", args=[kind]) + ask.address(**_only(month)))
            for kind in ("xlsx", "csv")
        ],
        "at": ask.at,
    }
    return render(request, "board/monthly.html", context)


def _is_for_several(ask: Asked) -> bool:
    """Whether agencies are to be compared; one agency's report goes by its units."""
    if ask.agency or ask.unit:
        return False
    reach = ask.question.reach
    return reach.everything or Pack.objects.filter(owner__in=reach.owner_units).values("owner").distinct().count() > 1


def _only(month: date) -> dict[str, str | None]:
    code = month_code(month)
    return {"from": code, "to": code}


def _rows(ask: Asked, by: By) -> list[Row]:
    """One a line, and the sum as the last one."""
    found = {line.key: line for line in lines(ask.question, by)}
    carried = carried_over(ask.question, by)
    named = unit_names(found.keys() | carried.keys())
    rows = [
        _row(named.get(key, ""), carried.get(key, 0), found.get(key, Line())) for key in found.keys() | carried.keys()
    ]
    shown = sorted((row for row in rows if any(row.numbers)), key=lambda row: row.name)
    return [*shown, _sum(shown)]


def _row(name: str, carried: int, line: Line) -> Row:
    return Row(name, carried, line.received, line.on_time, line.overdue, line.withdrawn, line.decided)


def _sum(rows: list[Row]) -> Row:
    names = ("carried", "received", "on_time", "overdue", "withdrawn", "decided")
    return Row(_("Total"), **{name: sum(getattr(row, name) for row in rows) for name in names})


def _header() -> list[str]:
    return [
        _("Carried over"), _("Newly received"), _("To be handled"), _("Decided"), _("Decided on time"),
        _("Decided overdue"), _("Withdrawn"), _("Not yet decided"), _("On-time rate"),
    ]  # fmt: skip


def _sheet(ask: Asked, rows: list[Row], heading: str) -> Sheet:
    return Sheet(
        title=_("Monthly report"),
        name=f"monthly-{ask.question.period.first:%Y%m}",
        header=[heading, *_header()],
        rows=[[row.name, *row.numbers, Share(row.rate) if row.rate is not None else None] for row in rows],
        about=[whose(ask), period_name(ask.question.period)],
    )
