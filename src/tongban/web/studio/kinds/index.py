"""The kinds of case somebody looks after."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tongban.apps.cases.models import Case, Incident
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, drafts_of
from tongban.apps.org.policy import Deed, Grounds
from tongban.apps.org.queries import units_under
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import door
from tongban.web.studio.showing import said, show

from .addresses import kind_url


@door(Deed.MANAGE_PACKS)
@require_GET
def index(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """Kinds by agency, with what is in force, what is being worked on, and how many cases run."""
    packs = list(packs_within(reach))
    drafts = drafts_of(packs)
    running = dict(Case.objects.filter(closed_on=None).order_by().values_list("kind").annotate(n=Count("pk")))
    waiting = Incident.objects.filter(ended_at=None).order_by().values_list("pack_version__pack_id")
    stuck = dict(waiting.annotate(n=Count("case_id", distinct=True)))
    actors = {pack.current.published_by for pack in packs if pack.current}
    names = names_of(actors | {one.draft.changed_by for one in drafts.values() if one.draft})
    rows = [
        {**_row(pack, drafts.get(pack.pk), running.get(pack.code, 0), names), "stuck": stuck.get(pack.pk, 0)}
        for pack in packs
    ]
    return show(request, "kinds", {"rows": rows, "drafts": len(drafts)}, tab="kinds")


def packs_within(reach: Grounds) -> Any:
    packs = Pack.objects.select_related("current", "owner").order_by("owner__code", "code")
    return packs if reach.everything else packs.filter(owner__in=units_under(reach))


def _row(pack: Pack, draft: Edition | None, running: int, names: dict[str, str]) -> dict[str, Any]:
    current = pack.current
    shown = definition(current.pk) if current else (draft.definition if draft else None)
    return {
        "pack": pack,
        "url": kind_url(pack.code),
        "name": said(shown.name) if shown else pack.code,
        "limit": said(shown.limit.text) if shown else "",
        "current": current,
        "by": names.get(current.published_by, "") if current else "",
        "running": running,
        "draft": draft.draft if draft else None,
        "draft_by": names.get(draft.draft.changed_by, "") if draft and draft.draft else "",
        "faults": len(draft.faults) if draft else 0,
        "left_out": bool(current and current.left_out and draft),
    }
