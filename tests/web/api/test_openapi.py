"""Whatever is sent, the API answers within its own specification and never with a fault of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import schemathesis
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings

from .conftest import Caller, new_case

OPERATIONS = [
    ("POST", "/cases"),
    ("GET", "/cases/{number}"),
    ("POST", "/cases/{number}/tasks/{task}/complete"),
    ("POST", "/cases/{number}/steps"),
    ("POST", "/cases/{number}/messages"),
    ("POST", "/cases/{number}/correction"),
    ("POST", "/documents/numbers"),
    ("POST", "/cases/{number}/document-number"),
    ("GET", "/kinds"),
    ("GET", "/kinds/{code}"),
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_gets_a_server_error(caller: Caller, method: str, path: str) -> None:
    number = caller.post("/cases", new_case()).json()["number"]
    document = caller.client.get("/api/v1/openapi.json").json()
    operation = schemathesis.openapi.from_dict(document)[f"/api/v1{path}"][method]
    described = {int(status) for status in document["paths"][f"/api/v1{path}"][method.lower()]["responses"]}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        if "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        answer = send(caller, case)
        assert answer.status_code < 500, answer.content
        assert answer.status_code in described | {400, 404, 405}, answer.content

    run()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5_000, b'{"kind": 1e999}'])
def test_a_broken_body_is_refused_with_a_reason(caller: Caller, body: bytes) -> None:
    answer = caller.client.generic(
        "POST",
        "/api/v1/cases",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}"},
    )
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def send(caller: Caller, case: Any) -> HttpResponse:
    """The generated request through Django's own client, which stays in the test's transaction."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    url = urlsplit(sent["url"])
    body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data") or b""
    return caller.client.generic(  # type: ignore[return-value]
        sent["method"],
        quote(url.path, safe="/%"),
        body if isinstance(body, bytes) else str(body).encode(),
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}"},
    )
