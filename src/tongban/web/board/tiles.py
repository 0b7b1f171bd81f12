"""Large numbers at the top of a page, each leading to what is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.apps.insight.queries import By, PenaltyLine, penalty_lines, penalty_total
from tongban.web.parts.formatting import thousands

from .asked import Asked
from .penalty_columns import PENALTIES, listed
from .writing import written


@dataclass(frozen=True, slots=True)
class Tile:
    """`note` says what the number is compared with or where it leads."""

    name: str
    text: str
    url: str
    meaning: str = ""
    note: str = ""


def deviations_tile(ask: Asked) -> list[Tile]:
    """For the overview of those whose cases are penalised at all."""
    whole = penalty_total(penalty_lines(ask.question, By.ALL)[By.ALL])
    if not whole:
        return []
    words = {"n": thousands(whole.n), "awaiting": thousands(whole.awaiting)}
    note = _("of %(n)s penalties; %(awaiting)s await approval") % words
    url = reverse("board_deviations") + ask.here
    return [Tile(_("Deviations from the penalty standard"), thousands(whole.deviations), url, note=note)]


def penalty_tiles(ask: Asked, whole: PenaltyLine) -> list[Tile]:
    every = {column.name: column for column in PENALTIES}

    def to(name: str) -> str:
        return listed(ask, every[name], By.ALL, None, {})

    share = _("%(share)s of the penalties") % {"share": written(whole.deviation_rate, "share")}
    here = reverse("board_penalties") + ask.here
    return [
        Tile(_("Penalties in force"), thousands(whole.n), here, note=_("NT$%(sum)s") % {"sum": thousands(whole.total)}),
        Tile(_("Deviations from the penalty standard"), thousands(whole.deviations), to("deviations"), note=share),
        Tile(_("Awaiting approval"), thousands(whole.awaiting), to("awaiting"), "soon" if whole.awaiting else ""),
        Tile(_("Refused by the second person"), thousands(whole.refused), to("refused")),
    ]
