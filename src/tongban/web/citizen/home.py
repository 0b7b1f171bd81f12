"""The front door: look up a case, or find out how something is done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.apps.insight.durations import usual_duration

from .kinds import PublishedKind, find, places_of, published_kind, published_kinds

FIRST_SHOWN = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    everything = published_kinds()
    return render(
        request, "citizen/home.html", {"services": _tiles(everything[:FIRST_SHOWN]), "count": len(everything)}
    )


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    found = find(published_kinds(), asked)
    context = {"here": "services", "asked": asked, "services": _tiles(found), "trail": _trail((_("Services"), ""))}
    return render(request, "citizen/kinds.html", context)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    found = published_kind(code) if "\x00" not in code else None
    if found is None:
        raise Http404
    shown, language = found.definition, get_language() or ""
    context = {
        "here": "services",
        "name": found.name.in_(language),
        "summary": shown.summary.in_(language),
        "owner": found.owner.text.in_(language),
        "legal_basis": shown.legal_basis.in_(language),
        "documents": [text.in_(language) for text in shown.documents],
        "limit": shown.limit.text.in_(language),
        "assumptions": [text.in_(language) for text in shown.assumptions],
        "channels": _channels(shown.channels),
        "steps": [shown.step_name(step).in_(language) for step in shown.public_steps],
        "usual": usual_duration(code, timezone.localdate()),
        "places": [{"unit": unit, "name": unit.title.in_(language)} for unit in places_of(code)],
        "trail": _trail((_("Services"), "/services/"), (found.name.in_(language), "")),
    }
    return render(request, "citizen/kind.html", context)


def _trail(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Home"), "/"), *rest]


def _tiles(found: list[PublishedKind]) -> list[dict[str, str]]:
    language = get_language() or ""
    return [
        {
            "code": service.code,
            "name": service.name.in_(language),
            "summary": service.definition.summary.in_(language),
            "owner": service.owner.text.in_(language),
        }
        for service in found
    ]


def _channels(channels: tuple[str, ...]) -> str:
    """How an application reaches the office. Filing on the web is offered when it works, not before."""
    known = {
        "counter": pgettext("channel", "at the counter"),
        "post": pgettext("channel", "by post"),
        "fax": pgettext("channel", "by fax"),
        "phone": pgettext("channel", "by phone"),
    }
    return _(", ").join(known[channel] for channel in channels if channel in known)
