"""Jobs of correspondence. Arguments are ids only; each bears being run twice. Hours are UTC: 0–9 is 8–17 in Taipei."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions
from .enqueue import QUEUE

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)
"""For what nobody foresaw, a restarted database for one: 3 s, 9 s … 16 hours."""
OFFICE_HOURS = range(8, 19)
"""Hours in Taipei at which a letter may go out by itself: nobody's phone rings at night."""


@app.task(name="PrepareMessage", queue=QUEUE, retry=AGAIN)
def prepare_message(intent: str) -> None:
    actions.prepare_message(intent=UUID(intent), at=timezone.now())


@app.task(name="TellOfIncident", queue=QUEUE, retry=AGAIN)
def tell_of_incident(incident: str) -> None:
    actions.tell_of_incident(incident=UUID(incident), at=timezone.now())


@app.task(name="DeliverMessage", queue=QUEUE, retry=AGAIN)
def deliver_message(message: str) -> None:
    actions.deliver_message(message=UUID(message), at=timezone.now())


@app.task(name="AskDelivery", queue=QUEUE, retry=AGAIN)
def ask_delivery(message: str, asked: int) -> None:
    actions.ask_delivery(message=UUID(message), asked=asked, at=timezone.now())


@app.task(name="PrepareDigest", queue=QUEUE, retry=AGAIN)
def prepare_digest(person: int, day: str) -> None:
    actions.prepare_digest(person=person, day=date.fromisoformat(day), at=timezone.now())


@app.periodic(cron="*/10 0-9 * * *")
@app.task(name="RemindOfDueDates", lock="RemindOfDueDates", queueing_lock="RemindOfDueDates")
def remind_of_due_dates(timestamp: int) -> None:
    """A round made up for after an outage waits for the morning."""
    now = timezone.now()
    if timezone.localtime(now).hour in OFFICE_HOURS:
        actions.expire_corrections(at=now)
        actions.remind(at=now)
        actions.remind_units(at=now)
        actions.remind_transfers(at=now)


@app.periodic(cron="0 0 * * *")
@app.task(name="StartDigests", lock="StartDigests", queueing_lock="StartDigests")
def start_digests(timestamp: int) -> None:
    now = timezone.now()
    if timezone.localtime(now).hour in OFFICE_HOURS:
        actions.start_digests(at=now)


@app.periodic(cron="25 * * * *")
@app.task(name="PickUpMessages", queueing_lock="PickUpMessages")
def pick_up_messages(timestamp: int) -> None:
    actions.pick_up_messages(at=timezone.now())


@app.periodic(cron="50 18 * * *")
@app.task(name="ForgetSealedTexts", queueing_lock="ForgetSealedTexts")
def forget_sealed_texts(timestamp: int) -> None:
    actions.forget_sealed_texts(at=timezone.now())
