"""裁罰統計: penalties and how far from the penalty standard, by kind, agency, unit, officer or month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tongban.apps.insight.queries import By, Pair, PenaltyLine, alike, pairs, penalty_lines, penalty_total
from tongban.web.parts.actors import names_of

from .asked import Asked, asked
from .columns import TableRow
from .door import period_name, statistics, surroundings, whose
from .drawing import chart
from .months import short_month
from .names import names
from .penalty_columns import PENALTIES, agency_codes, cells
from .sheets import Cell as SheetCell
from .sheets import Sheet, as_file
from .sorting import heads, ordered, read_sort
from .tables import DRAWN, HEADINGS, for_people, label, needs_unit, plain
from .tiles import penalty_tiles
from .writing import written

WAYS: Mapping[By, tuple[str, Any]] = {
    By.KIND: ("kinds", gettext_lazy("Kind of case")),
    By.OWNER: ("agencies", gettext_lazy("Agency")),
    By.UNIT: ("units", gettext_lazy("Handling unit")),
    By.OFFICER: ("officers", gettext_lazy("Officer and approver")),
    By.MONTH: ("months", gettext_lazy("Month")),
}
ALIKE = 15


@statistics
def penalties(request: HttpRequest, by: By = By.KIND, form: str = "") -> HttpResponse:
    ask = for_people(asked(request)) if by is By.OFFICER else asked(request)
    context = surroundings(ask, "board_penalties") | {
        "by": by,
        "needs_unit": needs_unit(ask, by),
        "ways": [
            (reverse(f"board_penalties_{place}") + ask.here, name, one is by) for one, (place, name) in WAYS.items()
        ],
        "list_url": reverse("board_deviations") + ask.here,
    }
    if context["needs_unit"]:
        return render(request, "board/penalties.html", context)
    found = penalty_lines(ask.question, by)[by]
    named = names(by, found)
    sort = read_sort(request.GET.get("sort", ""), by, PENALTIES)
    shown = ordered(found, named, sort)
    if form:
        return as_file(_sheet(ask, by, shown, named), form)
    whole = penalty_total(shown)
    context |= {
        "tiles": penalty_tiles(ask, whole) if whole else [],
        "heads": heads(ask, sort, str(HEADINGS[by])),
        "rows": _rows(ask, by, shown, named),
        "whole": cells(ask, whole),
        "chart": _drawing(ask, by, shown, named),
        "alike": _alike(ask, found) if by is By.KIND else [],
        "files": _files(ask, by),
    }
    return render(request, "board/penalties.html", context | _deciders(ask, by))


def _rows(ask: Asked, by: By, shown: list[PenaltyLine], named: Mapping[object, str]) -> list[TableRow]:
    codes = agency_codes() if by is By.OWNER else {}
    return [TableRow(named.get(line.key, str(line.key)), cells(ask, line, by, codes)) for line in shown]


def _drawing(ask: Asked, by: By, shown: list[PenaltyLine], named: Mapping[object, str]) -> Any:
    """By month where there is nothing else to compare."""
    if by is By.MONTH:
        return _by_month(ask, shown)
    if len(shown) == 1:
        return _by_month(ask, penalty_lines(ask.question, By.MONTH)[By.MONTH])
    most = sorted((line for line in shown if line.n), key=lambda line: -line.n)[:DRAWN]
    return _chart(by, [(named.get(line.key, str(line.key)), line) for line in most])


def _by_month(ask: Asked, lines: list[PenaltyLine]) -> Any:
    """A month without a penalty is a gap that one should see."""
    found = {line.key: line for line in lines if line.n}
    months = [(short_month(month), found.get(month, PenaltyLine())) for month in ask.question.period]
    return _chart(By.MONTH, months if found else [])


def _chart(by: By, drawn: list[tuple[str, PenaltyLine]]) -> Any:
    """How many were as proposed, lower and higher."""
    if not drawn:
        return None
    series = [
        (_("As the standard proposes"), [line.n - line.deviations for _name, line in drawn], "done"),
        (_("Lower"), [line.lower for _name, line in drawn], "waiting"),
        (_("Higher"), [line.higher for _name, line in drawn], "soon"),
    ]
    return chart(_("Penalties and the penalty standard"), str(HEADINGS[by]), [name for name, _line in drawn], series)


def _alike(ask: Asked, kinds: list[PenaltyLine]) -> list[dict[str, Any]]:
    """Where the standard proposed the same, and what became of it."""
    return [
        {
            "kind": ask.kinds.get(one.kind, one.kind),
            "one": one,
            "share": written(one.as_proposed / one.amounts.n, "share"),
            "is_even": one.as_proposed == one.amounts.n,
        }
        for one in alike(kinds)[:ALIKE]
    ]


def _deciders(ask: Asked, by: By) -> dict[str, Any]:
    """Who has the last word, and whether it ever was a no: about people, so only of one's own units."""
    narrowed = ask if by is By.OFFICER else for_people(ask)
    found = pairs(narrowed.question)
    always = [pair for pair in found if pair.asked_by is not None and pair.is_always]
    context: dict[str, Any] = {
        "always": len(always),
        "deciders_url": reverse("board_penalties_officers") + ask.here,
    }
    return context | {"pairs": _pairs(ask, found)} if by is By.OFFICER else context


def _pairs(ask: Asked, found: list[Pair]) -> list[dict[str, Any]]:
    named = names_of({actor for pair in found for actor in (pair.decided_by, pair.asked_by) if actor})
    return [
        {
            "pair": pair,
            "decided_by": named[pair.decided_by],
            "asked_by": named.get(pair.asked_by or "", ""),
            "rate": written(pair.rate, "share"),
            "url": reverse("board_deviations")
            + ask.address(decided_by=pair.decided_by, **({"asked_by": pair.asked_by} if pair.asked_by else {})),
        }
        for pair in found
    ]


def _files(ask: Asked, by: By) -> list[tuple[str, str]]:
    place, _name = WAYS[by]
    return [
        (kind.upper(), reverse(f"board_penalties_{place}_file", args=[kind]) + ask.here) for kind in ("xlsx", "csv")
    ]


def _sheet(ask: Asked, by: By, shown: list[PenaltyLine], named: Mapping[object, str]) -> Sheet:
    def numbers(line: PenaltyLine) -> list[SheetCell]:
        return [plain(column, line) for column in PENALTIES]

    rows = [[named.get(line.key, str(line.key)), *numbers(line)] for line in shown]
    return Sheet(
        title=pgettext("title", "Penalties"),
        name=f"penalties-{WAYS[by][0]}-{ask.question.period.first:%Y%m}-{ask.question.period.last:%Y%m}",
        header=[str(HEADINGS[by]), *(label(column) for column in PENALTIES)],
        rows=[*rows, [_("Total"), *numbers(penalty_total(shown))]],
        about=[whose(ask), period_name(ask.question.period)],
    )
