"""稽催表: every late case, unit by unit, on paper or screen."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.insight.queries import LateCase, late_cases
from tongban.apps.insight.queries.dunning import MOST
from tongban.apps.worklists.columns.own import PHASES

from .asked import Asked, asked
from .door import statistics, surroundings, whose
from .names import kind_names, unit_names
from .sheets import Sheet, as_file

ON_A_PAGE = 300


@statistics
def late(request: HttpRequest, form: str = "") -> HttpResponse:
    ask = asked(request)
    found, n = late_cases(ask.question, MOST if form else ON_A_PAGE)
    kinds, units = kind_names(), unit_names(case.unit_id for case in found)
    found = [replace(case, unit=units[case.unit_id]) for case in found]
    if form:
        return as_file(_sheet(ask, found, kinds), form)
    context = surroundings(ask, "board_late") | {
        "late_units": [_unit(ask, list(cases), kinds) for _pk, cases in groupby(found, key=lambda case: case.unit_id)],
        "n": n,
        "left_out": n - len(found),
        "files": [(kind.upper(), reverse("board_late_file", args=[kind]) + ask.here) for kind in ("xlsx", "csv")],
        "at": ask.at,
    }
    return render(request, "board/late.html", context)


def _unit(ask: Asked, cases: list[LateCase], kinds: dict[str, str]) -> dict[str, Any]:
    return {
        "name": cases[0].unit,
        "n": len(cases),
        "longest": max(case.days for case in cases),
        "cases": [
            {
                "case": case,
                "kind": kinds.get(case.kind, case.kind),
                "phase": PHASES.get(case.phase, case.phase),
                "url": reverse("desk_case", args=[case.number]) if ask.may_drill else "",
            }
            for case in cases
        ],
    }


def _sheet(ask: Asked, found: list[LateCase], kinds: dict[str, str]) -> Sheet:
    return Sheet(
        title=_("Dunning list"),
        name=f"late-{ask.today:%Y%m%d}",
        header=[
            _("Handling unit"), _("Agency in charge"), _("Number"), _("Kind of case"), pgettext("figures", "Officer"), _("Phase"),
            pgettext("figures", "Received"), _("Due"), _("Days late"), _("Working days late"),
        ],
        rows=[
            [
                case.unit, case.agency, case.number, kinds.get(case.kind, case.kind), case.handler,
                str(PHASES.get(case.phase, case.phase)), case.received_on, case.due_on, case.days, case.working_days,
            ]
            for case in found
        ],
        about=[whose(ask)],
    )  # fmt: skip
