"""One attempt at one message: claimed in one transaction, handed over outside of any, recorded in another.

A worker killed in between leaves the message `sending`: whoever finds it so records the interruption and hands it over
again under the same id, so that the receiving system can tell that it is the same.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import Accepted, Progress, gateway
from tongban.apps.correspondence.backoff import wait_after
from tongban.apps.correspondence.enqueue import ask_later, deliver_later
from tongban.apps.correspondence.models import Channel, Delivery, Message, State
from tongban.apps.correspondence.reasons import GAVE_UP, INTERRUPTED, NO_CONTACT, UNREADABLE
from tongban.apps.correspondence.receivers import Unreachable, reach_of_party, reach_of_person
from tongban.apps.correspondence.sealing import unseal
from tongban.apps.correspondence.transports import hand_over, masked
from tongban.apps.parties.protect import Undecryptable

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 60
"""Attempts, interrupted ones included: a message that kills its workers must come to an end."""
FIRST_ASK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of an attempt: the message's next state, and the line in the delivery record."""

    state: State
    result: str
    reason: str = ""
    detail: str = ""
    gateway_id: str = ""


def deliver_message(*, message: UUID, at: datetime) -> State | None:
    """Try once. None when there is nothing to do: done already, or it is not time yet."""
    row = _claim(message, at)
    if row is None:
        return None
    address = ""
    try:
        address = _address(row)
        subject, body = unseal(row.pk, row.sealed) if row.sealed is not None else (row.subject, row.body)
        came = _taken(hand_over(row, subject, body, address))
    except Unreachable as why:
        came = Came(State.NOT_SENT, Delivery.Result.FAILED, why.reason)
    except Undecryptable:
        log.exception("message %s cannot be read", row.pk)
        came = Came(State.FAILED, Delivery.Result.FAILED, UNREADABLE)
    except FinalFailure as failed:
        came = Came(State.FAILED, Delivery.Result.FAILED, failed.reason, failed.detail)
    except PassingFailure as failed:
        log.warning("message %s, attempt %s: %s", row.pk, row.attempts, failed)
        came = Came(State.QUEUED, Delivery.Result.FAILED_FOR_NOW, failed.reason, failed.detail)
    return _record(row, came, masked(row.channel, address) if address else "", at)


@transaction.atomic
def _claim(message: UUID, at: datetime) -> Message | None:
    row = (
        Message.objects.select_for_update(of=("self",))
        .select_related("case__owner", "person", "party")
        .filter(pk=message)
        .first()
    )
    if row is None or not row.is_under_way or (row.next_at is not None and row.next_at > at):
        return None
    if row.state == State.SENDING:
        _note(row, row.attempts, at, Delivery.Result.INTERRUPTED, reason=INTERRUPTED)
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.reason, row.changed_at = State.FAILED, GAVE_UP, at
        row.save(update_fields=["state", "reason", "changed_at"])
        return None
    row.state, row.attempts, row.changed_at, row.next_at = State.SENDING, row.attempts + 1, at, None
    row.save(update_fields=["state", "attempts", "changed_at", "next_at"])
    return row


def _address(row: Message) -> str:
    reach = reach_of_person(row.person) if row.person_id else reach_of_party(row.party)
    address = reach.address(row.channel)
    if not address:
        raise Unreachable(NO_CONTACT)
    return address


def _taken(accepted: Accepted) -> Came:
    there = accepted.progress is Progress.DELIVERED
    return Came(
        State.DELIVERED if there else State.SENT,
        Delivery.Result.DELIVERED if there else Delivery.Result.TAKEN,
        gateway_id=accepted.gateway_id,
    )


@transaction.atomic
def _record(claimed: Message, came: Came, to: str, at: datetime) -> State:
    row = Message.objects.select_for_update(of=("self",)).get(pk=claimed.pk)
    _note(row, claimed.attempts, at, came.result, came, to)
    if row.attempts != claimed.attempts or row.state != State.SENDING:
        return State(row.state)  # taken for dead, and overtaken: the other attempt decides
    row.state, row.changed_at, row.reason = came.state, at, ""
    if came.state is State.QUEUED:
        _wait(row, at)
    elif came.state in (State.FAILED, State.NOT_SENT):
        row.reason = came.reason
    if row.state in (State.SENT, State.DELIVERED, State.NOT_SENT):
        row.sealed = None
    row.save()
    if row.state == State.SENT and row.channel == Channel.SMS and gateway().can_tell:
        ask_later(row.pk, 0, at + FIRST_ASK)
    return State(row.state)


def _wait(row: Message, at: datetime) -> None:
    row.failures += 1
    wait = wait_after(row.failures, random.SystemRandom().random())
    if wait is None:
        row.state, row.reason = State.FAILED, GAVE_UP
        return
    row.next_at = at + wait
    deliver_later(row.pk, row.next_at)


def _note(
    row: Message, number: int, at: datetime, result: str, came: Came | None = None, to: str = "", reason: str = ""
) -> None:
    line = Delivery(message=row, number=number, at=at, result=result, to=to, reason=reason)
    if came is not None:
        line.reason, line.detail, line.gateway_id = came.reason, came.detail, came.gateway_id
    Delivery.objects.bulk_create([line], ignore_conflicts=True)
