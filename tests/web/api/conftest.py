from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.apps.cases.conftest import ANSWERS, AT, BRACELET, City, build_city
from tongban.apps.connectors.actions import add_system, give_token
from tongban.apps.connectors.models import Scope, System
from tongban.apps.connectors.queries import forget


@pytest.fixture
def city(db: None) -> City:
    forget()
    return build_city()


@pytest.fixture
def system(city: City) -> System:
    return add_system(code="single-counter", name="單一櫃檯", unit=city.office.parent, by="test", at=AT)


class Caller:
    """Calls the API as a system with a token."""

    def __init__(self, token: str) -> None:
        self.client, self.token = Client(raise_request_exception=False), token

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> HttpResponse:
        sent = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=sent)  # type: ignore[return-value]

    def get(self, path: str) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}"})  # type: ignore[return-value]


@pytest.fixture
def caller(system: System) -> Caller:
    return Caller(give_token(system=system, scopes=Scope.values, by="test", at=AT))


@pytest.fixture
def with_scopes(system: System) -> Callable[..., Caller]:
    return lambda *scopes: Caller(give_token(system=system, scopes=scopes, by="test", at=AT))


def new_case(**changes: object) -> dict[str, Any]:
    return {
        "kind": BRACELET,
        "unit": "district-taoyuan",
        "reference": "R-1",
        "applicant": {"name": "王大明"},
        "answers": ANSWERS,
        **changes,
    }
