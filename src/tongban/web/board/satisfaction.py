"""滿意度 by agency and kind. Few answers may say something about somebody: they are not shown, and are in no sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.apps.feedback.models import ASPECTS
from tongban.apps.feedback.queries import Satisfaction
from tongban.apps.feedback.queries import satisfaction as answers

from .asked import Asked, asked
from .door import period_name, statistics, surroundings, whose
from .drawing import chart
from .names import kind_names, unit_names
from .sheets import Share, Sheet, as_file
from .writing import NOTHING, written

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Row:
    agency: str
    kind: str
    n: int
    satisfied: float | None
    means: list[float | None]

    @property
    def is_hidden(self) -> bool:
        return self.satisfied is None

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """Each number behind that of the answers, with the head of its column."""
        means = [NOTHING if mean is None else f"{mean:.2f}" for mean in self.means]
        return [(_("Satisfied"), written(self.satisfied, "share")), *zip(_aspects(), means, strict=True)]


@statistics
def satisfaction(request: HttpRequest, form: str = "") -> HttpResponse:
    ask = asked(request)
    found = _found(ask)
    rows = _rows(found)
    if form:
        return as_file(_sheet(ask, rows), form)
    whole = _shown(found)
    context = surroundings(ask, "board_satisfaction") | {
        "rows": rows,
        "aspects": _aspects(),
        "answers": sum(one.n for one in whole),
        "satisfied": written(_share(whole), "share"),
        "fewest": FEWEST,
        "chart": _chart(whole),
        "files": [
            (kind.upper(), reverse("board_satisfaction_file", args=[kind]) + ask.here) for kind in ("xlsx", "csv")
        ],
    }
    return render(request, "board/satisfaction.html", context)


def satisfied_share(ask: Asked) -> tuple[float | None, int]:
    """The share that was satisfied or very satisfied, and of how many answers."""
    shown = _shown(_found(ask))
    return _share(shown), sum(one.n for one in shown)


def _found(ask: Asked) -> list[Satisfaction]:
    """An answer keeps agency and kind only: filters by unit and channel cannot narrow it."""
    question = ask.question
    owners = None if question.reach.everything else question.reach.owner_units
    if question.owner is not None:
        owners = frozenset([question.owner]) & (owners if owners is not None else frozenset([question.owner]))
    found = answers(since=question.period.first, until=question.period.until, owner_ids=owners)
    return [one for one in found if question.kind in (None, one.kind)]


def _shown(found: Iterable[Satisfaction]) -> list[Satisfaction]:
    return [one for one in found if one.n >= FEWEST]


def _share(shown: list[Satisfaction]) -> float | None:
    n = sum(one.n for one in shown)
    return sum(one.satisfied for one in shown) / n if n else None


def _rows(found: list[Satisfaction]) -> list[Row]:
    agencies, kinds = unit_names(one.owner_id for one in found), kind_names()
    rows = [_row(agencies.get(one.owner_id, ""), kinds.get(one.kind, one.kind), one) for one in found]
    return sorted(rows, key=lambda row: (row.agency, row.kind))


def _row(agency: str, kind: str, one: Satisfaction) -> Row:
    if one.n < FEWEST:
        return Row(agency, kind, 0, None, [None] * len(ASPECTS))
    return Row(agency, kind, one.n, one.satisfied / one.n, [one.means[aspect] for aspect in ASPECTS])


def _aspects() -> list[str]:
    labels = {"overall": _("Overall"), "speed": _("Speed"), "clarity": _("Clarity"), "attitude": _("Attitude")}
    return [labels.get(aspect, aspect) for aspect in ASPECTS]


def _chart(shown: list[Satisfaction]) -> Any:
    if not shown:
        return None
    chosen = [sum(one.distribution[score] for one in shown) for score in range(5)]
    names = [
        _("Very dissatisfied"),
        _("Dissatisfied"),
        _("So-so"),
        _("Satisfied"),
        _("Very satisfied"),
    ]
    return chart(_("Answers, overall"), _("Answer"), names, [(_("Answers"), chosen, "")], "bar")


def _sheet(ask: Asked, rows: list[Row]) -> Sheet:
    few = _("fewer than %(n)s") % {"n": FEWEST}
    return Sheet(
        title=_("Satisfaction"),
        name=f"satisfaction-{ask.question.period.first:%Y%m}-{ask.question.period.last:%Y%m}",
        header=[_("Agency in charge"), _("Kind of case"), _("Answers"), _("Satisfied"), *_aspects()],
        rows=[
            [
                row.agency,
                row.kind,
                few if row.is_hidden else row.n,
                Share(row.satisfied) if row.satisfied is not None else None,
                *row.means,
            ]
            for row in rows
        ],
        about=[whose(ask), period_name(ask.question.period)],
    )
