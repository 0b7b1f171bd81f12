"""The statistics over a random past, as people in different posts meet them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.apps.cases.conftest import City, city, registered
from tests.apps.insight.conftest import NOW, Past, past
from tongban.apps.cases.models import Case
from tongban.apps.insight.actions import roll_up
from tongban.apps.org.models import Person, Position, Unit
from tongban.apps.org.policy import forget

__all__ = ["city", "past", "registered"]
Officer = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(city: City) -> Officer:
    """`head` leads the agency, `mayor` the city, `admin` sees statistics of everything and no case."""
    top = Unit.objects.get(code="city")
    for name, unit, role in (("head", city.agency, "supervisor"), ("mayor", top, "supervisor")):
        city.people[name] = Person.objects.create(username=name, name=f"示範{name}")
        Position.objects.create(person=city.people[name], unit=unit, role=role, from_on=date(2020, 1, 1))
    forget()

    def make(who: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(city.people[who])
        return client

    return make


@pytest.fixture
def cases(past: Past) -> list[Case]:
    found = past.live(90)
    roll_up(at=NOW)
    return found
