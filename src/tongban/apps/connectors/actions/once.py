"""Idempotency-Key: the same request twice is carried out once and answered alike (IETF draft httpapi-idempotency-key).

The act and the record of its answer are one transaction. Of two that arrive together, the second waits at the unique
key, loses what it did, and answers what the first one answered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.apps.connectors.models import Received
from tongban.apps.parties.protect import vault
from tongban.core.casework import DefinitionFault


class OtherBody(Exception):
    """The key was used before for another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    replayed: bool = False


def once(*, system_id: int, key: str, request: bytes, at: datetime, perform: Callable[[], Answer]) -> Answer:
    """Carry out `perform` unless this system's `key` was; `request` is what must be the same (method, path, body).

    Refusals (status 400 and above) are not kept: the same key may be tried again after mending the cause.
    """
    digest = hashlib.sha256(request).digest()
    if (earlier := _earlier(system_id, key, digest)) is not None:
        return earlier
    try:
        with transaction.atomic():
            done = _tried(perform)
            if isinstance(done, Answer) and done.status < 400:
                _keep(system_id, key, digest, done, at)
    except IntegrityError:
        if (earlier := _earlier(system_id, key, digest)) is None:
            raise
        return earlier
    if isinstance(done, DefinitionFault):
        raise done
    return done


def _tried(perform: Callable[[], Answer]) -> Answer | DefinitionFault:
    """The act of such a refusal wrote nothing, but the incident that it met must stay."""
    try:
        return perform()
    except DefinitionFault as fault:
        return fault


def _earlier(system_id: int, key: str, digest: bytes) -> Answer | None:
    row = Received.objects.filter(system_id=system_id, key=key).first()
    if row is None:
        return None
    if bytes(row.digest) != digest:
        raise OtherBody
    return Answer(row.status, vault().decrypt(bytes(row.answer), _place(system_id, key)), replayed=True)


def _keep(system_id: int, key: str, digest: bytes, answer: Answer, at: datetime) -> None:
    sealed = vault().encrypt(answer.body, _place(system_id, key))
    Received.objects.create(system_id=system_id, key=key, digest=digest, status=answer.status, answer=sealed, at=at)


def _place(system_id: int, key: str) -> str:
    return f"received:{system_id}:{key}"
