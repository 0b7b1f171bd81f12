"""Systems and their tokens. A token is shown once; afterwards only its hash is known."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tongban.apps.connectors import queries
from tongban.apps.connectors.models import Scope, System, SystemToken
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit

TOKEN_BYTES = 32


@transaction.atomic
def add_system(*, code: str, name: str, unit: Unit, by: str, at: datetime) -> System:
    """Make a system known; it can do nothing until it is given a token."""
    system = System.objects.create(code=code, name=name, unit=unit)
    append(f"system:{system.pk}", [Entry("SystemAdded", {"code": code, "unit": unit.pk})], actor=by, at=at)
    return system


@transaction.atomic
def give_token(
    *, system: System, scopes: Iterable[str], by: str, at: datetime, expires_at: datetime | None = None
) -> str:
    """A fresh bearer token with these scopes, returned here and never again."""
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - set(Scope.values):
        raise ValueError(f"unknown scopes: {sorted(unknown)}")
    token = f"tb_{secrets.token_urlsafe(TOKEN_BYTES)}"
    row = SystemToken.objects.create(
        system=system,
        digest=hashlib.sha256(token.encode()).digest(),
        hint=token[:8],
        scopes=wanted,
        made_at=at,
        made_by=by,
        expires_at=expires_at,
    )
    given = Entry("TokenGiven", {"token": row.pk, "scopes": wanted})
    append(f"system:{system.pk}", [given], actor=by, at=at)
    return token


@transaction.atomic
def revoke_token(*, token: SystemToken, by: str, at: datetime) -> None:
    """End a token; doing it twice changes nothing."""
    if SystemToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        append(f"system:{token.system_id}", [Entry("TokenRevoked", {"token": token.pk})], actor=by, at=at)
    queries.forget()
