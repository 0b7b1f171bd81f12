"""A migration under way or over: how far it is, what became of each case, stop it, undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.apps.cases.actions import stop_migration, undo_migration, undo_order
from tongban.apps.cases.migrating.planning import plan
from tongban.apps.cases.models import Migration
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.org.policy import Deed, Grounds
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import door, pack_within, rights_of
from tongban.web.studio.kinds.addresses import kind_url
from tongban.web.studio.kinds.kind import head
from tongban.web.studio.showing import show

from . import telling


@door(Deed.MANAGE_PACKS)
@require_GET
def migration(request: HttpRequest, reach: Grounds, domain: str, name: str, number: int) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    found = _found(pack, number)
    context = {
        **_head(pack, found),
        **telling.result_context(found, rights_of(request)),
        "undone_by": Migration.objects.filter(undoes=found).order_by("pk").first(),
    }
    return show(request, "migration", context, tab="kinds")


@door(Deed.MANAGE_PACKS)
@require_POST
def stop(request: HttpRequest, reach: Grounds, domain: str, name: str, number: int) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    found = _found(pack, number)
    if stop_migration(migration=found, by=rights_of(request), at=timezone.now()):
        messages.success(request, _("Stopped. What was moved stays moved; the rest stays where it is."))
    else:
        messages.warning(request, _("It was over already."))
    return HttpResponseRedirect(kind_url(pack.code, "migration", number))


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, reach: Grounds, domain: str, name: str, number: int) -> HttpResponse:
    """The dry run of the way back first; a second press goes it."""
    pack = pack_within(reach, f"{domain}/{name}")
    found = _found(pack, number)
    if not found.is_over:
        messages.warning(request, _("It is still under way: stop it first, or wait."))
        return HttpResponseRedirect(kind_url(pack.code, "migration", number))
    if request.method == "POST":
        made = undo_migration(migration=found, by=rights_of(request), at=timezone.now())
        messages.success(request, _("The way back is ordered. You may leave this page; it goes on by itself."))
        return HttpResponseRedirect(kind_url(pack.code, "migration", made.pk))
    planned = plan(undo_order(found), timezone.now())
    context = {**_head(pack, found), **telling.plan_context(planned, rights_of(request))}
    return show(request, "migration_undo", context, tab="kinds")


def _found(pack: Pack, number: int) -> Migration:
    chosen = Migration.objects.select_related("older__pack", "newer__pack", "undoes")
    found = chosen.filter(pk=number, older__pack=pack).first()
    if found is None:
        raise Http404
    return found


def _head(pack: Pack, found: Migration) -> dict[str, Any]:
    next_one = edition(pack)
    shown = next_one.definition or (definition(pack.current_id) if pack.current_id else None)
    urls = {page: kind_url(pack.code, page, found.pk) for page in ("migration", "migration_stop", "migration_undo")}
    return {
        **head(pack, next_one, shown),
        "migration": found,
        "by": names_of({found.ordered_by})[found.ordered_by],
        "here_url": urls["migration"],
        "stop_url": urls["migration_stop"],
        "undo_url": urls["migration_undo"],
    }
