"""The decisions of a pack, and one table as it will be published or is in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import DraftMoved, change_draft
from tongban.apps.catalogue.models import Pack
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.decisions import differences
from tongban.core.packs.decisions import DECISIONS
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.kinds.addresses import kind_url
from tongban.web.studio.kinds.kind import head
from tongban.web.studio.showing import FaultLine, said, show

from .addresses import table_url
from .drawing import drawn
from .findings import finding_rows
from .labels import questions_of
from .overview import decision_rows
from .standing import Standing, model_in, standing


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """What is decided by rule in this kind; POST takes the agency's own tables back."""
    pack = pack_within(reach, f"{domain}/{name}")
    if request.method == "POST":
        return _take_back(request, pack)
    now = standing(pack)
    base = model_in(now.edition.base_files)
    context = {
        **table_head(pack, now),
        "decisions": decision_rows(pack, now),
        "is_unreadable": now.next is None and DECISIONS in now.edition.files,
        "is_own": DECISIONS in now.edition.overlay,
        "has_delivered": base is not None,
        "seen": now.edition.seen(DECISIONS),
    }
    return show(request, "tables", context, tab="kinds")


@door(Deed.MANAGE_PACKS)
@require_GET
def table(request: HttpRequest, reach: Grounds, domain: str, name: str, table: str) -> HttpResponse:
    """With `of=force` as it is in force, though a draft says otherwise."""
    pack = pack_within(reach, f"{domain}/{name}")
    return table_page(request, pack, standing(pack), table)


def table_page(
    request: HttpRequest, pack: Pack, now: Standing, id_: str, *, faults: list[FaultLine] | None = None, file: str = ""
) -> HttpResponse:
    """With the faults of an upload, which are shown at once and nothing else is done."""
    shown, before = now.table(id_), now.table_in_force(id_)
    of_force = request.GET.get("of") == "force" and before is not None
    model = now.current if of_force else now.next
    assert model is not None
    context: dict[str, Any] = {
        **table_head(pack, now),
        "id": id_,
        "table": drawn(before if of_force and before else shown, questions_of(now.definition)),
        "table_name": shown.name or id_,
        "is_changed": now.is_table_changed(id_),
        "of_force": of_force,
        "changes": [said(one) for one in differences(before, shown)] if before and not of_force else [],
        "findings": finding_rows(pack, model, model.tables[id_].name),
        "is_decision": any(one.id == id_ for one in model.decisions),
        "faults": faults or [],
        "file": file,
        "here_urls": {page: table_url(pack.code, page, id_) for page in ("workbook", "upload", "try")},
        "here_url": table_url(pack.code, "", id_),
    }
    return show(request, "table", context, tab="kinds", status=422 if faults else 200)


def table_head(pack: Pack, now: Standing) -> dict[str, Any]:
    return head(pack, now.edition, now.definition)


def _take_back(request: HttpRequest, pack: Pack) -> HttpResponse:
    seen = {DECISIONS: request.POST.get("seen", "")}
    try:
        change_draft(pack=pack, files={DECISIONS: None}, seen=seen, by=actor_of(request), at=timezone.now())
    except DraftMoved:
        messages.warning(request, _("Somebody else changed the tables meanwhile; nothing was done."))
    else:
        messages.success(request, _("The delivered tables are in the draft again."))
    return HttpResponseRedirect(kind_url(pack.code, "tables"))
