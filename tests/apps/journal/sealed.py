"""A journal with sealed nights to try things on, and a hand that may do what nobody may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.database import superuser
from tongban.apps.journal.actions import append, seal
from tongban.apps.journal.chain import Entry
from tongban.apps.journal.seals import Seal
from tongban.apps.journal.verify import Report, verify

NIGHT = datetime(2026, 2, 27, 18, 30, tzinfo=UTC)  # 02:30 on 28 February in Taipei


def grow(subject: str, events: int = 1) -> None:
    append(subject, [Entry("StepDone", {"step": n}) for n in range(events)], actor="person:1", at=NIGHT)


def seal_night(number: int) -> Seal:
    return seal(NIGHT + timedelta(days=number))


def tamper(*statements: str) -> None:
    """Change the journal as a superuser who switched the guards off."""
    address = make_conninfo(superuser(), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address) as hand:
        for table in ("journal_event", "journal_seal", "journal_leaf"):
            hand.execute(f"ALTER TABLE {table} DISABLE TRIGGER only_grows")
        for statement in statements:
            hand.execute(statement)
        for table in ("journal_event", "journal_seal", "journal_leaf"):
            hand.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_grows")


def faults(report: Report | None = None) -> list[tuple[str, str, int]]:
    return [(fault.wrong.value, fault.subject, fault.seq) for fault in (report or verify()).breaks]
