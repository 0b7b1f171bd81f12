"""The drawing as it stands in the draft, or in force; a file from any modeler takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import DraftMoved, change_draft
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Definition
from tongban.core.packs.process_checks import PROCESS
from tongban.core.process import Process, read_diagram, read_process
from tongban.core.text import Fault
from tongban.web.parts.diagrams import drawing
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.kinds.addresses import kind_url, mending_urls
from tongban.web.studio.kinds.kind import head
from tongban.web.studio.kinds.uploads import sent_file
from tongban.web.studio.kinds.words import who
from tongban.web.studio.showing import show

from .faults import at_shapes, fault_marks
from .files import readable_faults, replaced, taken_back


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def process(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """A file that reads is kept, faults and all; of one that does not, faults and drawing are shown and nothing stays."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    if PROCESS not in now.files:
        raise Http404
    if request.method == "POST":
        return _taken_back(request, pack, now) if "back" in request.POST else _put_in(request, pack, now)
    return _page(request, pack, now)


@door(Deed.MANAGE_PACKS)
@require_GET
def download(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """The file as it was put in, that of the draft or in force."""
    pack = pack_within(reach, f"{domain}/{name}")
    source = edition(pack).files.get(PROCESS)
    if source is None:
        raise Http404
    return HttpResponse(
        source,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}.bpmn"'},
    )


def _put_in(request: HttpRequest, pack: Pack, now: Edition) -> HttpResponse:
    sent, faults = sent_file(request, "process")
    faults = faults or readable_faults(sent)
    if faults:
        return _page(request, pack, now, refused=(sent, faults), status=422)
    try:
        change_draft(
            pack=pack,
            files=replaced(now, sent),
            seen={PROCESS: request.POST.get("seen", "")},
            by=actor_of(request),
            at=timezone.now(),
        )
    except DraftMoved as moved:
        messages.warning(
            request, _("Somebody else put in another process meanwhile. Nothing was kept; this is how it stands.")
        )
        return _page(request, pack, moved.edition, status=409)
    kept = edition(pack)
    if kept.faults:
        messages.warning(request, _("The process is kept in the draft. Its faults stand at their shapes."))
    else:
        messages.success(request, _("The process is kept in the draft; no fault was found."))
    return HttpResponseRedirect(kind_url(pack.code, "process"))


def _taken_back(request: HttpRequest, pack: Pack, now: Edition) -> HttpResponse:
    if PROCESS in now.overlay:
        change_draft(pack=pack, files=taken_back(now), seen={}, by=actor_of(request), at=timezone.now())
        messages.success(request, _("The delivered process is in the draft again."))
    return HttpResponseRedirect(kind_url(pack.code, "process"))


def _page(
    request: HttpRequest,
    pack: Pack,
    now: Edition,
    *,
    refused: tuple[bytes, list[Fault]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused`: a file that was sent and cannot be read as a process, with what is wrong with it."""
    in_force = definition(pack.current_id) if pack.current_id else None
    source, faults = refused or (now.files[PROCESS], now.faults)
    diagram = read_diagram(source)
    read = _read(source, None if refused else now.definition)
    context = {
        **head(pack, now, now.definition or in_force),
        "refused": refused is not None,
        "faults": at_shapes(faults, source, diagram, mending_urls(pack.code, now.files)),
        "drawing": drawing(diagram, _title(now, refused is not None), fault_marks(faults, diagram)),
        "is_file": diagram is not None,
        "tasks": _tasks(read) if read else [],
        "seen": now.seen(PROCESS),
        "is_own": PROCESS in now.overlay,
        "may_compare": pack.versions.count() + (now.draft is not None) > 1,
    }
    return show(request, "process", context, tab="kinds", status=status)


def _read(source: bytes, whole: Definition | None) -> Process | None:
    return whole.process if whole else read_process(source, PROCESS)[0]


def _title(now: Edition, is_refused: bool) -> str:
    if is_refused:
        return _("The file that was sent")
    return _("Process in the draft") if now.draft else _("Process in force")


def _tasks(process: Process) -> list[dict[str, Any]]:
    """Who does what in which order: what the drawing shows, as a list."""
    codes = {group.partition("@")[2] for task in process.user_tasks for group in task.groups}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        {
            "shape": task.id,
            "name": task.name or task.id,
            "who": who(task, units),
            "ways": list(_ways(process, task.id)),
        }
        for task in process.user_tasks
    ]


def _ways(process: Process, task: str) -> Iterator[str]:
    """Each outcome with what comes next: 核准：製作與交付手鍊."""
    for way in process.consequences_of(task):
        targets = "、".join(process.activities[id].name or id for id in way.leads_to)
        yield "：".join(part for part in (way.label or way.outcome or "", targets) if part)
