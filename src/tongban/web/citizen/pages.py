"""Pages that say always the same, and two that machines read."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: /{path}\n"
    for path in ("accounts/", "api/", "board/", "call/", "desk/", "i18n/", "progress/", "rate/", "studio/")
)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"citizen/{name}.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_ROBOTS, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For load balancers: whether this process serves and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
