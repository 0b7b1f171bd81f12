"""What of this installation's set-up is missing or wrong, and how to mend it: `tongban doctor`."""

from __future__ import annotations

from collections.abc import Iterator

from . import database, installation, machine
from .finding import Finding


def examine(host: str, port: int) -> Iterator[Finding]:
    """All findings, good and bad, from the machine up to the database. Changes nothing."""
    yield from machine.examine(host, port)
    yield from installation.examine()
    yield from database.examine()
