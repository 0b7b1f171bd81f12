"""Setting up a view: columns in their order, filters, sort, totals, name; without a script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.apps.cases.errors import NotAllowed
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Rights
from tongban.apps.worklists.actions import delete_view, may_keep_for, save_view
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.columns import Column, columns_for
from tongban.apps.worklists.matching import Match, match
from tongban.apps.worklists.models import SavedView
from tongban.apps.worklists.queries import as_view, code_of, views_of
from tongban.apps.worklists.view import SCOPES, View

from .asked import asked, pairs, rights_at_desk
from .showing import control
from .views import tabs

FILTER = "f."
"""Begins the names of filter fields, so that none is taken for a field of the editor itself."""


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """GET shows the view of the address (or the saved one) as a form; POST previews (`try`) or saves it."""
    rights = rights_at_desk(request)
    saved = _own(pk, rights) if pk else None
    view = _typed(request, saved, rights) if request.method == "POST" else _start(request, saved)
    faults: dict[str, list[str]] = {}
    if request.method == "POST" and "save" in request.POST:
        try:
            row = _save(request, view, saved, rights)
        except ValidationError as refused:
            faults = refused.message_dict
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": row.name})
            return HttpResponseRedirect(f"/desk/?view={code_of(row)}")
    return render(
        request, "desk/view_editor.html", _context(request, view, saved, rights, faults), status=422 if faults else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    rights = rights_at_desk(request)
    saved = _own(pk, rights)
    if request.method == "POST":
        delete_view(saved=saved, by=rights)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": saved.name})
        return HttpResponseRedirect("/desk/")
    context = {
        "question": _("Delete the view “%(name)s”?") % {"name": saved.name},
        "consequences": [_("The cases in it stay as they are.")]
        + ([_("It goes for everyone of the unit.")] if saved.unit_id else []),
        "action_url": request.path,
        "action": _("Delete"),
        "dangerous": True,
        "cancel_url": f"/desk/views/{saved.pk}/",
    }
    return render(request, "parts/confirm.html", context)


def _own(pk: int, rights: Rights) -> SavedView:
    saved = get_object_or_404(SavedView, pk=pk)
    if saved.person_id != rights.person_id and not (saved.unit_id and may_keep_for(rights, saved.unit_id)):
        raise Http404
    return saved


def _start(request: HttpRequest, saved: SavedView | None) -> View:
    return as_view(saved) if saved else asked(request).view


def _typed(request: HttpRequest, saved: SavedView | None, rights: Rights) -> View:
    """The view as the form describes it. Its filters come in the fields of the filter panel."""
    base = as_view(saved) if saved else replace(views_of(rights).first, filters={}, given={})
    post = request.POST
    shown = [name for name in post.getlist("show") if name]
    order = {name: _rank(post, name, place) for place, name in enumerate(shown)}
    down = "-" if post.get("down") else ""
    return replace(
        base,
        name=post.get("name", ""),
        scope=post.get("in", "all"),
        filters=_filters(post),
        columns=tuple(sorted(shown, key=lambda name: order[name])) or base.columns,
        sort=down + post.get("sort", "due_on"),
        totals=tuple(post.getlist("total")),
        given={},
    )


def _rank(post: QueryDict, name: str, place: int) -> tuple[float, int]:
    """Where a column is to stand; one without a number goes behind those that have one."""
    try:
        return float(post.get(f"rank.{name}") or 1_000), place
    except ValueError:
        return 1_000.0, place


def _filters(post: QueryDict) -> dict[str, str]:
    fields = QueryDict(mutable=True)
    for name, values in post.lists():
        if name.startswith(FILTER):
            fields.setlist(name.removeprefix(FILTER), values)
    return {name: value for name, value in pairs(fields, {}) if value}


def _save(request: HttpRequest, view: View, saved: SavedView | None, rights: Rights) -> SavedView:
    unit = request.POST.get("unit", "")
    matched = match(view, Asking(rights, timezone.localdate()))
    if matched.faults:
        raise ValidationError({"filters": matched.faults})
    try:
        return save_view(
            view=matched.view,
            name=request.POST.get("name", ""),
            unit_id=int(unit) if unit.isdecimal() else None,
            is_default=bool(request.POST.get("default")),
            replaces=saved,
            by=rights,
            at=timezone.now(),
        )
    except NotAllowed:
        raise ValidationError({"unit": _("You may not set up views for this unit.")}) from None


def _context(
    request: HttpRequest, view: View, saved: SavedView | None, rights: Rights, faults: dict[str, list[str]]
) -> dict[str, Any]:
    matched = match(view, Asking(rights, timezone.localdate()))
    known = columns_for(matched.asking)
    posted = request.method == "POST"
    units = Unit.objects.filter(pk__in=sorted(rights.unit_ids)).order_by("code")
    return {
        "view": matched.view,
        "saved": saved,
        "faults": faults,
        "notices": matched.faults if posted and not faults else [],
        "tabs": tabs(views_of(rights), code_of(saved) if saved else ""),
        "name": request.POST.get("name", "") if posted else (saved.name if saved else ""),
        "choices": _choices(matched, known),
        "filters": [control(matched, column) for column in known.values() if column.where is not None],
        "sorts": [column for column in known.values() if column.sort],
        "summable": [(column, column.name in view.totals) for column in known.values() if column.sums or column.counts],
        "scopes": SCOPES,
        "units": [unit for unit in units if may_keep_for(rights, unit.pk)],
        "unit_id": request.POST.get("unit", "") if posted else (str(saved.unit_id or "") if saved else ""),
        "is_default": bool(request.POST.get("default")) if posted else bool(saved and saved.is_default),
        "action_url": request.path,
    }


def _choices(matched: Match, known: dict[str, Column]) -> list[dict[str, Any]]:
    """Every column: the shown ones first in their order, then the others as they are offered."""
    names = [column.name for column in matched.columns]
    rest = [name for name in known if name not in names]
    return [
        {"column": known[name], "is_shown": name in names, "rank": place if name in names else ""}
        for place, name in enumerate([*names, *rest], 1)
    ]
