"""Designed answers for what went wrong: no right, not found, changed meanwhile, too often, our own fault."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere; what was typed is still in the browser."""
    return render(request, "parts/403_csrf.html", status=403)
