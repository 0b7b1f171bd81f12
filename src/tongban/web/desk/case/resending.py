"""A message that did not arrive, sent again from the history of its case."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.correspondence.actions import retry_message
from tongban.apps.correspondence.queries import messages_of
from tongban.apps.org.policy import Deed

from .acts.act import only_for
from .attempt import attempt
from .opening import opened
from .page import case_page
from .working import back_with


@require_POST
@login_required
def resend(request: HttpRequest, number: str, message: UUID) -> HttpResponse:
    """404 for a message of another case; 403 or 422 with the reason where it cannot be sent again."""
    found = opened(request, number)
    if not messages_of(found.file.id).filter(pk=message).exists():
        raise Http404(message)
    tried = attempt(lambda: retry_message(message=message, by=found.rights, at=found.at))
    if tried.is_done:
        return back_with(request, found, _("The message goes out again; what becomes of it stands in the history."))
    fault = tried.text if found.may(Deed.MESSAGE) else f"{tried.text} {only_for(Deed.MESSAGE)}"
    return case_page(request, found, fault=fault, status=tried.status)
