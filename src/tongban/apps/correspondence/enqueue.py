"""Jobs by name, written in the transaction of whatever occasions them. Arguments are ids only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from .models import Message, State

QUEUE = "messages"


def store(messages: Iterable[Message]) -> list[UUID]:
    """Insert the rows that are not there yet and have the queued ones delivered; ids of all."""
    rows = list(messages)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.state == State.QUEUED:
            deliver_later(row.pk)
    return [row.pk for row in rows]


def deliver_later(message: UUID, at: datetime | None = None) -> None:
    """One attempt runs at a time: jobs of one message share a lock."""
    _later("DeliverMessage", at, f"message:{message}", message=str(message))


def ask_later(message: UUID, asked: int, at: datetime) -> None:
    _later("AskDelivery", at, f"message:{message}", message=str(message), asked=asked)


def digest_later(person: int, day: str) -> None:
    _later("PrepareDigest", None, f"digest:{person}", person=person, day=day)


def _later(name: str, at: datetime | None, lock: str, **args: str | int) -> None:
    app.configure_task(name, queue=QUEUE, lock=lock, schedule_at=at).defer(**args)
