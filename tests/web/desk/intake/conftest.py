"""The small city and a counter officer filling in the intake page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.apps.cases.conftest import ANSWERS, AT, BRACELET, City, build_city

FORM = f"/desk/intake/district-taoyuan/{BRACELET}/"


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def log_in(city: City) -> Callable[[str], Client]:
    def start(name: str) -> Client:
        client = Client()
        client.force_login(city.people[name])
        return client

    return start


@pytest.fixture
def counter(log_in: Callable[[str], Client]) -> Client:
    return log_in("counter")


def filled(**changes: object) -> dict[str, object]:
    """What the browser sends for a complete page; None takes a field away."""
    sent: dict[str, object] = {
        "intake_key": str(uuid4()),
        "channel": "counter",
        "kind": "person",
        "name": "王大明",
        "identifier": "A123456789",
        "language": "zh-hant",
        "agreement": "paper",
        "phone": "0912-345-678",
        "email": "wang@example.com",
        "received": ["0", "1"],
        **{f"answer-{name}": value for name, value in ANSWERS.items()},
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}


def words(response: HttpResponse) -> str:
    return unescape(response.content.decode())
