"""The second person's word on another amount than the penalty standard's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.cases.actions import approve_deviation, refuse_deviation

from .attempt import attempt
from .changes import reopened, seen_in
from .opening import opened
from .page import case_page
from .working import back_with


@require_POST
@login_required
def decide(request: HttpRequest, number: str, task: int) -> HttpResponse:
    """`decision`: approve, or refuse with a `reason`. What was typed is shown again with what stood in the way."""
    found = opened(request, number)
    version, event = seen_in(request)
    reason, decision = request.POST.get("reason", ""), request.POST.get("decision")
    if decision == "approve":
        tried = attempt(lambda: approve_deviation(number=number, task=task, by=found.rights, at=found.at, seen=version))
        done = _("Approved: the amount is in force.")
    elif decision == "refuse":
        tried = attempt(
            lambda: refuse_deviation(
                number=number, task=task, reason=reason, by=found.rights, at=found.at, seen=version
            )
        )
        done = _("Refused: the step is back with its handlers.")
    else:
        raise BadRequest("a deviation is approved or refused")
    if tried.is_done:
        return back_with(request, found, done)
    fresh, since = reopened(request, found, event)
    changes = [] if tried.is_incident else since
    return case_page(request, fresh, changes=changes, fault=tried.text, refusal=reason, status=tried.status)
