"""Who is asking, and what they may use today: `request.rights` in every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tongban.apps.org import policy

NOBODY = policy.Rights(0, 0)
POSITION = "position"
"""Session key: the position somebody chose to act in; absent: all of them together."""


class Rights:
    """Middleware: sets `request.rights`. Costs no query of its own: the version comes with the user (see `backend`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.rights = _rights(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def posts_of(request: HttpRequest) -> policy.Rights:
    """All that the person may use today, whichever position is chosen."""
    if not request.user.is_authenticated:
        return NOBODY
    version = getattr(request.user, "org_version", None)
    return policy.rights_of(
        request.user.pk, timezone.localdate(), policy.current_version() if version is None else version
    )


def _rights(request: HttpRequest) -> policy.Rights:
    everything = posts_of(request)
    if everything.posts and (chosen := request.session.get(POSITION)):
        narrowed = everything.using(chosen)
        # A position that ended meanwhile falls back to what is left, never to nothing without a word.
        return narrowed if narrowed.posts else everything
    return everything
