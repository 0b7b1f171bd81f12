"""The way back to the list a case was opened from, and on to the cases beside it: for the case page."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.utils import timezone

from tongban.apps.org.policy import Rights
from tongban.apps.worklists.paging import read_place
from tongban.apps.worklists.queries import neighbours, views_of


class Trail(NamedTuple):
    """Addresses; empty where there is none. `query` goes on the links of the case page that lead to itself."""

    name: str = ""
    back_url: str = "/desk/"
    previous_url: str = ""
    next_url: str = ""
    query: str = ""


def trail(request: HttpRequest, case_id: int) -> Trail:
    """From `?view=…&at=…`; a case that was not opened from a list has only the way to the desk."""
    text, at = request.GET.get("view", ""), request.GET.get("at", "")
    if not text:
        return Trail()
    rights: Rights = request.rights  # type: ignore[attr-defined]
    view = views_of(rights).read_text(text)
    place = read_place(at)
    query = f"view={quote(view.text, safe='')}" + (f"&at={place.text}" if place else "")
    beside = neighbours(view, rights, case_id, today=timezone.localdate())
    return Trail(
        name=str(view.name),
        back_url=f"/desk/?view={view.text}" + (f"&after={place.text}" if place else ""),
        previous_url=f"/desk/cases/{beside.previous}/?{query}" if beside.previous else "",
        next_url=f"/desk/cases/{beside.next}/?{query}" if beside.next else "",
        query=query,
    )
