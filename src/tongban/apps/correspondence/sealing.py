"""A text that holds a query password, encrypted until the message is finally delivered."""

from __future__ import annotations

import json
from uuid import UUID

from tongban.apps.parties.protect import vault


def seal(message: UUID, subject: str, body: str) -> bytes:
    return vault().encrypt(json.dumps([subject, body]).encode(), _place(message))


def unseal(message: UUID, sealed: bytes | memoryview) -> tuple[str, str]:
    """(subject, body); raises Undecryptable."""
    subject, body = json.loads(vault().decrypt(bytes(sealed), _place(message)))
    return subject, body


def _place(message: UUID) -> str:
    return f"message:{message}"
