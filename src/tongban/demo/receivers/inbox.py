"""What came by e-mail and SMS: one file each, so that two processes share it without a database."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

KEPT = 2_000
"""Messages; older ones go."""


@dataclass(frozen=True, slots=True)
class Received:
    """`key` is the sender's own id: the same one again is the same message and is shown once."""

    key: str
    channel: str
    to: str
    at: datetime
    body: str
    subject: str = ""
    sender: str = ""
    segments: int = 0


class Inbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, message: Received) -> bool:
        """Keep a message; False when it had come before."""
        digest = _digest(message)
        self.folder.mkdir(parents=True, exist_ok=True)
        if any(self.folder.glob(f"*-{digest}.json")):
            return False
        name = f"{message.at:%Y%m%dT%H%M%S%f}-{digest}.json"
        half = self.folder / f".{name}.{os.getpid()}"
        half.write_text(json.dumps({**asdict(message), "at": message.at.isoformat()}, ensure_ascii=False), "utf-8")
        half.rename(self.folder / name)
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)
        return True

    def newest(self, most: int = 50, about: str = "") -> list[Received]:
        """Newest first; with `about` only what was sent to an address or number that contains it."""
        wanted = _key(about)
        found: list[Received] = []
        for message in self._all():
            if wanted in _key(message.to):
                found.append(message)
            if len(found) == most:
                break
        return found

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.json"), reverse=True) if self.folder.exists() else []

    def _all(self) -> Iterator[Received]:
        for file in self._files():
            try:
                stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
            except FileNotFoundError:
                continue  # went meanwhile, being one of the oldest
            yield Received(**{**stored, "at": datetime.fromisoformat(stored["at"])})


def _digest(message: Received) -> str:
    return hashlib.sha256(f"{message.channel}\n{message.to}\n{message.key}".encode()).hexdigest()[:24]


def _key(address: str) -> str:
    """Addresses as they are compared: case, dashes and the country's code make no difference."""
    folded = "".join(c for c in address.casefold() if not c.isspace() and c != "-")
    return f"0{folded[4:]}" if folded.startswith("+886") else folded
