"""Which cases an agent looked up with a reason: for half an hour they stay open, then the reason is asked again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

KEY = "call_cases"
SECONDS = 30 * 60
MOST = 50


def grant(request: HttpRequest, numbers: list[str], at: datetime) -> None:
    held: dict[str, float] = request.session.get(KEY, {})
    held |= dict.fromkeys(numbers, at.timestamp())
    newest = sorted(held.items(), key=lambda item: item[1])[-MOST:]
    request.session[KEY] = dict(newest)


def is_granted(request: HttpRequest, number: str, at: datetime) -> bool:
    since: float | None = request.session.get(KEY, {}).get(number)
    return since is not None and 0 <= at.timestamp() - since < SECONDS
