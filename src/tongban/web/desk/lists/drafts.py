"""Signs of life from pages: what is being typed, and who looks at a case."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.apps.cases.actions.seeing import people_here
from tongban.apps.org.policy import Rights
from tongban.apps.worklists.actions import save_draft

OURS = frozenset({"draft", "csrfmiddlewaretoken"})


@require_POST
@login_required
def drafts(request: HttpRequest) -> HttpResponse:
    """Keep the fields of a form under the key in `draft`: 204, or 422 with the reason."""
    values = {name: list(request.POST.getlist(name)) for name in request.POST if name not in OURS}
    rights: Rights = request.rights  # type: ignore[attr-defined]
    try:
        save_draft(person_id=rights.person_id, key=request.POST.get("draft", ""), values=values, at=timezone.now())
    except ValidationError as refused:
        return HttpResponse(" ".join(refused.messages), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@login_required
def presence(request: HttpRequest, number: str) -> JsonResponse:
    """Say that one looks at the case; the names of the others who do."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    people = people_here(number=number, by=rights, at=timezone.now())
    if people is None:
        raise Http404
    return JsonResponse({"people": people})
