"""A query password on its way to the printer: for half an hour, encrypted, in the session of who may print it.

The password is known once, when it is made; the database keeps an HMAC only. It never stands in an address or a log.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpRequest

from tongban.apps.parties.protect import Undecryptable, vault

KEPT_FOR = timedelta(minutes=30)
MOST = 20
"""Receipts that may wait to be printed at once; the oldest make room."""
_SESSION = "receipts"


@dataclass(frozen=True, slots=True)
class Handed:
    """`received`: which of the kind's documents came, by their place in its list."""

    password: str = field(repr=False)
    received: tuple[int, ...] = ()
    is_renewed: bool = False


def hand_over(
    request: HttpRequest,
    number: str,
    password: str,
    received: Sequence[int] = (),
    *,
    at: datetime,
    is_renewed: bool = False,
) -> None:
    """Keep the password until it is printed."""
    sealed = base64.b64encode(vault().encrypt(password.encode(), _place(request, number))).decode()
    kept = _kept(request, at)
    kept[number] = {
        "sealed": sealed,
        "until": (at + KEPT_FOR).timestamp(),
        "received": list(received),
        "is_renewed": is_renewed,
    }
    request.session[_SESSION] = dict(list(kept.items())[-MOST:])


def handed(request: HttpRequest, number: str, *, at: datetime) -> Handed | None:
    """What was kept for this case in this session; None when it is too long ago or was somebody else's."""
    kept = _kept(request, at).get(number)
    if kept is None:
        return None
    try:
        password = vault().decrypt(base64.b64decode(kept["sealed"]), _place(request, number)).decode()
    except (Undecryptable, ValueError):
        return None
    return Handed(password, tuple(kept["received"]), bool(kept["is_renewed"]))


def _kept(request: HttpRequest, at: datetime) -> dict[str, dict[str, Any]]:
    stored: dict[str, dict[str, Any]] = request.session.get(_SESSION, {})
    return {number: one for number, one in stored.items() if one.get("until", 0) > at.timestamp()}


def _place(request: HttpRequest, number: str) -> str:
    """Bound to the session and the person: copied into another session it opens nothing."""
    if request.session.session_key is None:
        request.session.create()
    session = sha256((request.session.session_key or "").encode()).hexdigest()
    return f"receipt:{session}:{request.user.pk}:{number}"
