"""Log-out after half an hour without a sign of life, without writing to the database on every request.

The moment of the last request travels in a signed cookie bound to the session. Without the cookie the moment of
log-in counts, so leaving it out gains nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.apps.org.actions import record_log_out

from .ways import to_log_in

COOKIE, SALT, SINCE = "seen", "tongban.idle", "since"
RENEW = 60
"""Seconds after which the cookie is written anew: the log-out is this much less exact."""


class IdleLogOut:
    """Middleware. A request with the header `X-Background: 1` (polling) is no sign of life."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        idle = time.time() - _last_seen(request)
        if idle > settings.IDLE_MINUTES * 60:
            return self._leave(request)
        request.idle_minutes = settings.IDLE_MINUTES  # type: ignore[attr-defined]
        response = self.get_response(request)
        alive = request.user.is_authenticated and request.headers.get("X-Background") != "1"
        if alive and (idle > RENEW or COOKIE not in request.COOKIES):
            _stamp(request, response)
        return response

    def _leave(self, request: HttpRequest) -> HttpResponse:
        record_log_out(person=request.user, at=timezone.now(), why="idle")  # type: ignore[arg-type]
        logout(request)
        messages.warning(
            request,
            _("You were logged out after %(minutes)s minutes without activity. Drafts of what you typed are kept.")
            % {"minutes": settings.IDLE_MINUTES},
        )
        if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
            return self.get_response(request)
        return to_log_in(request)


def _last_seen(request: HttpRequest) -> float:
    since: float = request.session.get(SINCE) or _moment_of_log_in(request)
    try:
        session, at = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return since
    return max(since, float(at)) if session == _fingerprint(request) else since


def _moment_of_log_in(request: HttpRequest) -> float:
    last = request.user.last_login  # type: ignore[union-attr]
    return last.timestamp() if last else 0.0


def _stamp(request: HttpRequest, response: HttpResponse) -> None:
    value = signing.dumps([_fingerprint(request), int(time.time())], salt=SALT)
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/")


def _fingerprint(request: HttpRequest) -> str:
    return sha256((request.session.session_key or "").encode()).hexdigest()[:32]
