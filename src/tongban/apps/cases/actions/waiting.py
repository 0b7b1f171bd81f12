"""What a case waits for besides people: timers that come due, messages that arrive."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tongban.apps.cases.acting import CLOCK, By, Done, act, decided
from tongban.apps.cases.errors import Changed
from tongban.apps.cases.models import Incident, Wait
from tongban.apps.org.policy import Deed
from tongban.core.casework import DeliverMessage, FireTimer, Refusal

log = logging.getLogger(__name__)
CLAIMED = 20
"""Timers that one worker holds at a time: few, so that many workers share a backlog."""
PATIENCE = timedelta(days=1)
"""A timer that a fault of the pack keeps from coming is tried again after so long, or in another version."""


def fire_timer(*, number: str, wait: int, at: datetime) -> Done:
    """A timer is due. Raises Refusal (`wait-gone`) when it came already."""
    return act(
        number,
        deed=Deed.COMPLETE,
        by=CLOCK,
        at=at,
        seen=None,
        perform=lambda under_way: decided(under_way, FireTimer(wait=wait)),
    )


def deliver_message(
    *, number: str, name: str, comment: str = "", by: By, at: datetime, seen: int | None = None
) -> Done:
    """A message came for the case; `comment` is for colleagues. Raises Refusal when the case does not wait for it."""
    return act(
        number,
        deed=Deed.COMPLETE,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, DeliverMessage(name=name), remark={"comment": comment}),
    )


def fire_due_timers(*, at: datetime, most: int = 2_000) -> int:
    """Fire up to `most` timers that are due, the earliest first; how many.

    Each is claimed by its row: another worker passes over it, and it is gone with what it brought about. None of a
    case that stands still, and none that met a fault of its pack today.
    """
    fired = 0
    while fired < most:
        with transaction.atomic():
            claimed = list(_due(at)[: min(CLAIMED, most - fired)])
            for wait in claimed:
                _fire(wait, at)
        if not claimed:
            break
        fired += len(claimed)
    return fired


def _due(at: datetime) -> QuerySet[Wait]:
    failing = Incident.objects.filter(
        case=OuterRef("case"),
        task=OuterRef("number"),
        pack_version=OuterRef("case__pack_version"),
        ended_at=None,
        last_at__gt=at - PATIENCE,
    )
    due = Wait.objects.filter(due_at__lte=at, case__closed_on=None, case__suspended_at=None).exclude(Exists(failing))
    return due.select_related("case").order_by("due_at", "pk").select_for_update(skip_locked=True, of=("self",))


def _fire(wait: Wait, at: datetime) -> None:
    try:
        fire_timer(number=wait.case.number, wait=wait.number, at=at)
    except (Refusal, Changed) as refused:
        log.warning("timer %s of case %s did not come: %s", wait.number, wait.case_id, refused)
