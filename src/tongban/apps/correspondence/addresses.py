"""Addresses of pages that messages point to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

LOOKUP = "/progress/"
QUESTIONNAIRE = "/feedback/"


def lookup_url(number: str = "") -> str:
    return _page(LOOKUP, number)


def questionnaire_url(number: str = "") -> str:
    """Opens with the query password, like the look-up: an address alone may be passed on."""
    return _page(QUESTIONNAIRE, number)


def desk_url(number: str) -> str:
    return f"{_base()}/desk/cases/{number}/"


def desk_home() -> str:
    return f"{_base()}/desk/"


def _page(path: str, number: str) -> str:
    return f"{_base()}{path}" + (f"?{urlencode({'number': number})}" if number else "")


def _base() -> str:
    return str(settings.BASE_URL).rstrip("/")
