"""Reminders are sent each by itself: one that cannot be sent must not keep back all others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeVar

from django.db import transaction

log = logging.getLogger(__name__)


class OfCase(Protocol):
    case_id: int


Row = TypeVar("Row", bound=OfCase)


def apart(case_id: int, send: Callable[[], bool]) -> bool:
    """Whether `send` sent something, in a transaction of its own; what goes wrong in it is logged."""
    try:
        with transaction.atomic():
            return send()
    except Exception:
        log.exception("no reminder for case %s", case_id)
        return False


def send_each(found: Iterable[tuple[str, Row]], send: Callable[[Row, str], bool], most: int) -> int:
    """Send the reminders of `found`, stage and row, until `most` were sent; how many."""
    sent = 0
    for stage, row in found:
        if sent >= most:
            break
        sent += apart(row.case_id, partial(send, row, stage))
    return sent
