"""For half an hour this browser may see the one case whose password it gave: a signed cookie, nothing on the server.

The cookie names the case and a digest of what is stored of its password: with a renewed password the old one's
browsers are out, too.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from tongban.apps.cases.models import Case

COOKIE, SALT, PATH = "case", "tongban.look-up", "/progress/"
SECONDS = 30 * 60


def grant(response: HttpResponse, number: str, mac: bytes) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([number, _digest(mac)], salt=SALT),
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path=PATH,
    )


def granted_number(request: HttpRequest) -> str | None:
    """The case this browser was let in to; whether still with today's password says `still_holds`."""
    return _read(request)[0]


def still_holds(request: HttpRequest, case: Case) -> bool:
    if case.password_mac is None:
        return False
    return hmac.compare_digest(_read(request)[1], _digest(bytes(case.password_mac)))


def revoke(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _read(request: HttpRequest) -> tuple[str | None, str]:
    try:
        number, digest = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return str(number), str(digest)


def _digest(mac: bytes) -> str:
    return sha256(mac).hexdigest()[:24]
