"""The columns of the tables of penalties, and from a number of deviations to the list of exactly those."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.apps.insight.queries import By
from tongban.apps.org.models import Unit

from .asked import Asked
from .columns import Cell, Column, of
from .months import month_code
from .writing import written

IMPOSED: Mapping[str, str] = {"standing": "in-force"}
PENALTIES: tuple[Column, ...] = (
    Column("n", pgettext_lazy("figures", "Penalties"), of("n"), hint=_("in force")),
    Column("total", _("Sum"), of("total"), hint=_("NT$")),
    Column("median", _("Median"), of("median"), hint=_("NT$; half were no higher")),
    Column(
        "deviations", _("Deviations"), of("deviations"), cases=IMPOSED, hint=_("another amount than the standard's")
    ),
    Column("rate", _("Share of deviations"), of("deviation_rate"), "share"),
    Column("higher", _("Higher"), of("higher"), cases={**IMPOSED, "direction": "more"}),
    Column("lower", _("Lower"), of("lower"), cases={**IMPOSED, "direction": "less"}),
    Column("mean_difference", _("Mean difference"), of("mean_difference"), "difference", hint=_("of the deviations")),
    Column("awaiting", _("Awaiting approval"), of("awaiting"), cases={"standing": "awaiting"}, meaning="soon"),
    Column("refused", pgettext_lazy("figures", "Refused"), of("refused"), cases={"standing": "refused"}),
)


def cells(ask: Asked, line: Any, by: By = By.ALL, codes: Mapping[int, str] | None = None) -> list[Cell]:
    found = []
    for column in PENALTIES:
        value = column.value(line)
        url = listed(ask, column, by, line.key, codes or {}) if value and column.cases else ""
        found.append(Cell(column, value, written(value, column.form), url))
    return found


def agency_codes() -> dict[int, str]:
    return dict(Unit.objects.filter(packs__isnull=False).values_list("pk", "code"))


def listed(ask: Asked, column: Column, by: By, key: object, codes: Mapping[int, str]) -> str:
    """The list of deviations that holds exactly those counted; empty where no filter says that."""
    terms: dict[str, str | None] = {**(column.cases or {})}
    match by:
        case By.KIND:
            if key not in ask.kinds:
                return ""
            terms["kind"] = str(key)
        case By.OWNER:
            if key not in codes:
                return ""
            terms["agency"] = codes[key]  # type: ignore[index]
        case By.MONTH:
            if terms.get("standing") == "awaiting" or not isinstance(key, date):
                return ""
            terms |= {"from": month_code(key), "to": month_code(key)}
        case By.UNIT | By.OFFICER:
            terms["of"] = f"{by}:{'none' if key is None else key}"
    return reverse("board_deviations") + ask.address(**terms)
