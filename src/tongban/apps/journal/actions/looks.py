"""Recording who looked at personal data. A look never touches the case it is about."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`what` was seen (case, contacts, search, export …), through which `door` (desk, call, citizen, api …), why."""

    actor: str
    subject: str
    what: str
    door: str = ""
    reason: str = ""
    address: str = ""
    """Network address; stored as a keyed hash: two looks from one place are seen to be so, the place is not."""

    def hidden_address(self) -> bytes | None:
        key = bytes.fromhex(settings.KEYS.index)
        return hmac.digest(key, f"look:{self.address}".encode(), "sha256")[:16] if self.address else None


def record_look(
    *, at: datetime, actor: str, subject: str, what: str, door: str = "", reason: str = "", address: str = ""
) -> None:
    """Record one look."""
    look = Look(actor=actor, subject=subject, what=what, door=door, reason=reason, address=address)
    record_looks([look], at=at)


def record_looks(looks: Iterable[Look], *, at: datetime) -> None:
    """Record the looks of one moment (a list page, an export) in one statement."""
    rows = [(o.actor, o.subject, o.what, o.door, o.reason, o.hidden_address()) for o in looks]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_look (at, actor, subject, what, door, reason, address)"
            " SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[])",
            [at, *map(list, zip(*rows, strict=True))],
        )


def prepare_look_months(at: datetime, months: int = 4) -> int:
    """Make the partitions of this month and the next ones; how many were new."""
    first = timezone.localdate(at, timezone.get_default_timezone())
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_look_months(%s, %s)", [first, months])
        return int(cursor.fetchone()[0])
