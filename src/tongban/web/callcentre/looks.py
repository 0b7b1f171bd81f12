"""Who looked at what and why: for those whose task is to check that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.apps.cases.models import Case
from tongban.apps.journal.models import JournalLook
from tongban.apps.org.policy import Deed, grounds
from tongban.apps.org.queries import people_under
from tongban.core.casework.number import read_case_number
from tongban.core.forms.roc_dates import read_date
from tongban.web.parts.actors import names_of
from tongban.web.parts.formatting import datetime_for

from .doors import for_auditors, rights_in

DAYS, PAGE, LAST_PAGE = 7, 50, 200
DOORS = {
    "call": gettext_lazy("1999 hotline"),
    "desk": gettext_lazy("Desk"),
    "citizen": gettext_lazy("Citizen, by password"),
    "api": gettext_lazy("Other systems"),
}
NAMES = {
    "party": pgettext_lazy("look", "party"),
    "search": pgettext_lazy("look", "search"),
}
"""Subjects that are no cases."""
WHATS = {
    "case": gettext_lazy("the case"),
    "search": gettext_lazy("a search by name and telephone"),
    "not found": gettext_lazy("nothing was found"),
    "identity refused": gettext_lazy("identity questions answered wrongly"),
}


@for_auditors
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    wanted, faults = _wanted(request.GET)
    page = min(int(request.GET["page"]), LAST_PAGE) if request.GET.get("page", "").isdecimal() else 1
    found = _found(request, wanted).order_by("-at", "-id")
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1]) if page > 0 else []
    context = {
        "here": "looks",
        **wanted,
        "faults": faults,
        "doors": list(DOORS.items()),
        "columns": _columns(),
        "rows": _told(rows[:PAGE]),
        "previous_url": _page_url(request.GET, page - 1) if page > 1 else "",
        "next_url": _page_url(request.GET, page + 1) if len(rows) > PAGE else "",
    }
    return render(request, "callcentre/looks.html", context, status=422 if faults else 200)


def _wanted(given: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """The filters as understood, with what was not."""
    faults: dict[str, str] = {}
    today = timezone.localdate()
    texts = {name: given.get(name, "").replace("\x00", "").strip()[:60] for name in ("who", "number", "since", "until")}

    def day(name: str, default: date) -> date:
        if not texts[name]:
            return default
        if (found := read_date(texts[name])) is None:
            faults[name] = _("This is not a date: write it like 115/2/13.")
        return found or default

    until = day("until", today)
    since = day("since", until - timedelta(days=DAYS))
    number = read_case_number(texts["number"]) if texts["number"] else None
    if texts["number"] and number is None:
        faults["number"] = _("This is not a case number.")
    door = given.get("door", "")
    return {
        "who": texts["who"],
        "number": texts["number"],
        "case_number": number,
        "since": since,
        "until": until,
        "door": door if door in DOORS else "",
    }, faults


def _found(request: HttpRequest, wanted: dict[str, Any]) -> QuerySet[JournalLook]:
    start = datetime.combine(wanted["since"], time(), timezone.get_default_timezone())
    end = datetime.combine(wanted["until"] + timedelta(days=1), time(), timezone.get_default_timezone())
    found = JournalLook.objects.filter(at__gte=start, at__lt=end)
    if wanted["door"]:
        found = found.filter(door=wanted["door"])
    if wanted["number"]:
        case_ids = Case.objects.filter(number=wanted["case_number"] or "").values_list("pk", flat=True)
        subjects = [f"case:{pk}" for pk in case_ids] + [f"number:{wanted['case_number']}"]
        found = found.filter(subject__in=subjects)
    return _within_reach(request, found, wanted["who"])


def _within_reach(request: HttpRequest, found: QuerySet[JournalLook], who: str) -> QuerySet[JournalLook]:
    """An agency's auditor sees what the agency's own people looked at; the city's sees all."""
    reach = grounds(rights_in(request), Deed.AUDIT)
    if reach.everything and not who:
        return found
    people = people_under(reach)
    if who:
        people = people.filter(Q(name__icontains=who) | Q(username__iexact=who))
    return found.filter(actor__in=[f"person:{pk}" for pk in people.order_by().values_list("pk", flat=True)])


def _told(rows: Iterable[JournalLook]) -> list[dict[str, Any]]:
    rows = list(rows)
    names = names_of(row.actor for row in rows)
    numbers = dict(Case.objects.filter(pk__in=_ids((r.subject for r in rows), "case:")).values_list("pk", "number"))
    return [
        {
            "cells": {
                "at": datetime_for(row.at, get_language() or ""),
                "who": names[row.actor],
                "subject": numbers.get(_id(row.subject, "case:")) or _subject(row.subject),
                "what": str(WHATS.get(row.what, row.what)),
                "door": str(DOORS.get(row.door, row.door)),
                "reason": row.reason,
            }
        }
        for row in rows
    ]


def _columns() -> list[dict[str, str]]:
    labels = {
        "at": pgettext("look", "When"),
        "who": pgettext("look", "Who"),
        "subject": pgettext("look", "Whose"),
        "what": pgettext("look", "What"),
        "door": pgettext("look", "Where"),
        "reason": pgettext("look", "Why"),
    }
    return [{"name": name, "label": label} for name, label in labels.items()]


def _subject(subject: str) -> str:
    """A number that no case has as it was typed; of a search only enough to tell two apart."""
    kind, _colon, rest = subject.partition(":")
    return rest if kind == "number" else f"{NAMES.get(kind, kind)} {rest[:8]}"


def _ids(names: Iterable[str], prefix: str) -> list[int]:
    return sorted({pk for name in names if (pk := _id(name, prefix))})


def _id(name: str, prefix: str) -> int:
    rest = name.removeprefix(prefix)
    return int(rest) if name.startswith(prefix) and rest.isdecimal() else 0


def _page_url(given: QueryDict, page: int) -> str:
    kept = {name: value for name, value in given.items() if name != "page"}
    return f"?{urlencode({**kept, 'page': page})}"
