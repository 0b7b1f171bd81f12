"""Who may come in: every page names its deed, and gets the grounds on which its visitor may do it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from tongban.apps.catalogue.models import Pack
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds, Rights, grounds

View = Callable[..., HttpResponse]


def door(deed: Deed, *, whole_city: bool = False) -> Callable[[View], View]:
    """The view gets the grounds after the request. `whole_city`: only who may do it everywhere comes in."""

    def guard(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            reach = grounds(rights_of(request), deed)
            if not reach or (whole_city and not reach.everything):
                raise PermissionDenied
            return view(request, reach, *args, **named)

        return guarded

    return guard


def rights_of(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]
    return rights


def actor_of(request: HttpRequest) -> str:
    return rights_of(request).actor


def pack_within(reach: Grounds, code: str) -> Pack:
    """Raises Http404 where there is none, PermissionDenied where it belongs to others."""
    pack = Pack.objects.select_related("current", "owner").filter(code=code).first()
    if pack is None:
        raise Http404
    if not reach.cover_unit(pack.owner_id):
        raise PermissionDenied
    return pack


def unit_within(reach: Grounds, code: str) -> Unit:
    unit = Unit.objects.select_related("parent").filter(code=code).first()
    if unit is None:
        raise Http404
    if not reach.cover_unit(unit.pk):
        raise PermissionDenied
    return unit
