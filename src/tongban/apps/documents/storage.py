"""Where contents lie: one encrypted file each, in a folder and under a name that follow from the content alone.

The name is a keyed hash, so whoever sees the folder cannot tell whether a known document is in it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from tongban.apps.parties.protect import vault


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def path_of(sha256: bytes) -> str:
    name = vault().index("document", sha256.hex()).hex()
    return f"{name[:2]}/{name[2:4]}/{name}"


def write(path: str, content: bytes) -> None:
    """Whole or not at all: a crash leaves at most a file in `incoming`, which `actions.sweep` removes."""
    target, incoming = root() / path, root() / "incoming"
    for folder in (target.parent, incoming):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=incoming)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(vault().encrypt(content, f"file:{path}"))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
        _sync(target.parent)
    finally:
        fresh.unlink(missing_ok=True)


def read(path: str) -> bytes:
    """Raises FileNotFoundError, or `Undecryptable` for a file that was changed or exchanged."""
    return vault().decrypt((root() / path).read_bytes(), f"file:{path}")


def is_current(path: str) -> bool:
    """Whether the newest key encrypted it."""
    with (root() / path).open("rb") as file:
        return vault().is_current(file.read(64))


def remove(path: str) -> None:
    (root() / path).unlink(missing_ok=True)


def files(before: float) -> Iterator[str]:
    """Paths of stored and half-written files last changed before the moment (seconds since 1970)."""
    for file in root().rglob("*"):
        if file.is_file() and file.stat().st_mtime < before:
            yield file.relative_to(root()).as_posix()


def hold(path: str) -> None:
    """Until the transaction ends nobody else stores or removes this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"document {path}"])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
