"""Browsers that people logged in from before: a signed cookie names each account with a number of its own."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "device", "tongban.device"
REMEMBERED_ACCOUNTS = 12
"""Colleagues who take turns at one counter computer."""
MAX_AGE = 180 * 24 * 3600


def account_key(username: str) -> str:
    """Digest under which attempts are counted, the same however the name was typed."""
    plain = unicodedata.normalize("NFKC", username).strip().casefold()
    return hmac.digest(settings.SECRET_KEY.encode(), f"account:{plain}".encode(), sha256).hex()


def device_of(request: HttpRequest, account: str) -> str:
    """The number of this browser for this account; empty when it never logged in here."""
    return _known(request).get(account[:16], "")


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    known = _known(request)
    number = known.pop(account[:16], "") or secrets.token_hex(16)
    newest = {account[:16]: number, **dict(list(known.items())[: REMEMBERED_ACCOUNTS - 1])}
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT, compress=True),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/accounts/",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        return {}
    return known
