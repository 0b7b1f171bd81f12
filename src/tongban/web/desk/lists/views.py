"""The list, its counts and its totals."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.org.policy import Deed, may
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.builtin import MEANINGS
from tongban.apps.worklists.columns import columns_for
from tongban.apps.worklists.matching import match
from tongban.apps.worklists.queries import COUNTED, Shown, Views, as_view, counts, shown
from tongban.apps.worklists.totals import totals as totals_of
from tongban.apps.worklists.view import SCOPES
from tongban.web.parts.people.doors import allows, home

from .asked import Asked, asked
from .showing import chips, controls, heads, lines


@never_cache
@require_GET
@login_required
def worklist(request: HttpRequest) -> HttpResponse:
    """A view, one page of it. Whoever sees no case but has other work is shown the door to that."""
    if not request.GET and not allows(request, Deed.VIEW) and (elsewhere := home(request)) != "/":
        return HttpResponseRedirect(elsewhere)
    ask = asked(request)
    if not ask.is_canonical:
        return HttpResponseRedirect(f"/desk/{ask.address}")
    found = shown(ask.view, ask.rights, today=ask.today, place=ask.place)
    if ask.unknown:
        found.match.faults.insert(0, _("There is no view “%(code)s” (any more).") % {"code": ask.unknown[:40]})
    return render(request, "desk/list.html", _page(ask, found))


def _page(ask: Asked, found: Shown) -> dict[str, Any]:
    matched, view = found.match, found.match.view
    known = columns_for(matched.asking)
    base = ask.views.read(view.code)
    at = ask.place.text if ask.place else ""
    return {
        "view": view,
        "tabs": tabs(ask.views, view.code),
        "match": matched,
        "faults": matched.faults,
        "heads": heads(matched),
        "lines": lines(matched, found.rows, at),
        "controls": list(controls(matched, known)),
        "chips": chips(matched, base.filters, known),
        "is_changed": bool(view.given),
        "scopes": [(code, label, view.changed(**{"in": code})) for code, label in SCOPES.items()],
        "before": found.page.before,
        "after": found.page.after,
        "here": f"/desk/{ask.address}" + (f"&after={at}" if at else ""),
        "may_export": may(ask.rights, Deed.EXPORT),
        "may_assign": may(ask.rights, Deed.ASSIGN),
        "may_transfer": may(ask.rights, Deed.TRANSFER),
        "may_take": may(ask.rights, Deed.TAKE),
        "selectable": may(ask.rights, Deed.TAKE) or may(ask.rights, Deed.ASSIGN),
    }


def tabs(views: Views, current: str = "") -> list[dict[str, Any]]:
    """Every view somebody has, for the row of tabs: everyone's first, saved ones behind."""
    every = [*views.builtin.values(), *(as_view(saved) for saved in views.saved)]
    return [
        {
            "code": view.code,
            "name": view.name,
            "is_current": view.code == current,
            "is_saved": view.code.startswith("v"),
        }
        for view in every
    ]


@never_cache
@require_GET
@login_required
def tab_counts(request: HttpRequest) -> HttpResponse:
    """The numbers in the tabs, asked for after the page and then every minute."""
    ask = asked(request)
    chosen = [view for view in ask.views.builtin.values() if view.code not in {"all", "closed"}]
    chosen += [as_view(saved) for saved in ask.views.saved[:6]]
    found = counts(chosen, ask.rights, today=ask.today)
    numbers = [
        {"code": code, "meaning": MEANINGS.get(code, "") if n else "", "n": f"{COUNTED}+" if n > COUNTED else n}
        for code, n in found.items()
    ]
    return render(request, "desk/list_counts.html", {"numbers": numbers})


@never_cache
@require_GET
@login_required
def totals(request: HttpRequest) -> HttpResponse:
    """What the list adds up to, asked for after the page."""
    ask = asked(request)
    matched = match(ask.view, Asking(ask.rights, ask.today))
    context = {
        "totals": totals_of(matched),
        "title": _("Totals of “%(view)s”") % {"view": ask.view.name},
        "back": f"/desk/{ask.address}",
        "view": ask.view,
        "tabs": tabs(ask.views, ask.view.code),
    }
    part = "desk/list_totals.html" if getattr(request, "htmx", False) else "desk/list_totals_page.html"
    return render(request, part, context)
