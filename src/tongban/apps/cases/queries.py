"""Incidents as the desk and the studio show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from tongban.apps.catalogue.queries import definition
from tongban.core.text import Text

from .models import Incident, MigratedCase


@dataclass(frozen=True, slots=True)
class Failing:
    """A place at which cases of one version wait. `text`: why, as it was last; `times`: how often it was tried."""

    version_id: int
    version: int
    activity: str
    text: Text
    cases: int
    times: int
    since: datetime
    last_at: datetime

    @property
    def name(self) -> str:
        return step_name(self.version_id, self.activity)


def incidents_of(case_id: int) -> list[Incident]:
    """Those that the case waits for, the oldest first."""
    found = Incident.objects.filter(case_id=case_id, ended_at=None)
    return list(found.select_related("pack_version__pack__owner__parent").order_by("opened_at", "pk"))


def failing(kind: str) -> list[Failing]:
    """Where cases of a kind (`domain/name`) wait for its definition to be mended, most cases first."""
    place = ("pack_version_id", "pack_version__number", "activity")
    counted = {"cases": Count("pk"), "tries": Sum("times"), "since": Min("opened_at"), "last": Max("last_at")}
    grouped = _open(kind).values_list(*place).annotate(**counted).order_by("-cases", "since", "activity")
    latest = _open(kind).order_by("pack_version", "activity", "-last_at").distinct("pack_version", "activity")
    texts = {(one.pack_version_id, one.activity): one.text for one in latest}
    return [
        Failing(version, number, activity, texts[version, activity], *numbers)
        for version, number, activity, *numbers in grouped
        if (version, activity) in texts  # mended between the two statements
    ]


def waiting_cases(kind: str, cases: Q) -> QuerySet[Incident]:
    """The incidents of a kind on cases that a reader may see, last met first.

    `cases` is the policy's filter with the prefix `case__`.
    """
    return _open(kind).filter(cases).select_related("case").order_by("-last_at", "pk")


def step_name(version_id: int, activity: str) -> str:
    """What the drawing of that version calls the activity."""
    drawn = definition(version_id).process
    known = drawn.activities.get(activity) if drawn else None
    return known.name or activity if known else activity


def former_versions(case_id: int) -> list[int]:
    """The versions of its pack that the case was moved from, the latest first."""
    moved = MigratedCase.objects.filter(case_id=case_id, is_moved=True).order_by("-at", "-pk")
    return list(moved.values_list("migration__older_id", flat=True))


def _open(kind: str) -> QuerySet[Incident]:
    return Incident.objects.filter(pack_version__pack__code=kind, ended_at=None)
