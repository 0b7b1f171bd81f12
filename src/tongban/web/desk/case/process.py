"""流程圖: the drawing a case runs by, with where it is, where it was, when and through whose hands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.journal.actions import record_look
from tongban.core.process import Diagram, read_diagram
from tongban.web.desk.lists.trail import trail
from tongban.web.parts.diagrams import Mark, drawing, signed

from .clockface import clock_face
from .opening import opened
from .page import head
from .passages import Passage, Stop, stops
from .reasons import reason_given

MOST_WORDS = 24
"""Of a badge; the list says the rest."""


@require_GET
@login_required
@never_cache
def process(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever may see the case. 404 for a kind whose process another system runs."""
    found = opened(request, number)
    drawn = found.definition.process
    if drawn is None:
        raise Http404(number)
    if found.must_say_why and not reason_given(request, found):
        return redirect(reverse("desk_case_reason", args=[found.number]))
    if found.sees_names:
        record_look(at=found.at, actor=found.rights.actor, subject=found.file.subject, what="case", door="desk")
    diagram, listed = read_diagram(drawn.source), stops(found, drawn)
    context = {
        **head(found),
        "trail": trail(request, found.file.id),
        "clock": clock_face(found),
        "drawing": drawing(diagram, _("Process of this case"), marks(diagram, listed), focus=_focus(diagram, listed)),
        "rows": rows(diagram, listed),
    }
    return render(request, "desk/case_process.html", context)


def marks(diagram: Diagram | None, listed: Iterable[Stop]) -> list[Mark]:
    """Two steps of a called process stand at one shape: what holds the case is what shows."""
    if diagram is None:
        return []
    return [Mark(diagram.shape_of(stop.activity), stop.state, _badge(stop)) for stop in listed if stop.state]


def _badge(stop: Stop) -> str:
    last = stop.passages[-1]
    who = (last.who.partition("（")[0] or last.note) if stop.state == "now" else ""
    told = " · ".join(part for part in (who, last.took) if part)
    short = told if len(told) <= MOST_WORDS else told[: MOST_WORDS - 1] + "…"
    times = f" ×{len(stop.passages)}" if len(stop.passages) > 1 else ""
    return signed(stop.state, short + times)


def _focus(diagram: Diagram | None, listed: list[Stop]) -> str:
    waiting = [stop for stop in listed if stop.state in ("stuck", "now")]
    return diagram.shape_of(waiting[0].activity) if diagram and waiting else ""


class Row(NamedTuple):
    """A step of the list; one the case never reached has one empty passage."""

    name: str
    shape: str
    passages: list[Passage]


def rows(diagram: Diagram | None, listed: Iterable[Stop]) -> list[Row]:
    return [
        Row(stop.name, diagram.shape_of(stop.activity) if diagram else "", stop.passages or [Passage("", None)])
        for stop in listed
    ]
