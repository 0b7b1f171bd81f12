"""Upkeep: messages that lost their job get one again; passwords nobody will send any more are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tongban.apps.correspondence.enqueue import deliver_later
from tongban.apps.correspondence.models import UNDER_WAY, Message, State

LOST_AFTER = timedelta(hours=1)
"""Beyond the longest time an attempt or the queue takes; a second job for a living message does nothing."""
FORGET_AFTER = timedelta(days=30)
BATCH = 500


@transaction.atomic
def pick_up_messages(*, at: datetime) -> int:
    """Give a job to messages that should have been tried an hour ago, oldest first; how many."""
    quiet = Q(changed_at__lt=at - LOST_AFTER) & (Q(next_at=None) | Q(next_at__lt=at - LOST_AFTER))
    lost = Message.objects.filter(quiet, state__in=UNDER_WAY).order_by("changed_at")
    rows = list(lost.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    for pk in rows:
        deliver_later(pk)
    # Counted as touched, so that the next round does not add another job while this one waits its turn.
    Message.objects.filter(pk__in=rows, next_at=None).update(changed_at=at)
    Message.objects.filter(pk__in=rows, next_at__isnull=False).update(next_at=at)
    return len(rows)


def forget_sealed_texts(*, at: datetime) -> int:
    """Undelivered passwords are kept a month, for an officer to put the contact right; how many were forgotten."""
    old = Message.objects.filter(sealed__isnull=False, state=State.FAILED, changed_at__lt=at - FORGET_AFTER)
    return old.update(sealed=None)
