"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address; behind our own proxy (`TONGBAN_PROXY=1`) the one the proxy saw. None: unknown."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # Only the last entry is the proxy's; what stands before it is whatever the visitor claims.
        given = request.META.get("HTTP_X_FORWARDED_FOR", given).rpartition(",")[2]
    try:
        return str(ip_address(given.strip()))
    except ValueError:
        return None
