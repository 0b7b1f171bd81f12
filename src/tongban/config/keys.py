"""Secret keys: made once, kept in a file that only this program's user may read, never in the database.

`TONGBAN_KEYS` names another file, for an installation whose secrets are managed elsewhere. Losing the file makes
encrypted contacts unreadable and query passwords useless, so the operator's guide tells how to back it up.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

from .places import var


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys as hexadecimal text: 32 bytes each."""

    django: str
    contents: str
    """AES-256-GCM key of encrypted columns."""
    index: str
    """HMAC key of blind indexes."""
    password: str
    """HMAC key of citizens' query passwords."""
    seal: str
    """HMAC key of the journal's nightly seal."""
    database: str
    """Password of the role `tongban_app`, where the server asks for one."""
    retired_contents: str = ""
    """Former `contents` keys, comma-separated: they still read what they wrote until everything is encrypted anew."""
    retired_index: str = ""
    """Former `index` keys, comma-separated: rows they indexed are still found until everything is indexed anew."""


def path() -> Path:
    return Path(os.environ.get("TONGBAN_KEYS") or var() / "keys.json")


def load() -> Keys:
    """The installation's keys; made on first use. Two processes starting at once agree on one file."""
    file = path()
    if not file.exists():
        _make(file)
    return Keys(**json.loads(file.read_text()))


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump({key.name: secrets.token_hex(32) for key in fields(Keys) if key.default is MISSING}, out, indent=1)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
