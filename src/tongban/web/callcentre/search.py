"""One box, four buttons: what is typed is found, and which button was pressed is recorded as the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.apps.cases.models import Case
from tongban.apps.journal.actions import record_look
from tongban.apps.journal.queries import looks_by
from tongban.apps.parties.details import name_key
from tongban.apps.parties.protect import vault
from tongban.apps.parties.queries import same_person

from . import asking, granted
from .doors import DOOR, for_agents, rights_in
from .identity import begin


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, typed=request.GET.get("q", ""))
    asked = asking.read(request.POST)
    if asked.faults:
        return _page(request, typed=asked.typed, detail=asked.detail, faults=dict(asked.faults), status=422)
    return _by_number(request, asked) if asked.number else _by_name(request, asked)


def _by_number(request: HttpRequest, asked: asking.Asked) -> HttpResponse:
    at, actor = timezone.now(), rights_in(request).actor
    case_id = next(iter(Case.objects.filter(number=asked.number).values_list("pk", flat=True)[:1]), None)
    if case_id is None:
        subject = f"number:{asked.number}"
        record_look(at=at, actor=actor, subject=subject, what="not found", door=DOOR, reason=asked.why)
        text = _("No case has this number. Have it read out once more, or ask for name and telephone.")
        return _page(request, typed=asked.typed, faults={"q": text}, status=404)
    record_look(at=at, actor=actor, subject=f"case:{case_id}", what="case", door=DOOR, reason=asked.why)
    granted.grant(request, [asked.number], at)
    return redirect("callcentre:case", number=asked.number)


def _by_name(request: HttpRequest, asked: asking.Asked) -> HttpResponse:
    """Name and telephone find people, but show nothing of them before they have answered questions."""
    found = list(same_person(name=asked.name, phone=asked.phone).filter(case_parties__isnull=False).distinct()[:20])
    # What was searched for is kept as a keyed digest: the same search twice is seen to be so, the name is not.
    searched = vault().index("search", f"{name_key(asked.name)}\n{asked.phone}").hex()
    what = "search" if found else "not found"
    record_look(
        at=timezone.now(),
        actor=rights_in(request).actor,
        subject=f"search:{searched}",
        what=what,
        door=DOOR,
        reason=asked.why,
    )
    if not found:
        text = _("Nobody of this name with this telephone has a case here. Is there another number, an older one?")
        return _page(request, typed=asked.typed, faults={"q": text}, status=404)
    begin(request, found, asked.why)
    return redirect("callcentre:identity")


def _page(
    request: HttpRequest, *, typed: str = "", detail: str = "", faults: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "here": "search",
        "typed": typed[:80],
        "detail": detail,
        "faults": faults or {},
        "reasons": list(asking.REASONS.items()),
        "recent": _recent(rights_in(request).actor, timezone.now()),
    }
    return render(request, "callcentre/search.html", context, status=status)


def _recent(actor: str, at: datetime) -> list[tuple[datetime, str]]:
    """The cases this agent looked at today, latest first, each once: two queries."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = looks_by(actor).filter(at__gte=midnight, at__lt=midnight + timedelta(days=1), door=DOOR, what="case")
    looked: dict[int, datetime] = {}
    for subject, moment in today.filter(subject__startswith="case:").values_list("subject", "at")[:100]:
        looked.setdefault(int(subject.removeprefix("case:")), moment)
    numbers = dict(Case.objects.filter(pk__in=list(looked)[:10]).values_list("pk", "number"))
    return [(moment, numbers[pk]) for pk, moment in looked.items() if pk in numbers]
