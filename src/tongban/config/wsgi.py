"""What the web server calls: pages go through sessions, language, log-in and so on; the API, which has none of it, not.

Both are the same Django project with the same settings and URLs; only the way in is shorter.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
API = "/api/"


class ApiHandler(WSGIHandler):
    """Requests that carry a token instead of a session: `settings.API_MIDDLEWARE` in place of `MIDDLEWARE`."""

    def load_middleware(self, is_async: bool = False) -> None:
        from django.conf import settings

        usual = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.API_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = usual


def _application() -> Callable[..., Iterable[bytes]]:
    django.setup(set_prefix=False)
    pages, api = WSGIHandler(), ApiHandler()
    _settle()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = api if environ.get("PATH_INFO", "").startswith(API) else pages
        return chosen(environ, start_response)

    return application


def _settle() -> None:
    """Load everything now. It stays for good, so the collector need not go through it again and again."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


application = _application()
