"""Sending people elsewhere, whether the browser or htmx asked."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def go(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that htmx follows with the whole page instead of putting the target into a corner of it."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def to_log_in(request: HttpRequest) -> HttpResponse:
    return go(request, f"{reverse('account_login')}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    """The page the person was on: for a form sent or a part loaded, the page that holds it."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/desk/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
