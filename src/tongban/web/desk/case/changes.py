"""What somebody else did since a form was made: said beside the form, which keeps what was typed."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from .opening import Opened, opened, read_seen
from .timeline import Entry, since


def seen_in(request: HttpRequest) -> tuple[int, int]:
    """(version, last event) the form was made from; BadRequest when the form does not say."""
    seen = read_seen(request.POST.get("seen", ""))
    if seen is None:
        raise BadRequest("the form does not say which version of the case it was made from")
    return seen


def reopened(request: HttpRequest, found: Opened, event: int) -> tuple[Opened, list[Entry]]:
    """The case as it is now, and what happened after the event the form knew."""
    fresh = opened(request, found.number)
    return fresh, since(fresh, event)
