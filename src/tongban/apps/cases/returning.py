"""Steps that come back: who did a step last, and which waiting tasks were sent back, from where and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.apps.org.models import Person
from tongban.apps.org.policy import rights_of

from .models import Remark, Task

REASON = "reason"
"""What a remark is for that says why a step was sent back or skipped."""


@dataclass(frozen=True, slots=True)
class SentBack:
    """`activity`: the step from which it came back; `by`: the actor as the journal names it."""

    activity: str
    by: str
    at: datetime
    reason: str


def last_doer(*, case: int, activity: str, role: str, unit: int, on: date, org_version: int) -> int | None:
    """The person who did the step last, if the post that the new task waits for is held by that person on `on`."""
    done = Task.objects.filter(case=case, activity=activity, state=Task.DONE)
    last = done.order_by("-number").values_list("ended_by", flat=True).first() or ""
    kind, _, person = last.partition(":")
    if kind != "person" or not Person.objects.filter(pk=person, is_active=True).exists():
        return None
    held = rights_of(int(person), on, org_version)
    return int(person) if held.holds(role, unit) else None


def sent_back_from() -> Subquery:
    """For a queryset of tasks: the step whose sending back made the task."""
    return Subquery(_whence().values("activity")[:1])


def sent_back(case: int) -> dict[int, SentBack]:
    """Waiting task → how it was sent back; only those that were."""
    waiting = Task.objects.filter(case=case, state=Task.OPEN)
    returned = waiting.annotate(whence=sent_back_from(), sender=Subquery(_whence().values("ended_by")[:1]))
    found = list(returned.exclude(whence=None).values_list("number", "whence", "sender", "created_at"))
    written = Remark.objects.filter(case=case, purpose=REASON, written_at__in={at for *_, at in found})
    reasons = dict(written.values_list("written_at", "body")) if found else {}
    return {number: SentBack(step, by, at, reasons.get(at, "")) for number, step, by, at in found}


def _whence() -> QuerySet[Task]:
    """What was sent back and what came of it have their moment in common."""
    return Task.objects.filter(case=OuterRef("case"), state=Task.SENT_BACK, ended_at=OuterRef("created_at"))
