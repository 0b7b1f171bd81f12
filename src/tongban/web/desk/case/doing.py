"""The page of one act of the menu: what follows is said first, then it is done."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.apps.worklists.actions import forget_draft
from tongban.apps.worklists.queries import draft
from tongban.web.desk.fields import DeskForm

from .acts import ACTS, Act
from .attempt import attempt
from .changes import reopened, seen_in
from .clockface import clock_face
from .opening import Opened, opened
from .page import draft_key, head


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def do(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """403 or 422 with the reason where the act cannot be done now, 409 where somebody else was first."""
    act = ACTS.get(code)
    if act is None:
        raise Http404(code)
    found = opened(request, number)
    if request.method == "GET":
        why_not = act.why_not(found)
        status = 200 if not why_not else 422 if found.may(act.deed) else 403
        return _page(request, found, act, act.new_form(request, found), why_not=why_not, status=status)
    return _try(request, found, act)


def _try(request: HttpRequest, found: Opened, act: Act) -> HttpResponse:
    version, event = seen_in(request)
    form = act.sent_form(request, found)
    if "preview" in request.POST:
        return _page(request, found, act, form)
    if not form.is_valid():
        return _page(request, found, act, form, status=422)
    tried = attempt(lambda: act.perform(found, form.cleaned_data, version, request))
    if tried.is_done:
        forget_draft(person_id=found.rights.person_id, key=draft_key(found.number, act.code))
        messages.success(request, str(act.done))
        return HttpResponseRedirect(act.next_url(request, found, tried.done) or _case_url(request, found))
    form.place(tried.text, tried.fields)
    if tried.is_stale:
        fresh, since = reopened(request, found, event)
        return _page(request, fresh, act, form, changes=since, why_not=act.why_not(fresh), status=409)
    shown = opened(request, found.number) if tried.is_incident else found
    return _page(request, shown, act, form, status=tried.status)


def _page(
    request: HttpRequest,
    found: Opened,
    act: Act,
    form: DeskForm,
    *,
    why_not: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    key = draft_key(found.number, act.code)
    context: Mapping[str, object] = {
        **head(found),
        "clock": clock_face(found),
        "act": act,
        "form": form,
        "why_not": why_not,
        "consequences": [] if why_not else act.consequences(found),
        "draft_key": key,
        "draft": draft(found.rights.person_id, key) if request.method == "GET" else None,
        "back_url": _case_url(request, found),
        **act.context(request, found),
        **more,
    }
    return render(request, act.template, context, status=status)


def _case_url(request: HttpRequest, found: Opened) -> str:
    kept = request.GET.copy()
    for own in ("message", "task"):
        kept.pop(own, None)
    query = kept.urlencode()
    return reverse("desk_case", args=[found.number]) + (f"?{query}" if query else "")
