"""Who a bearer token belongs to. Kept for a few seconds, so that a busy system costs no query a request."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime

from tongban.apps.connectors.models import System, SystemToken
from tongban.apps.org.policy import CaseFacts, Grounds, current_version, subtree

KEPT_SECONDS = 5.0
"""How long a revoked token may still work in a process that has just used it."""
_kept: dict[bytes, tuple[float, Caller | None]] = {}
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A system with a valid token: `By` for actions."""

    system_id: int
    code: str
    unit_id: int
    scopes: frozenset[str]
    grounds: Grounds
    expires_at: datetime | None

    @property
    def actor(self) -> str:
        return f"system:{self.code}"

    def reaches(self, facts: CaseFacts) -> bool:
        return self.grounds.cover(facts)


def caller(token: str, at: datetime) -> Caller | None:
    """The system behind a bearer token, or None when it is unknown, expired or revoked."""
    digest = hashlib.sha256(token.encode()).digest()
    now = time.monotonic()
    until, found = _kept.get(digest, (0.0, None))
    if until < now:
        found = _read(digest)
        if len(_kept) > _MOST:
            _kept.clear()
        _kept[digest] = (now + KEPT_SECONDS, found)
    if found is None or (found.expires_at is not None and found.expires_at <= at):
        return None
    return found


def forget() -> None:
    """Drop what is kept: for tests, and at once after a token was revoked in this process."""
    _kept.clear()


def _read(digest: bytes) -> Caller | None:
    valid = SystemToken.objects.filter(digest=digest, revoked_at__isnull=True, system__active=True)
    token = valid.select_related("system").first()
    if token is None:
        return None
    system: System = token.system
    units = subtree(system.unit_id, current_version())
    grounds = Grounds(owner_units=units, units=units, taken_in_units=units)
    return Caller(system.pk, system.code, system.unit_id, frozenset(token.scopes), grounds, token.expires_at)
