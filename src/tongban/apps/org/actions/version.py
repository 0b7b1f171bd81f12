"""Changes to the organisation take turns, and each gives it a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry


@contextmanager
def changing() -> Iterator[None]:
    """A transaction in which nobody else changes the organisation; afterwards all kept rights are out of date."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE org_orgversion SET number = nextval('org_version')")
        yield


def write_down(
    subject: str, kind: str, data: Mapping[str, object], *, by: str, at: datetime, on_behalf_of: str
) -> None:
    append(subject, [Entry(kind, dict(data))], actor=by, at=at, on_behalf_of=on_behalf_of)
