"""One kind of case: what it is, who takes it in, its texts, its versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tongban.apps.cases.models import Case, Incident
from tongban.apps.catalogue.message_files import codes_in, parts_of, paths_of
from tongban.apps.catalogue.models import Offer, Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Definition
from tongban.core.packs.decisions import DECISIONS
from tongban.core.packs.process_checks import PROCESS
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import door, pack_within
from tongban.web.studio.showing import said, show

from .addresses import kind_url
from .words import CHANNELS, control_words, extension, named_units, readable, uses_of, who


@door(Deed.MANAGE_PACKS)
@require_GET
def kind(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    return show(request, "kind", kind_context(pack), tab="kinds")


def kind_context(pack: Pack) -> dict[str, Any]:
    next_one = edition(pack)
    shown = next_one.definition or (definition(pack.current_id) if pack.current_id else None)
    versions = list(pack.versions.order_by("-number")[:50])
    actors = {version.published_by for version in versions}
    return {
        **head(pack, next_one, shown),
        "shown": described(shown) if shown else None,
        "texts": texts(pack, next_one, shown),
        "versions": versions,
        "names": names_of(actors),
        "offers": offers(pack),
        "units": Unit.objects.filter(active=True).order_by("code"),
        "has_tables": DECISIONS in next_one.files,
        "has_process": PROCESS in next_one.files,
        "running": Case.objects.filter(kind=pack.code, closed_on=None).count(),
    }


def head(pack: Pack, next_one: Edition, shown: Definition | None) -> dict[str, Any]:
    """What stands above every page of a kind."""
    draft = next_one.draft
    return {
        "pack": pack,
        "name": said(shown.name) if shown else pack.code,
        "edition": next_one,
        "draft": draft,
        "draft_by": names_of({draft.changed_by})[draft.changed_by] if draft else "",
        "fault_count": len(next_one.faults) if draft else 0,
        "stuck": Incident.objects.filter(pack_version__pack=pack, ended_at=None).values("case_id").distinct().count(),
        "left_out": pack.current.left_out if pack.current and draft else [],
        "urls": {
            page: kind_url(pack.code, page)
            for page in (
                "",
                "rules",
                "tables",
                "process",
                "process_compare",
                "process_download",
                "upload",
                "draft",
                "publish",
                "discard",
                "offer",
                "versions",
                "migrations",
                "incidents",
                "download",
                "new_text",
            )
        },
    }


def described(shown: Definition) -> dict[str, Any]:
    units = dict(Unit.objects.filter(code__in={*named_units(shown)}).values_list("code", "name"))
    tasks = shown.process.user_tasks if shown.process else []
    return {
        "definition": shown,
        "summary": said(shown.summary),
        "legal_basis": said(shown.legal_basis),
        "limit": said(shown.limit.text),
        "extension": extension(shown),
        "channels": "、".join(str(CHANNELS.get(channel, channel)) for channel in shown.channels),
        "documents": [said(document) for document in shown.documents],
        "assumptions": [said(assumption) for assumption in shown.assumptions],
        "steps": [{"label": said(shown.step_name(step)), "is_told": step.notify} for step in shown.public_steps],
        "tasks": [
            {
                "label": task.name or task.id,
                "who": who(task, units),
                "outcomes": [said(shown.outcome_name(outcome)) for outcome in shown.offered(task.id)],
            }
            for task in tasks
        ],
        "controls": [control_words(shown, control, units) for control in shown.controls],
    }


def texts(pack: Pack, next_one: Edition, shown: Definition | None) -> list[dict[str, Any]]:
    """Every message in the order of a case's life; those nobody uses come last."""
    codes = codes_in(next_one.files)
    faulty = {fault.file for fault in next_one.faults}
    rows = [
        {
            "code": code,
            "url": kind_url(pack.code, "text", code),
            "subject": readable(parts_of(next_one.files.get(paths_of(code)[0])).subject),
            "uses": uses_of(shown, code) if shown else [],
            "has_sms": bool(parts_of(next_one.files.get(paths_of(code)[0])).sms),
            "is_own": any(path in next_one.overlay for path in paths_of(code)),
            "is_faulty": not faulty.isdisjoint(paths_of(code)),
        }
        for code in codes
    ]
    order = _order(shown) if shown else {}
    return sorted(rows, key=lambda row: (order.get(row["code"], 1_000), row["code"]))


def _order(shown: Definition) -> dict[str, int]:
    named = [*(step.text for step in shown.public_steps), *shown.notify.values()]
    named += [control.text for control in shown.controls]
    return {code: place for place, code in reversed(list(enumerate(named)))}


def offers(pack: Pack) -> list[Offer]:
    found = Offer.objects.filter(pack=pack, active=True).select_related("unit__parent", "handled_by__parent")
    return list(found.order_by("unit__code"))
