"""Who comes in here: agents, whose right reaches every case; and those who may read who looked at what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from tongban.apps.org.policy import Deed, Rights, grounds, may
from tongban.web.parts.people.ways import to_log_in

DOOR = "call"
View = Callable[..., HttpResponse]


def for_agents(view: View) -> View:
    return _guarded(view, _takes_calls)


def for_auditors(view: View) -> View:
    return _guarded(view, _audits)


def rights_in(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]
    return rights


def _takes_calls(rights: Rights) -> bool:
    """Callers may ask about any case of the city, so an agent is who may see them all."""
    return grounds(rights, Deed.VIEW).everything


def _audits(rights: Rights) -> bool:
    return may(rights, Deed.AUDIT)


def _guarded(view: View, allowed: Callable[[Rights], bool]) -> View:
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_log_in(request)
        rights = rights_in(request)
        if not allowed(rights):
            return render(request, "403.html", status=403)
        # What the tabs offer.
        request.takes_calls, request.audits = _takes_calls(rights), _audits(rights)  # type: ignore[attr-defined]
        return view(request, **given)

    return guarded
