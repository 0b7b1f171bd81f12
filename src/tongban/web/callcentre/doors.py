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
    """Callers may ask about any case of the city, so an agent is who may see them all."""
    return _only_if(lambda rights: grounds(rights, Deed.VIEW).everything, view)


def for_auditors(view: View) -> View:
    return _only_if(lambda rights: may(rights, Deed.AUDIT), view)


def rights_in(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]
    return rights


def _only_if(allowed: Callable[[Rights], bool], view: View) -> View:
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_log_in(request)
        if not allowed(rights_in(request)):
            return render(request, "403.html", status=403)
        return view(request, **given)

    return guarded
