"""The draft of a kind: what is new in it, what is wrong with it, whether the examples hold; publish, throw away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.cases.models import Case
from tongban.apps.catalogue.actions import DraftMoved, FaultyPack, discard_draft, publish_draft
from tongban.apps.catalogue.differences import Change, differences
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.packs import run_examples
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.showing import fault_lines, said, show

from .addresses import kind_url, mending_urls
from .index import packs_within
from .kind import head


@door(Deed.MANAGE_PACKS)
@require_GET
def draft(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """With `examples` in the address they are run on the draft, or on what is in force while there is none."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    context = {
        **_head(pack, now),
        "changes": change_rows(_changes(pack, now)),
        "faults": fault_lines(now.faults or now.unit_faults, mending_urls(pack.code, now.files)),
        "examples": _examples(now) if "examples" in request.GET else None,
    }
    return show(request, "draft", context, tab="kinds")


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    if request.method == "POST":
        return _publish(request, pack)
    if now.draft is None or now.faults or now.unit_faults:
        return HttpResponseRedirect(kind_url(pack.code, "draft"))
    return _confirm(request, pack, now)


def _publish(request: HttpRequest, pack: Pack) -> HttpResponse:
    note = request.POST.get("note", "").strip()[:200]
    shown = request.POST.get("draft", "")
    try:
        made = publish_draft(
            pack=pack,
            draft_version=int(shown) if shown.isdecimal() else -1,
            by=actor_of(request),
            at=timezone.now(),
            note=note,
        )
    except DraftMoved as moved:
        messages.warning(request, _("The draft is another by now. Nothing was published; this is how it stands."))
        if moved.edition.draft is None or moved.edition.faults or moved.edition.unit_faults:
            return HttpResponseRedirect(kind_url(pack.code, "draft"))
        return _confirm(request, pack, moved.edition, status=409)
    except FaultyPack:
        messages.error(request, _("The draft has faults. Nothing was published."))
        return HttpResponseRedirect(kind_url(pack.code, "draft"))
    done = _("Version %(number)s is published: every case registered from now on takes it.") % {"number": made.number}
    messages.success(request, done)
    return HttpResponseRedirect(kind_url(pack.code))


def _confirm(request: HttpRequest, pack: Pack, now: Edition, status: int = 200) -> HttpResponse:
    context = {
        **_head(pack, now),
        "changes": change_rows(_changes(pack, now)),
        "consequences": consequences(pack),
        "examples": _examples(now),
        "note": request.POST.get("note", ""),
    }
    return show(request, "publish", context, tab="kinds", status=status)


def consequences(pack: Pack) -> list[str]:
    """What publishing means for the cases there are and those to come."""
    running = Case.objects.filter(kind=pack.code, closed_on=None).count()
    stay = ngettext(
        "%(n)s case under way stays on the version it was registered with, texts included.",
        "%(n)s cases under way stay on the version they were registered with, texts included.",
        running,
    )
    return [
        _("Every case registered from now on takes the new version."),
        stay % {"n": running} if running else _("There are no cases of this kind under way."),
        _("It is written into the journal, and you can go back to any earlier version."),
    ]


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    if request.method == "POST":
        shown = request.POST.get("draft", "")
        try:
            discard_draft(pack=pack, draft_version=int(shown) if shown.isdecimal() else -1)
        except DraftMoved:
            messages.warning(request, _("Somebody worked on the draft meanwhile; it is still there."))
            return HttpResponseRedirect(kind_url(pack.code, "draft"))
        messages.success(request, _("The draft is thrown away; what is published stays as it is."))
        still = packs_within(reach).filter(pk=pack.pk).exists()
        return HttpResponseRedirect(kind_url(pack.code) if still else "/studio/")
    if now.draft is None:
        return HttpResponseRedirect(kind_url(pack.code))
    context = {
        **_head(pack, now),
        "question": _("Throw the draft away?"),
        "consequences": [_("All changes in it are lost, also those of colleagues."), _("What is published stays.")],
        "action": _("Throw away"),
        "dangerous": True,
        "fields": [("draft", now.version)],
        "action_url": request.path,
        "cancel_url": kind_url(pack.code, "draft"),
    }
    return show(request, "sure", context, tab="kinds")


def change_rows(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes for the page: short words beside each other, longer ones as one text with marks."""
    return [
        {
            "where": said(change.where),
            "what": said(change.what),
            "pieces": change.pieces() if change.before or change.after else [],
        }
        for change in changes
    ]


def _changes(pack: Pack, now: Edition) -> list[Change]:
    if now.draft is None or now.definition is None or pack.current_id is None:
        return []
    return differences(definition(pack.current_id), now.definition)


def _head(pack: Pack, now: Edition) -> dict[str, Any]:
    shown = now.definition or (definition(pack.current_id) if pack.current_id else None)
    return head(pack, now, shown)


def _examples(now: Edition) -> list[dict[str, Any]]:
    if now.definition is None:
        return []
    results = run_examples(now.definition, now.files, calendar())
    return [
        {"name": result.name, "holds": result.holds, "lines": [said(line) for line in result.lines()]}
        for result in results
    ]
