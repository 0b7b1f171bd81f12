"""Where cases of a kind cannot go on because its definition gives no answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tongban.apps.cases.queries import Failing, failing, waiting_cases
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.org.policy import Deed, Grounds, Rights, grounds
from tongban.web.studio.access import door, pack_within, rights_of
from tongban.web.studio.showing import said, show

from .kind import head

MOST = 50
"""Cases listed a place; the rest is counted."""


@door(Deed.MANAGE_PACKS)
@require_GET
def incidents(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """Every place with its reason and number of cases; which cases they are only for whoever may see them."""
    pack = pack_within(reach, f"{domain}/{name}")
    next_one = edition(pack)
    shown = next_one.definition or (definition(pack.current_id) if pack.current_id else None)
    context = {
        **head(pack, next_one, shown),
        "places": [_place(place, pack) for place in failing(pack.code)],
        **_cases(pack, rights_of(request)),
    }
    return show(request, "incidents", context, tab="kinds")


def _place(place: Failing, pack: Pack) -> dict[str, Any]:
    return {
        "place": place,
        "reason": said(place.text),
        "is_in_force": place.version_id == pack.current_id,
    }


def _cases(pack: Pack, rights: Rights) -> dict[str, Any]:
    """The cases that this reader may open at the desk."""
    seen = grounds(rights, Deed.VIEW)
    if not seen:
        return {"numbers": [], "more": 0}
    found = waiting_cases(pack.code, seen.filter("case__"))
    numbers = list(dict.fromkeys(incident.case.number for incident in found[: MOST + 1]))
    return {"numbers": numbers[:MOST], "more": max(0, found.count() - MOST)}
