"""What became of an SMS the gateway took: asked a few times, ever less often."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import Progress, gateway
from tongban.apps.correspondence.enqueue import ask_later
from tongban.apps.correspondence.models import Delivery, Message, State

WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""After the first question; a message nobody knows about after these stays `sent`."""


def ask_delivery(*, message: UUID, asked: int, at: datetime) -> State | None:
    """Ask once; None when there is nothing to ask any more."""
    row = Message.objects.filter(pk=message, state=State.SENT).first()
    taken = row.deliveries.filter(result=Delivery.Result.TAKEN).order_by("-number").first() if row else None
    if row is None or taken is None or not taken.gateway_id:
        return None
    try:
        progress = gateway().progress(taken.gateway_id)
    except FinalFailure as failed:
        return _end(row, taken.number, State.FAILED, at, failed.reason, failed.detail)
    except PassingFailure:
        progress = Progress.UNDER_WAY
    if progress is Progress.DELIVERED:
        return _end(row, taken.number, State.DELIVERED, at)
    if asked < len(WAITS):
        ask_later(row.pk, asked + 1, at + WAITS[asked])
    return State.SENT


@transaction.atomic
def _end(row: Message, number: int, state: State, at: datetime, reason: str = "", detail: str = "") -> State:
    changed = Message.objects.filter(pk=row.pk, state=State.SENT).update(state=state, reason=reason, changed_at=at)
    if changed:
        result = Delivery.Result.DELIVERED if state is State.DELIVERED else Delivery.Result.FAILED
        line = Delivery(message=row, number=number, at=at, result=result, reason=reason, detail=detail)
        Delivery.objects.bulk_create([line], ignore_conflicts=True)
    return state
