"""偏離裁罰基準案件: every amount that is not the standard's, with its reason and who signed, each leading to its case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tongban.apps.insight.queries import By, Deviation, Direction, Narrowed, deviations
from tongban.apps.org.models import Person, Unit
from tongban.apps.org.policy import Deed, grounds
from tongban.web.parts.actors import names_of
from tongban.web.parts.formatting import thousands

from .asked import Asked, asked
from .door import period_name, statistics, surroundings, whose
from .names import kind_names, unit_names
from .sheets import Share, Sheet, as_file
from .tables import for_people
from .writing import written

STANDINGS = {
    "in-force": gettext_lazy("Approved, in force"),
    "awaiting": gettext_lazy("Awaiting approval"),
    "refused": gettext_lazy("Refused"),
    "replaced": gettext_lazy("Approved, later replaced"),
    "lapsed": gettext_lazy("Never decided: the case ended"),
}
SIGNS = {"in-force": "done", "awaiting": "soon", "refused": "late", "replaced": "waiting", "lapsed": "waiting"}
DIRECTIONS = {Direction.MORE.value: gettext_lazy("Higher"), Direction.LESS.value: gettext_lazy("Lower")}
ON_A_PAGE, MOST = 50, 20_000
_OWN = ("standing", "direction", "asked_by", "decided_by", "of")


@dataclass(frozen=True, slots=True)
class Row:
    one: Deviation
    kind: str
    unit: str
    standing: str
    asked_by: str
    decided_by: str

    @property
    def url(self) -> str:
        return reverse("desk_case", args=[self.one.number]) if self.one.is_open else ""

    @property
    def difference(self) -> str:
        return written(self.one.difference, "difference")

    @property
    def sign(self) -> str:
        return SIGNS.get(self.one.standing, "")


@statistics
def list_deviations(request: HttpRequest, form: str = "") -> HttpResponse:
    ask, narrowed, chips = _asked(request)
    page = _page(request)
    first, most = (0, MOST) if form else ((page - 1) * ON_A_PAGE, ON_A_PAGE)
    found, n = deviations(ask.question, narrowed, grounds(ask.rights, Deed.VIEW), first, most)
    rows = _rows(found)
    if form:
        return as_file(_sheet(ask, rows), form)
    context = surroundings(ask, "board_penalties")
    context |= {
        "rows": rows,
        "n": n,
        "chips": context["chips"] + chips,
        "choices": [
            ("standing", _("Standing"), STANDINGS.items(), narrowed.standing),
            ("direction", _("Against the standard"), DIRECTIONS.items(), narrowed.direction),
        ],
        "kept": [(name, ask.given[name]) for name in ("asked_by", "decided_by", "of") if name in ask.given],
        "pages": _pages(ask, page, n),
        "figures_url": reverse("board_penalties") + ask.here,
        "files": [(kind.upper(), reverse("board_deviations_file", args=[kind]) + ask.here) for kind in ("xlsx", "csv")],
    }
    return render(request, "board/deviations.html", context)


def _asked(request: HttpRequest) -> tuple[Asked, Narrowed, list[dict[str, str]]]:
    """What is asked beyond the filters of every page; a list of somebody's deviations keeps to one's own units."""
    ask = asked(request)
    values = {name: request.GET.get(name, "").strip()[:64] for name in _OWN}
    narrowed = Narrowed(
        standing=values["standing"] if values["standing"] in STANDINGS else None,
        direction=Direction(values["direction"]) if values["direction"] in DIRECTIONS else None,
        asked_by=values["asked_by"] or None,
        decided_by=values["decided_by"] or None,
        **_line(values["of"]),
    )
    known = {
        "standing": narrowed.standing,
        "direction": narrowed.direction,
        "asked_by": narrowed.asked_by,
        "decided_by": narrowed.decided_by,
        "of": values["of"] if narrowed.unit or narrowed.handler is not None else None,
    }
    ask = replace(ask, given={**ask.given, **{name: str(value) for name, value in known.items() if value}})
    if narrowed.asked_by or narrowed.decided_by or narrowed.handler is not None:
        ask = for_people(ask)
    return ask, narrowed, _chips(ask, narrowed)


def _line(written: str) -> dict[str, int]:
    """`unit:12`, `officer:7` or `officer:none`: the line of a table that a number was in."""
    by, _colon, key = written.partition(":")
    if by == By.OFFICER and key == "none":
        return {"handler": 0}
    if not (key.isascii() and key.isdigit()) or len(key) > 9:
        return {}
    return {"unit": int(key)} if by == By.UNIT else {"handler": int(key)} if by == By.OFFICER else {}


def _chips(ask: Asked, narrowed: Narrowed) -> list[dict[str, str]]:
    named = names_of({actor for actor in (narrowed.asked_by, narrowed.decided_by) if actor})
    chosen = {
        "standing": (_("Standing"), str(STANDINGS.get(narrowed.standing or "", ""))),
        "direction": (_("Against the standard"), str(DIRECTIONS.get(narrowed.direction or "", ""))),
        "asked_by": (_("Asked by"), named.get(narrowed.asked_by or "", "")),
        "decided_by": (_("Decided by"), named.get(narrowed.decided_by or "", "")),
        "of": _line_name(narrowed),
    }
    return [
        {"label": label, "value": value, "without": ask.address(**{name: None})}
        for name, (label, value) in chosen.items()
        if value
    ]


def _line_name(narrowed: Narrowed) -> tuple[str, str]:
    if narrowed.unit is not None:
        unit = Unit.objects.filter(pk=narrowed.unit).values_list("name", flat=True).first()
        return _("Handling unit"), unit or "—"
    if narrowed.handler is None:
        return "", ""
    person = Person.objects.filter(pk=narrowed.handler).values_list("name", flat=True).first()
    return pgettext("figures", "Officer"), person or _("Nobody yet")


def _rows(found: list[Deviation]) -> list[Row]:
    kinds, units = kind_names(), unit_names(one.unit_id for one in found)
    named = names_of({actor for one in found for actor in (one.asked_by, one.decided_by) if actor})
    return [
        Row(
            one,
            kinds.get(one.kind, one.kind),
            units.get(one.unit_id, ""),
            str(STANDINGS.get(one.standing, one.standing)),
            named.get(one.asked_by, ""),
            named.get(one.decided_by, ""),
        )
        for one in found
    ]


def _page(request: HttpRequest) -> int:
    asked_for = request.GET.get("page", "")
    return max(1, int(asked_for)) if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 7 else 1


def _pages(ask: Asked, page: int, n: int) -> dict[str, Any]:
    last = -(-n // ON_A_PAGE)
    where = {
        "first": thousands((page - 1) * ON_A_PAGE + 1),
        "last": thousands(min(n, page * ON_A_PAGE)),
        "n": thousands(n),
    }
    return {
        "previous_url": ask.address(page=str(min(page - 1, last))) if page > 1 else "",
        "next_url": ask.address(page=str(page + 1)) if page < last else "",
        "where": _("%(first)s–%(last)s of %(n)s") % where if page <= last else "",
        "several": last > 1 or page > 1,
    }


def _sheet(ask: Asked, rows: list[Row]) -> Sheet:
    return Sheet(
        title=_("Deviations from the penalty standard"),
        name=f"deviations-{ask.question.period.first:%Y%m}-{ask.question.period.last:%Y%m}",
        header=[
            _("Number"), _("Kind of case"), _("Handling unit"), _("Standard"), _("Amount"), _("Difference"),
            _("Standing"), _("Reason"), _("Asked by"), _("Decided by"), _("On"),
        ],
        rows=[
            [
                row.one.number, row.kind, row.unit, row.one.proposed, row.one.amount,
                Share(row.one.difference) if row.one.difference is not None else None,
                row.standing, row.one.reason if row.one.is_open else _("only for those who may see the case"),
                row.asked_by, row.decided_by, timezone.localdate(row.one.changed_at),
            ]
            for row in rows
        ],
        about=[whose(ask), period_name(ask.question.period)],
    )  # fmt: skip
