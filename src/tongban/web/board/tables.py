"""Figures by agency, unit, kind, officer, month or channel: a table that can be sorted, with a chart of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.apps.insight.queries import By, Line, lines, total
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import subtree

from .asked import Asked, asked, narrowed
from .columns import Cell, Column, TableRow, columns
from .door import period_name, statistics, surroundings, whose
from .drawing import on_time_and_overdue
from .drill import worklist
from .months import short_month
from .names import names
from .sheets import Cell as SheetCell
from .sheets import Share, Sheet, as_file
from .sorting import heads, ordered, read_sort
from .writing import written

TITLES: Mapping[By, Any] = {
    By.OWNER: gettext_lazy("By agency"),
    By.UNIT: gettext_lazy("By unit"),
    By.KIND: gettext_lazy("By kind"),
    By.OFFICER: gettext_lazy("By officer"),
    By.MONTH: gettext_lazy("By month"),
    By.CHANNEL: gettext_lazy("By channel"),
}
HEADINGS: Mapping[By, Any] = {
    By.OWNER: gettext_lazy("Agency in charge"),
    By.UNIT: gettext_lazy("Handling unit"),
    By.KIND: gettext_lazy("Kind of case"),
    By.OFFICER: pgettext_lazy("figures", "Officer"),
    By.MONTH: gettext_lazy("Month"),
    By.CHANNEL: gettext_lazy("Channel"),
}
PLACES: Mapping[By, str] = {
    By.OWNER: "agencies",
    By.UNIT: "units",
    By.KIND: "kinds",
    By.OFFICER: "officers",
    By.MONTH: "months",
    By.CHANNEL: "channels",
}
DRAWN = 12
"""Bars that can still be read on a phone."""


@statistics
def table(request: HttpRequest, by: By, form: str = "") -> HttpResponse:
    ask = for_people(asked(request)) if by is By.OFFICER else asked(request)
    context = surroundings(ask, f"board_{PLACES[by]}")
    context |= {"by": by, "title": TITLES[by], "heading": HEADINGS[by], "needs_unit": needs_unit(ask, by)}
    if context["needs_unit"]:
        return render(request, "board/table.html", context)
    found = lines(ask.question, by)
    named = names(by, found)
    sort = read_sort(request.GET.get("sort", ""), by, columns(by))
    shown = ordered(found, named, sort)
    if form:
        return as_file(_sheet(ask, by, shown, named), form)
    context |= {
        "heads": heads(ask, sort, str(HEADINGS[by])),
        "rows": _rows(ask, by, shown, named),
        "whole": _cells(ask, columns(by), total(found)),
        "chart": _drawing(by, found, named),
        "files": [
            (kind.upper(), reverse(f"board_{PLACES[by]}_file", args=[kind]) + ask.here) for kind in ("xlsx", "csv")
        ],
    }
    return render(request, "board/table.html", context)


def for_people(ask: Asked) -> Asked:
    """Figures about people are for those who lead them: only what units below handle, whosever kind of case it is."""
    question = replace(ask.question, reach=narrowed(ask.question.reach))
    if ask.question.reach.everything and ask.agency and ask.unit is None:
        question = replace(question, units=subtree(ask.agency.pk, ask.rights.version))
    return replace(ask, question=question)


def needs_unit(ask: Asked, by: By) -> bool:
    """Nobody compares all the city's people at once."""
    return by is By.OFFICER and ask.question.reach.everything and ask.question.units is None


def _rows(ask: Asked, by: By, shown: list[Line], named: Mapping[object, str]) -> list[TableRow]:
    """An agency's name leads to its units."""
    codes = dict(Unit.objects.filter(packs__isnull=False).values_list("pk", "code")) if by is By.OWNER else {}
    return [
        TableRow(
            named.get(line.key, str(line.key)),
            _cells(ask, columns(by), line, by),
            reverse("board_units") + ask.address(agency=codes[line.key]) if line.key in codes else "",
        )
        for line in shown
    ]


def _cells(ask: Asked, wanted: tuple[Column, ...], line: Line, by: By = By.ALL) -> list[Cell]:
    cells = []
    for column in wanted:
        value = column.value(line)
        url = worklist(ask, column, by, line.key) if value else ""
        cells.append(Cell(column, value, written(value, column.form), url))
    return cells


def _drawing(by: By, found: list[Line], named: Mapping[object, str]) -> Any:
    if by is By.MONTH:
        shown = [(short_month(line.key), line) for line in sorted(found, key=lambda line: line.key)]
        return on_time_and_overdue(_("Decided by month"), str(HEADINGS[by]), shown)
    most = sorted((line for line in found if line.decided), key=lambda line: -line.decided)[:DRAWN]
    shown = [(named.get(line.key, str(line.key)), line) for line in most]
    title = _("Decided on time and overdue")
    if len(found) > DRAWN:
        title = _("Decided on time and overdue: the %(n)s with the most cases") % {"n": DRAWN}
    return on_time_and_overdue(title, str(HEADINGS[by]), shown) if shown else None


def _sheet(ask: Asked, by: By, shown: list[Line], named: Mapping[object, str]) -> Sheet:
    wanted = columns(by)
    rows: list[list[SheetCell]] = [
        [named.get(line.key, str(line.key)), *(plain(column, line) for column in wanted)] for line in shown
    ]
    rows.append([_("Total"), *(plain(column, total(shown)) for column in wanted)])
    return Sheet(
        title=str(TITLES[by]),
        name=f"{PLACES[by]}-{ask.question.period.first:%Y%m}-{ask.question.period.last:%Y%m}",
        header=[str(HEADINGS[by]), *(label(column) for column in wanted)],
        rows=rows,
        about=[whose(ask), period_name(ask.question.period)],
    )


def label(column: Column) -> str:
    return f"{column.label} ({column.hint})" if column.hint else str(column.label)


def plain(column: Column, line: Any) -> SheetCell:
    value = column.value(line)
    if column.form == "share" and value is not None:
        return Share(value)
    return round(value, 1) if isinstance(value, float) else value
