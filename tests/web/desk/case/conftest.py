"""The small city with one registered case, and officers at their desks half an hour later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.apps.cases.conftest import AT, City, application, build_city
from tongban.apps.cases.actions import Applicant, Registered, register_case
from tongban.apps.cases.reading import case_file
from tongban.apps.parties.actions import Agreement

NOW = AT + timedelta(minutes=30)
AGREED = Applicant(
    name="王大明",
    identifier="A123456789",
    phone="0912345678",
    email="wang@example.com",
    address="桃園市桃園區縣府路1號",
    agreement=Agreement("paper", "counter"),
)


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def registered(city: City) -> Registered:
    return register_case(application=application(city, applicant=AGREED), by=city.rights("counter"), at=AT)


class Desk:
    """One officer's browser."""

    def __init__(self, city: City, name: str, number: str) -> None:
        self.client, self.number = Client(), number
        self.client.force_login(city.people[name])

    @property
    def url(self) -> str:
        return f"/desk/cases/{self.number}/"

    def seen(self) -> str:
        file = case_file(self.number)
        return f"{file.version}.{file.head.seq}"

    def get(self, path: str = "") -> HttpResponse:
        return self.client.get(self.url + path)  # type: ignore[return-value]

    def post(self, path: str, **data: object) -> HttpResponse:
        sent = {"seen": self.seen(), **{k.replace("__", "-"): v for k, v in data.items()}}
        return self.client.post(self.url + path, sent)  # type: ignore[return-value]

    def task(self) -> int:
        return case_file(self.number).open_tasks[0].number

    def complete(self, **data: object) -> HttpResponse:
        return self.post(f"tasks/{self.task()}/complete/", **data)


@pytest.fixture
def desk(city: City, registered: Registered) -> Callable[[str], Desk]:
    return lambda name: Desk(city, name, registered.number)


def words(response: HttpResponse) -> str:
    return unescape(response.content.decode())
