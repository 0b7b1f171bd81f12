"""Lengthening a chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tongban.apps.journal import queries
from tongban.apps.journal.chain import Entry, Head, Row, head, link

_INSERT = (
    f"INSERT INTO journal_event ({', '.join(Row._fields)})"  # noqa: S608 (our own column names)
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"
)


class JournalMoved(Exception):
    """Somebody else lengthened the same chain in this moment; nothing of one's own was written."""

    def __init__(self, subject: str) -> None:
        super().__init__(_("%(subject)s was changed by someone else just now. Load it again.") % {"subject": subject})
        self.subject = subject


def append(subject: str, entries: Iterable[Entry], *, actor: str, at: datetime, on_behalf_of: str = "") -> Head:
    """Write events at the end of a chain in the current transaction; the new head.

    Callers of this function take turns. Against a writer that brings its own rows one side gets JournalMoved.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"journal:{subject}"])
        before = queries.head_of(subject)
        rows = link(subject, *before, entries, at=at, actor=actor, on_behalf_of=on_behalf_of)
        try:
            cursor.executemany(_INSERT, rows)
        except IntegrityError as refused:
            if "journal_event_no_fork" in str(refused):
                raise JournalMoved(subject) from refused
            raise
        return head(rows, before)
