"""From which version to which, what becomes of each step, what that would do; then the order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.apps.cases.actions import order_migration
from tongban.apps.cases.migrating.order import Order
from tongban.apps.cases.migrating.planning import Plan, plan
from tongban.apps.cases.models import Case, Migration
from tongban.apps.catalogue.models import Pack, PackVersion
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Refusal
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import door, pack_within, rights_of
from tongban.web.studio.kinds.addresses import kind_url
from tongban.web.studio.kinds.kind import head
from tongban.web.studio.showing import said, show

from . import mapping, telling


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def migrations(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """`from` and `to` are version numbers; POST with `order` orders what was tried, else it is only tried."""
    pack = pack_within(reach, f"{domain}/{name}")
    given = request.POST if request.method == "POST" else request.GET
    running = _running(pack)
    versions = [
        one
        for one in PackVersion.objects.filter(pack=pack).select_related("pack").order_by("-number")[:200]
        if _is_readable(one)
    ]
    older = _chosen(versions, given.get("from", ""), next((one for one in versions[::-1] if one.pk in running), None))
    newer = _chosen(versions, given.get("to", ""), next((one for one in versions if one.pk == pack.current_id), None))
    context = {
        **_head(pack),
        "versions": [{"version": one, "cases": running.get(one.pk, 0)} for one in versions],
        "older": older,
        "newer": newer,
        "earlier": _earlier(pack),
    }
    if older is None or newer is None or older.pk == newer.pk:
        return show(request, "migrate", context, tab="kinds")
    activities = mapping.chosen(older, newer, request.POST.dict())
    context |= {
        "rows": mapping.mapping_rows(older, newer, activities),
        "changes": telling.changes(older, newer),
        "consequences": telling.consequences(older, newer),
        "cases": running.get(older.pk, 0),
    }
    if request.method == "GET":
        return show(request, "migrate", context, tab="kinds")
    return _tried(request, Order(older, newer, activities), context)


def _tried(request: HttpRequest, order: Order, context: dict[str, Any]) -> HttpResponse:
    try:
        found = plan(order, timezone.now())
    except Refusal as refused:
        return show(request, "migrate", {**context, "refusal": said(refused.text)}, tab="kinds", status=422)
    context |= telling.plan_context(found, rights_of(request))
    if "order" not in request.POST:
        return show(request, "migrate", context, tab="kinds")
    if (fault := _second_look(request, found)) is not None:
        return show(request, "migrate", {**context, "confirm_fault": fault}, tab="kinds", status=422)
    made = order_migration(
        older=order.older,
        newer=order.newer,
        activities=order.activities,
        by=rights_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("The migration is ordered. You may leave this page; it goes on by itself."))
    return HttpResponseRedirect(kind_url(order.older.pack.code, "migration", made.pk))


def _second_look(request: HttpRequest, found: Plan) -> str | None:
    """Why the order is not taken yet; None when the number that was typed is that of the cases to be moved."""
    typed = request.POST.get("confirm", "").replace(",", "").strip()
    if not found.moving:
        return _("No case can be moved.")
    if not typed.isdecimal() or int(typed) != found.moving:
        return _("Type the number of cases that are moved, as it stands now, to confirm: %(n)s") % {"n": found.moving}
    return None


def _running(pack: Pack) -> dict[int, int]:
    """Version → its open cases."""
    cases = Case.objects.filter(kind=pack.code, closed_on=None).order_by()
    return dict(cases.values_list("pack_version").annotate(n=Count("pk")))


def _chosen(versions: list[PackVersion], asked: str, usual: PackVersion | None) -> PackVersion | None:
    if asked.isdecimal():
        return next((one for one in versions if one.number == int(asked)), None)
    return usual


def _is_readable(version: PackVersion) -> bool:
    """The rules for packs may have become stricter since."""
    try:
        definition(version.pk)
    except ValueError:
        return False
    return True


def _earlier(pack: Pack) -> list[dict[str, Any]]:
    found = list(Migration.objects.filter(older__pack=pack).select_related("older", "newer").order_by("-pk")[:20])
    names = names_of({one.ordered_by for one in found})
    return [
        {
            "migration": one,
            "by": names[one.ordered_by],
            "url": kind_url(pack.code, "migration", one.pk),
            "summary": telling.summary(one),
        }
        for one in found
    ]


def _head(pack: Pack) -> dict[str, Any]:
    next_one = edition(pack)
    return head(pack, next_one, next_one.definition or (definition(pack.current_id) if pack.current_id else None))
