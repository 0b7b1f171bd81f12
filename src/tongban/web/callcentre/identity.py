"""Name and telephone are known to many: before anything is said the caller answers questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.apps.cases.models import Case, CaseParty
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.journal.actions import Look, record_looks
from tongban.apps.journal.models import JournalLook
from tongban.apps.parties.models import Party
from tongban.apps.parties.rows import take

from . import granted
from .doors import DOOR, for_agents, rights_in
from .questions import Known, Verdict, judge

KEY = "call_identity"
REFUSED = "identity refused"
MOST_REFUSALS, WITHIN = 5, timedelta(hours=1)
"""So often may somebody fail as one person, whoever the agents are; then only the case number helps."""
ANSWERS = ("identifier", "street", "kind", "month")


def begin(request: HttpRequest, parties: Iterable[Party], why: str) -> None:
    request.session[KEY] = {"parties": [str(party.pk) for party in parties], "why": why}


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    asked = request.session.get(KEY)
    if asked is None:
        return redirect("callcentre:search")
    parties, at = list(Party.objects.filter(pk__in=[UUID(pk) for pk in asked["parties"]])), timezone.now()
    if _refusals(parties, at) >= MOST_REFUSALS:
        del request.session[KEY]
        return render(request, "callcentre/refused.html", status=429)
    if request.method != "POST":
        return _page(request, {}, {})
    said = {name: request.POST.get(name, "").replace("\x00", "")[:80].strip() for name in ANSWERS}
    return _judge(request, parties, said, asked["why"], at)


def _judge(request: HttpRequest, parties: list[Party], said: dict[str, str], why: str, at: datetime) -> HttpResponse:
    cases = _cases_of(parties)
    verdicts = {party.pk: judge(_known(party, cases[party.pk]), said) for party in parties}
    proven = [case for party in parties if verdicts[party.pk].passes for case in cases[party.pk]]
    actor = rights_in(request).actor
    if not proven:
        refused = [Look(actor=actor, subject=p.subject, what=REFUSED, door=DOOR, reason=why) for p in parties]
        record_looks(refused, at=at)
        return _page(request, said, _together(verdicts.values()), status=422)
    shown = [Look(actor=actor, subject=f"case:{c.pk}", what="case", door=DOOR, reason=why) for c in proven]
    record_looks(shown, at=at)
    del request.session[KEY]
    granted.grant(request, [case.number for case in proven], at)
    if len(proven) == 1:
        return redirect("callcentre:case", number=proven[0].number)
    return render(request, "callcentre/choose.html", {"cases": [_listed(case) for case in proven]})


def _known(party: Party, cases: list[Case]) -> Known:
    return Known(
        identifier=take(party, "identifier"),
        address=take(party, "address"),
        kinds=frozenset(case.kind for case in cases),
        months=frozenset(case.received_on.month for case in cases),
    )


def _cases_of(parties: list[Party]) -> dict[UUID, list[Case]]:
    found: dict[UUID, list[Case]] = {party.pk: [] for party in parties}
    rows = CaseParty.objects.filter(party__in=parties).select_related("case").order_by("-case__received_on", "-case_id")
    for row in rows:
        found[row.party_id].append(row.case)
    return found


def _refusals(parties: list[Party], at: datetime) -> int:
    subjects = [party.subject for party in parties]
    return (
        JournalLook.objects.filter(subject__in=subjects, what=REFUSED, at__gt=at - WITHIN)
        .values("at")
        .distinct()
        .count()
    )


def _together(verdicts: Iterable[Verdict]) -> dict[str, bool]:
    """What to tell the agent: a question is right when it is for any one of those who share name and telephone."""
    right: dict[str, bool] = {}
    for verdict in verdicts:
        for name, one in verdict.right.items():
            right[name] = right.get(name, False) or one
    return right


def _listed(case: Case) -> dict[str, object]:
    name = definition(case.pack_version_id).name.in_(get_language() or "")
    return {"number": case.number, "name": name, "received_on": case.received_on, "closed_on": case.closed_on}


def _page(request: HttpRequest, said: dict[str, str], right: dict[str, bool], status: int = 200) -> HttpResponse:
    labels = {
        "identifier": _("Last three digits of the national ID"),
        "street": _("Street of the postal address"),
        "kind": _("What was applied for"),
        "month": _("In which month"),
    }
    questions = [{"name": n, "label": labels[n], "said": said.get(n, ""), "right": right.get(n)} for n in ANSWERS]
    context = {
        "here": "search",
        "questions": questions,
        "kinds": _kinds(),
        "months": [str(n) for n in range(1, 13)],
        "judged": bool(said),
    }
    return render(request, "callcentre/identity.html", context, status=status)


def _kinds() -> list[tuple[str, str]]:
    language = get_language() or ""
    packs = Pack.objects.filter(current__isnull=False).order_by("code").values_list("code", "current_id")
    return [(code, definition(version).name.in_(language)) for code, version in packs if version]
