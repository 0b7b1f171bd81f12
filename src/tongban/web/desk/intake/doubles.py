"""Whether the same person has an open case of the same kind."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language

from tongban.apps.cases.models import Case
from tongban.apps.org.policy import Deed, Rights, grounds
from tongban.apps.parties.queries import same_person
from tongban.apps.worklists.columns.own import PHASES

MOST = 5


class Double(NamedTuple):
    """`may_see`: whether the officer may open it."""

    number: str
    received_on: date
    unit: str
    phase: str
    may_see: bool


def doubles(rights: Rights, kind: str, *, identifier: str, phone: str, name: str) -> list[Double]:
    """Open cases of the kind whose party has the same number, or the same phone and name; newest first."""
    parties = same_person(identifier=identifier, phone=phone, name=name).values("pk")
    open_ones = Q(kind=kind, closed_on__isnull=True, case_parties__party__in=parties)
    found = (
        Case.objects.filter(open_ones).select_related("unit__parent").order_by("-received_on", "-pk").distinct()[:MOST]
    )
    ids = [case.pk for case in found]
    seen = (
        set(Case.objects.filter(grounds(rights, Deed.VIEW).filter(), pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )
    language = get_language() or "zh-hant"
    return [
        Double(c.number, c.received_on, c.unit.title.in_(language), str(PHASES[c.phase]), c.pk in seen) for c in found
    ]
