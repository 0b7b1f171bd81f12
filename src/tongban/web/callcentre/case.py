"""The case on the agent's screen: first what to read out, then what callers ask next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.apps.cases.actions import write_note
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.reading import NoSuchCase
from tongban.apps.insight.durations import usual_duration
from tongban.apps.lookups.progress import DONE
from tongban.apps.lookups.queries import PublicCase, public_case
from tongban.apps.org.policy import Deed, may
from tongban.core.casework import Refusal

from .doors import for_agents, rights_in
from .granted import is_granted
from .script import script

LONGEST_NOTE = 1_000


@for_agents
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    if (shown := _granted(request, number)) is None:
        return _ask_again(request, number)
    return _page(request, shown)


@for_agents
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """A note for the handler; with `callback` the request to phone the caller, of which the handler is told."""
    if (shown := _granted(request, number)) is None:
        return _ask_again(request, number)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    callback = request.POST.get("callback") == "on"
    if len(text) > LONGEST_NOTE:
        fault = _("Please keep it to %(most)s characters.") % {"most": LONGEST_NOTE}
        return _page(request, shown, text=text, callback=callback, fault=fault, status=422)
    if not text:
        fault = _("Say what the handler should know, with a callback also the number and when to call.")
        return _page(request, shown, text=text, callback=callback, fault=fault, status=422)
    body = _("1999: the caller asks to be called back. %(text)s") if callback else _("1999: %(text)s")
    try:
        write_note(
            number=number,
            body=body % {"text": text},
            by=rights_in(request),
            at=timezone.now(),
            calls_back=callback,
        )
    except NotAllowed:
        return render(request, "403.html", status=403)
    except Changed as lost:
        fault = lost.text.in_(get_language() or "")
        return _page(request, shown, text=text, callback=callback, fault=fault, status=409)
    except Refusal as refused:
        fault = refused.text.in_(get_language() or "")
        return _page(request, shown, text=text, callback=callback, fault=fault, status=422)
    if callback:
        messages.success(request, _("Noted in the history of the case; the handler is told by e-mail to call back."))
    else:
        messages.success(request, _("Noted: it stands in the history of the case."))
    return redirect("callcentre:case", number=number)


def _granted(request: HttpRequest, number: str) -> PublicCase | None:
    """The case, if it was looked up with a reason within the half hour and the right to it still holds."""
    if not is_granted(request, number, timezone.now()):
        return None
    try:
        shown = public_case(number, timezone.localdate())
    except NoSuchCase:
        return None
    return shown if may(rights_in(request), Deed.VIEW, shown.file.facts) else None


def _ask_again(request: HttpRequest, number: str) -> HttpResponse:
    messages.info(request, _("Say again why you look at this case."))
    return redirect(f"{reverse('callcentre:search')}?{urlencode({'q': number[:40]})}")


def _page(
    request: HttpRequest,
    shown: PublicCase,
    *,
    text: str = "",
    callback: bool = False,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    language = get_language() or ""
    context = {
        "here": "search",
        "shown": shown,
        "progress": shown.progress,
        "name": shown.name.in_(language),
        "script": script(shown, language),
        "steps": [
            {
                "label": step.name.in_(language),
                "state": step.state,
                "on": step.on,
                "note": step.text.in_(language) if step.state == DONE else "",
            }
            for step in shown.progress.steps
        ],
        "why": [line.in_(language) for line in shown.progress.why],
        "usual": usual_duration(shown.file.kind, timezone.localdate()),
        "unit_name": shown.unit.title.in_(language),
        "taken_in_name": shown.case.taken_in.title.in_(language),
        "text": text,
        "callback": callback,
        "fault": fault,
        "may_note": may(rights_in(request), Deed.NOTE, shown.file.facts),
    }
    return render(request, "callcentre/case.html", context, status=status)
