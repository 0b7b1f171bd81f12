"""django-csp builds the header anew for every response; ours is the same for nearly all of them, so it is kept."""

from __future__ import annotations

from functools import lru_cache

from csp.middleware import HEADER, CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PER_RESPONSE = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


@lru_cache(maxsize=1)
def _usual() -> str:
    return build_policy()


class ContentSecurityPolicy(CSPMiddleware):
    """As the library's, with a short way for responses that say nothing of their own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(hasattr(response, name) for name in PER_RESPONSE) or getattr(request, "_csp_nonce", None):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual())
        return response
