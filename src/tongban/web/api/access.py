"""Bearer tokens and scopes: the door of the API, and the one place that asks what a system may do."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.reading import CaseFile, NoSuchCase, case_file
from tongban.apps.connectors.models import Scope
from tongban.apps.connectors.queries import Caller, caller
from tongban.core.casework.number import read_case_number

from .problems import NO_SCOPE


class Token(HttpBearer):
    """`Authorization: Bearer tb_…`"""

    def __call__(self, request: HttpRequest) -> Caller | None:
        # From META: `request.headers` would first give every header of the request its proper name.
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return self.authenticate(request, token.strip()) if scheme.lower() == self.openapi_scheme else None

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return caller(token, timezone.now())


def calling(request: HttpRequest, scope: Scope) -> Caller:
    """The system that calls, if its token has the scope."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    if scope not in found.scopes:
        raise NotAllowed(NO_SCOPE)
    return found


def case_within_reach(typed: str, system: Caller) -> CaseFile:
    """The case, as far as the system reaches; one out of reach looks as if it did not exist."""
    number = read_case_number(typed)
    if number is None:
        raise NoSuchCase(typed)
    file = case_file(number)
    if not system.reaches(file.facts):
        raise NoSuchCase(number)
    return file
