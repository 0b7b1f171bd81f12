"""A table as a workbook: taken away, brought back, and kept in the draft once its changes were seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongban.apps.catalogue.actions import DraftMoved, change_draft, stage_file, staged_file, take_staged
from tongban.apps.catalogue.composing import compose
from tongban.apps.catalogue.models import Pack
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.decisions import Model, TooLong, differences, from_workbook, to_workbook
from tongban.core.packs import ExampleResult, read_pack, run_examples
from tongban.core.packs.decisions import DECISIONS
from tongban.core.text import Fault
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import actor_of, door, pack_within, rights_of
from tongban.web.studio.kinds.addresses import kind_url, mending_urls
from tongban.web.studio.sending import XLSX, sent_file
from tongban.web.studio.showing import fault_lines, said, show

from .addresses import table_url
from .findings import finding_rows
from .pages import table_head, table_page
from .standing import Standing, standing

PURPOSE = "decision-table"


@door(Deed.MANAGE_PACKS)
@require_GET
def workbook(request: HttpRequest, reach: Grounds, domain: str, name: str, table: str) -> HttpResponse:
    """The table as it will be published; with `of=force` as it is in force."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = standing(pack)
    before = now.table_in_force(table) if request.GET.get("of") == "force" else None
    try:
        content = to_workbook(before or now.table(table))
    except TooLong as wrong:
        messages.error(request, said(wrong.text))
        return HttpResponseRedirect(table_url(pack.code, "", table))
    file = f"{now.table(table).name or table}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, file) or "", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@door(Deed.MANAGE_PACKS)
@require_POST
def upload(request: HttpRequest, reach: Grounds, domain: str, name: str, table: str) -> HttpResponse:
    """Every fault at its cell, or what would change; nothing is kept yet."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = standing(pack)
    now.table(table)
    file, content, faults = sent_file(request, "workbook")
    edited: Model | None = None
    if not faults:
        edited, faults = _edited(now, table, file, content)
    if edited is None:
        return table_page(request, pack, now, table, faults=fault_lines(faults), file=file)
    if edited.tables[table] == now.table(table):
        messages.info(request, _("The workbook says the same as the table here: there is nothing to keep."))
        return HttpResponseRedirect(table_url(pack.code, "", table))
    person_id = rights_of(request).person_id
    digest = stage_file(person_id=person_id, purpose=PURPOSE, name=file, content=content, at=timezone.now())
    return _preview(request, pack, now, table, edited, digest=digest, file=file)


@door(Deed.MANAGE_PACKS)
@require_POST
def keep(request: HttpRequest, reach: Grounds, domain: str, name: str, table: str) -> HttpResponse:
    """What was shown goes into the draft; when the table is another by now, it is shown anew."""
    pack = pack_within(reach, f"{domain}/{name}")
    now, person_id = standing(pack), rights_of(request).person_id
    now.table(table)
    digest = request.POST.get("digest", "")
    staged = staged_file(person_id=person_id, purpose=PURPOSE, digest=digest, at=timezone.now())
    if staged is None:
        messages.warning(request, _("This preview is no longer there. Upload the workbook once more."))
        return HttpResponseRedirect(table_url(pack.code, "", table))
    edited, faults = _edited(now, table, *staged)
    if edited is None:
        return table_page(request, pack, now, table, faults=fault_lines(faults), file=staged[0])
    files, seen = {DECISIONS: edited.xml()}, {DECISIONS: request.POST.get("seen", "")}
    try:
        change_draft(pack=pack, files=files, seen=seen, by=actor_of(request), at=timezone.now())
    except DraftMoved:
        return _preview(
            request, pack, standing(pack), table, edited, digest=digest, file=staged[0], is_moved=True, status=409
        )
    take_staged(person_id=person_id, purpose=PURPOSE)
    messages.success(request, _("The table is kept in the draft. It applies after the draft is published."))
    return HttpResponseRedirect(kind_url(pack.code, "draft"))


def _edited(now: Standing, table: str, file: str, content: bytes) -> tuple[Model | None, list[Fault]]:
    """The model with the table as the workbook has it, or every fault by its cell."""
    before, model = now.table(table), now.next
    assert model is not None
    edited, faults = from_workbook(content, before, names=model.names_of(table), file=file)
    return (model.with_table(table, edited), []) if edited else (None, faults)


def _preview(
    request: HttpRequest,
    pack: Pack,
    now: Standing,
    id_: str,
    edited: Model,
    *,
    digest: str,
    file: str,
    is_moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown, in_draft, in_force = edited.tables[id_], now.table(id_), now.table_in_force(id_)
    draft = now.edition.draft
    beside = differences(in_draft, shown) if in_force is not None and in_force != in_draft else []
    context: dict[str, Any] = {
        **table_head(pack, now),
        "table_name": shown.name or id_,
        "changes": [said(one) for one in differences(in_force or in_draft, shown)],
        "beside_draft": [said(one) for one in beside],
        "drafted_by": names_of({draft.changed_by}).get(draft.changed_by, "") if draft else "",
        "findings": finding_rows(pack, edited),
        "faults": fault_lines(_other_faults(now, edited), mending_urls(pack.code, now.edition.files)),
        "examples": _examples(now, edited),
        "digest": digest,
        "seen": now.edition.seen(DECISIONS),
        "file": file,
        "is_moved": is_moved,
        "keep_url": table_url(pack.code, "keep", id_),
        "here_url": table_url(pack.code, "", id_),
    }
    return show(request, "table_preview", context, tab="kinds", status=status)


def _other_faults(now: Standing, edited: Model) -> list[Fault]:
    """What else of the pack no longer fits: a penalty that names an output that is gone, say."""
    files = compose(now.edition.base_files, {**now.edition.overlay_files, DECISIONS: edited.xml()})
    listed = {finding.fault(DECISIONS) for finding in edited.check()}
    return [fault for fault in read_pack(files)[1] if fault not in listed]


def _examples(now: Standing, edited: Model) -> list[dict[str, Any]]:
    """The pack's examples run against the table, gaps and all; those that need a faultless pack need not wait."""
    if now.definition is None:
        return []
    results = run_examples(replace(now.definition, decisions=edited), now.edition.files, calendar())
    return [{"name": one.name, "holds": one.holds, "lines": _lines(one)} for one in results]


def _lines(one: ExampleResult) -> list[str]:
    """Where it first comes out otherwise; what follows from that, the page of the draft tells."""
    first, more = one.faults[:1], len(one.faults) - 1
    lines = [f"{fault.place}：{said(fault.text)}" for fault in first]
    return [*lines, _("and %(n)s more that follow from it") % {"n": more}] if more > 0 else lines
