"""Addresses of pages that messages point to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

LOOKUP = "/progress/"


def lookup_url(number: str = "") -> str:
    return f"{_base()}{LOOKUP}" + (f"?{urlencode({'number': number})}" if number else "")


def desk_url(number: str) -> str:
    return f"{_base()}/desk/cases/{number}/"


def incidents_url(kind: str) -> str:
    """The studio's page about the incidents of a kind (`domain/name`)."""
    return f"{_base()}/studio/kinds/{kind}/incidents/"


def desk_home() -> str:
    return f"{_base()}/desk/"


def _base() -> str:
    return str(settings.BASE_URL).rstrip("/")
