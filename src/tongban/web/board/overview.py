"""The first page: what is open and late now, how the last months went, where to look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.insight.months import Period, month_of, months_later
from tongban.apps.insight.queries import By, Line, Question, lines, open_lines, total
from tongban.web.parts.formatting import thousands

from .asked import Asked, asked
from .columns import OPEN, Column
from .door import statistics, surroundings
from .drawing import on_time_and_overdue
from .drill import worklist
from .months import short_month
from .names import unit_names
from .satisfaction import satisfied_share
from .tiles import Tile, deviations_tile
from .writing import NOTHING, written

WORST = 8


@statistics
def overview(request: HttpRequest) -> HttpResponse:
    ask = asked(request)
    units = open_lines(ask.question, By.UNIT)
    months = {line.key: line for line in lines(_with_month_before(ask), By.MONTH)}
    context = surroundings(ask, "board") | {
        "tiles": [*_now(ask, total(units)), _rate(ask, months), _satisfaction(ask), *deviations_tile(ask)],
        "chart": _chart(ask, months),
        "worst": _worst(ask, units),
        "late_url": reverse("board_late") + ask.here,
    }
    return render(request, "board/overview.html", context)


def _now(ask: Asked, whole: Line) -> list[Tile]:
    every = {column.name: column for column in OPEN}
    return [
        Tile(pgettext("figures", "Open"), thousands(whole.open.n), _to(ask, every["open"], "board_units")),
        Tile(
            pgettext("figures", "Late"),
            thousands(whole.open.late),
            _to(ask, every["late"], "board_late"),
            "late" if whole.open.late else "",
        ),
        Tile(_("Due this week"), thousands(whole.open.this_week), _week(ask), "soon" if whole.open.this_week else ""),
        Tile(
            _("Waiting for correction"),
            thousands(whole.open.waiting),
            _to(ask, every["waiting"], "board_units"),
            "waiting" if whole.open.waiting else "",
        ),
    ]


def _to(ask: Asked, column: Column, otherwise: str) -> str:
    """To the cases where one may see them, else to the table that tells most about them."""
    return worklist(ask, column) or reverse(otherwise) + ask.here


def _week(ask: Asked) -> str:
    days_left = 6 - ask.today.weekday()
    column = Column("this_week", "", lambda line: None, cases={"open": "yes", "due_on": f"today..today+{days_left}"})
    return _to(ask, column, "board_units")


def _rate(ask: Asked, months: dict[Any, Line]) -> Tile:
    """The on-time rate of the period's last month, and what it was in the month before."""
    month = _last_month(ask)
    now = months.get(month, Line()).on_time_rate
    before = months.get(months_later(month, -1), Line()).on_time_rate
    url = reverse("board_months") + ask.here
    name = _("On time in %(month)s") % {"month": short_month(month)}
    return Tile(name, written(now, "share"), url, note=_trend(now, before))


def _last_month(ask: Asked) -> date:
    return min(ask.question.period.last, month_of(ask.today))


def _with_month_before(ask: Asked) -> Question:
    """A period of one month is compared as well."""
    period = ask.question.period
    first = min(period.first, months_later(_last_month(ask), -1))
    return replace(ask.question, period=Period(first, period.last))


def _trend(now: float | None, before: float | None) -> str:
    if now is None or before is None:
        return _("month before: %(rate)s") % {"rate": written(before, "share")}
    points = round((now - before) * 100, 1)
    sign = "▲" if points > 0 else "▼" if points < 0 else "＝"
    return _("%(sign)s %(points)s points against the month before (%(rate)s)") % {
        "sign": sign,
        "points": abs(points),
        "rate": written(before, "share"),
    }


def _satisfaction(ask: Asked) -> Tile:
    share, n = satisfied_share(ask)
    url = reverse("board_satisfaction") + ask.here
    note = _("of %(n)s answers") % {"n": thousands(n)} if share is not None else _("too few answers")
    return Tile(_("Satisfied"), written(share, "share") if share is not None else NOTHING, url, note=note)


def _chart(ask: Asked, months: dict[Any, Line]) -> Any:
    shown = [(short_month(month), months.get(month, Line())) for month in ask.question.period]
    return on_time_and_overdue(_("Decided by month"), _("Month"), shown)


def _worst(ask: Asked, units: list[Line]) -> list[dict[str, Any]]:
    """The units with the most late cases."""
    late = sorted((line for line in units if line.open.late), key=lambda line: -line.open.late)[:WORST]
    named = unit_names(line.key for line in late)
    every = {column.name: column for column in OPEN}
    return [
        {
            "name": named.get(line.key, ""),
            "open": line.open.n,
            "late": line.open.late,
            "share": written(line.open.late / line.open.n, "share"),
            "open_url": worklist(ask, every["open"], By.UNIT, line.key),
            "late_url": worklist(ask, every["late"], By.UNIT, line.key),
        }
        for line in late
    ]
