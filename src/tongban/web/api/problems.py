"""Refusals as problem+json (RFC 9457): what happened, where, what to do."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError as FieldErrors
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.apps.cases.actions import NotOffered
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.reading import NoSuchCase
from tongban.apps.catalogue.queries import UnknownKind
from tongban.apps.connectors.actions import AlreadyUsed, OtherBody
from tongban.core.casework import Refusal
from tongban.core.text import Text

from .parsing import BadBody

_log = logging.getLogger("django.request")
MEDIA_TYPE = "application/problem+json"
NO_TOKEN = Text("請提供有效的存取權杖（Authorization: Bearer …）", "Send a valid token (Authorization: Bearer …)")
NO_SCOPE = Text("此權杖未獲授權執行本項作業", "This token does not allow this")
NO_CASE = Text("查無此案，或不在貴系統範圍內", "There is no such case within your system's reach")
NO_KIND = Text("此單位不受理此類案件，或案件類別不存在", "The unit does not take this kind, or there is no such kind")
NOT_VALID = Text("請求內容不符規格", "The request does not fit the specification")
OTHER_BODY = Text(
    "此 Idempotency-Key 已用於內容不同的請求；請換新的鍵值",
    "This Idempotency-Key was used for another request; use a new one",
)
OUR_FAULT = Text(
    "系統發生未預期的錯誤，本次請求未儲存；請稍後以同一 Idempotency-Key 重送",
    "Something failed on our side and nothing of this request was stored; send it again later with the same key",
)
NUMBER_USED = Text("此文號已用於其他案件", "This document number belongs to another case")


def language_of(request: HttpRequest) -> str:
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh-Hant"


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    text: Text,
    errors: Iterable[Mapping[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    body = {"type": f"urn:tongban:{code}", "title": text.in_(language_of(request)), "status": status, **more}
    if listed := list(errors):
        body["errors"] = listed
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def register(api: NinjaAPI) -> None:
    """Answer every refusal the actions know; anything else is our own fault: a 500 that says so, logged as usual."""
    answers: dict[type[Exception], Any] = {
        NoSuchCase: lambda r, e: problem(r, 404, "no-such-case", NO_CASE),
        NotOffered: lambda r, e: problem(r, 404, "no-such-kind", NO_KIND),
        UnknownKind: lambda r, e: problem(r, 404, "no-such-kind", NO_KIND),
        NotAllowed: lambda r, e: problem(r, 403, "not-allowed", e.text),
        Changed: lambda r, e: problem(r, 409, "changed", e.text),
        OtherBody: lambda r, e: problem(r, 409, "idempotency-key-reused", OTHER_BODY),
        AlreadyUsed: lambda r, e: problem(r, 409, "number-used", NUMBER_USED),
        Refusal: _refusal,
        ValidationError: _not_valid,
        FieldErrors: _fields,
        AuthenticationError: lambda r, e: problem(r, 401, "no-token", NO_TOKEN),
        HttpError: _bad_request,
        Exception: _ours,
    }
    for error, answer in answers.items():
        api.add_exception_handler(error, answer)


def _bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    # The library says only that it could not read the body; the cause says why.
    text = error.__cause__.text if isinstance(error.__cause__, BadBody) else Text(str(error), str(error))
    return problem(request, error.status_code, "bad-request", text)


def _ours(request: HttpRequest, error: Exception) -> HttpResponse:
    extra = {"status_code": 500, "request": request}
    _log.error("Internal Server Error: %s", request.path, exc_info=error, extra=extra)
    return problem(request, 500, "server-error", OUR_FAULT)


def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    language = language_of(request)
    places = [{"field": field.field, "text": field.text.in_(language)} for field in refusal.fields]
    return problem(request, 422, refusal.code, refusal.text, places)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = [{"field": ".".join(str(p) for p in e["loc"][1:]), "text": str(e["msg"])} for e in error.errors]
    return problem(request, 422, "not-valid", NOT_VALID, places)


def _fields(request: HttpRequest, error: FieldErrors) -> HttpResponse:
    listed = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    places = [{"field": field, "text": text} for field, texts in listed.items() for text in texts]
    return problem(request, 422, "not-valid", NOT_VALID, places)
