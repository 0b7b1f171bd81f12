"""Answers as JSON, once per Idempotency-Key where the caller gives one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from tongban.apps.connectors.actions import Answer, once
from tongban.apps.connectors.queries import Caller

HEADER = "HTTP_IDEMPOTENCY_KEY"
LONGEST_KEY = 200


def answer(
    request: HttpRequest, system: Caller, at: datetime, status: int, perform: Callable[[], BaseModel]
) -> HttpResponse:
    """Carry out `perform` and answer with what it gives."""

    def carried_out() -> Answer:
        return Answer(status, perform().model_dump_json().encode())

    key = request.META.get(HEADER, "").strip()[:LONGEST_KEY].replace("\0", "")
    if not key:
        done = carried_out()
    else:
        asked = b"\n".join((str(request.method).encode(), request.path.encode(), request.body))
        done = once(system_id=system.system_id, key=key, request=asked, at=at, perform=carried_out)
    response = HttpResponse(done.body, status=done.status, content_type="application/json")
    if done.replayed:
        response["Idempotency-Replayed"] = "true"
    return response
