"""Why somebody opens a case that is only open to him because he answers the phone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tongban.apps.journal.actions import record_look
from tongban.web.desk.fields import DeskForm, line

from .opening import Opened, opened

_SESSION = "reasons"
_GOOD_FOR = 1_800
"""Seconds."""
_MOST = 50


class ReasonForm(DeskForm):
    reason = line(gettext_lazy("Why do you need to see this case?"), longest=200)


def reason_given(request: HttpRequest, found: Opened) -> str:
    """The reason given within the last half hour; empty when there is none."""
    reason, until = request.session.get(_SESSION, {}).get(found.number, ("", 0))
    return reason if until > found.at.timestamp() else ""


@login_required
def ask_reason(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        record_look(
            at=found.at, actor=found.rights.actor, subject=found.file.subject, what="case", door="desk", reason=reason
        )
        now = found.at.timestamp()
        kept = {n: one for n, one in request.session.get(_SESSION, {}).items() if one[1] > now}
        kept[found.number] = (reason, now + _GOOD_FOR)
        request.session[_SESSION] = dict(list(kept.items())[-_MOST:])
        return redirect(f"{reverse('desk_case', args=[found.number])}?{request.GET.urlencode()}")
    context = {"opened": found, "form": form, "number": found.number}
    return render(request, "desk/case_reason.html", context, status=422 if form.errors else 200)
