"""What the city wrote in the past year, as it came out: delivered then, and never again.

Only letters of the last two working days really go out to the demo's phone; older ones get their record of delivery
here, so that the first start does not send thousands.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from tongban.apps.cases.models import Intent
from tongban.apps.catalogue.queries import definition
from tongban.apps.correspondence.composing import compose
from tongban.apps.correspondence.masking import masked_email, masked_phone
from tongban.apps.correspondence.models import Channel, Delivery, Message, State
from tongban.apps.correspondence.occasions import of_intent
from tongban.apps.correspondence.receivers import Receiver, receiver_of
from tongban.apps.correspondence.wording import HIDDEN

from .world import dice

ARRIVED_AFTER = timedelta(seconds=40)
_BOUNCED = 0.02

_NO_MORE_JOBS = """
DELETE FROM procrastinate_jobs j
 WHERE j.task_name = 'PrepareMessage' AND j.status = 'todo'
   AND EXISTS (SELECT 1 FROM correspondence_message m WHERE m.intent_id = (j.args->>'intent')::uuid)
"""


def deliver_past(case_id: int, until: datetime) -> None:
    """Write and deliver what the case occasioned before `until`, each at its own moment."""
    waiting = Intent.objects.filter(case_id=case_id, made_at__lt=until, messages=None)
    intents = list(waiting.select_related("case__owner", "case__unit__parent", "case__handler").order_by("made_at"))
    if not intents:
        return
    receiver = receiver_of(intents[0].case)
    messages = [message for intent in intents for message in _messages(intent, receiver)]
    arrivals = [_arrive(message, receiver) for message in messages if message.state == State.QUEUED]
    Message.objects.bulk_create(messages)
    Delivery.objects.bulk_create(arrivals)
    Intent.objects.filter(pk__in=[intent.pk for intent in intents], secret__isnull=False).update(secret=None)


def forget_done_jobs() -> None:
    """The worker has nothing to do any more for intents whose messages are there."""
    with connection.cursor() as cursor:
        cursor.execute(_NO_MORE_JOBS)


def _messages(intent: Intent, receiver: Receiver) -> list[Message]:
    """With the query password hidden, as it stands after delivery."""
    password = HIDDEN if intent.secret is not None else None
    messages = compose(
        of_intent(intent, password), intent.case, definition(intent.case.pack_version_id), intent.made_at, receiver
    )
    for message in messages:
        message.held_password, message.sealed = password is not None, None
    return messages


def _arrive(message: Message, receiver: Receiver) -> Delivery:
    luck = dice("letter", message.intent_id, message.channel).uniform(0, 1)
    at = message.made_at + ARRIVED_AFTER
    line = Delivery(message=message, number=1, at=at, to=_masked(message, receiver))
    message.attempts, message.changed_at = 1, at
    if luck < _BOUNCED:
        message.state, line.result = State.FAILED, Delivery.Result.FAILED
        message.reason = line.reason = "unknown-recipient" if message.channel == Channel.EMAIL else "bad-number"
    elif message.channel == Channel.SMS:
        message.state, line.result, line.gateway_id = State.DELIVERED, Delivery.Result.DELIVERED, str(message.pk)[:13]
    else:
        message.state, line.result = State.SENT, Delivery.Result.TAKEN
    return line


def _masked(message: Message, receiver: Receiver) -> str:
    if message.person is not None:
        return masked_email(message.person.email)
    address = receiver.reach.address(message.channel)
    return masked_phone(address) if message.channel == Channel.SMS else masked_email(address)
