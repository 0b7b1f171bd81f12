from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests.apps.cases.conftest import AT, City, application, city
from tongban.apps.cases.actions import Applicant, Registered, register_case
from tongban.apps.journal.actions import prepare_look_months
from tongban.apps.org.models import Person, Position, Unit
from tongban.apps.parties.actions.consent import Agreement

__all__ = ["AT", "City", "city"]

CALLER = Applicant(
    name="王大明",
    identifier="A123456789",
    phone="0912345678",
    address="桃園市桃園區中正路12號3樓",
    agreement=Agreement(form="paper", channel="counter"),
)


@pytest.fixture
def registered(city: City) -> Registered:
    prepare_look_months(AT)
    return register_case(application=application(city, applicant=CALLER), by=city.rights("counter"), at=AT)


@pytest.fixture
def second(city: City, registered: Registered) -> Registered:
    other = replace(CALLER, name=" 王 大明 ")
    return register_case(application=application(city, applicant=other), by=city.rights("counter"), at=AT)


@pytest.fixture
def agent(client: Client, city: City) -> Client:
    client.force_login(city.people["hotline"], backend="tongban.web.parts.people.backend.PersonBackend")
    return client


def auditor(unit: Unit, role: str, name: str) -> Person:
    person = Person.objects.create(username=name, name=name)
    Position.objects.create(person=person, unit=unit, role=role, from_on=AT.date().replace(year=2020))
    return person


def ask(agent: Client, typed: str, reason: str = "progress", **more: Any) -> Any:
    return agent.post("/call/", {"q": typed, "reason": reason, **more})
