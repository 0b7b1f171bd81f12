"""The small city of the case tests, with those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from tests.apps.cases.conftest import BRACELET, City, build_city
from tongban.apps.catalogue.models import Pack
from tongban.apps.org.models import Person, Position, Role, Unit
from tongban.apps.org.policy import forget

KIND = f"/studio/kinds/{BRACELET}/"


@dataclass
class Studio:
    city: City
    people: dict[str, Person]

    def client(self, name: str = "owner", language: str = "zh-hant") -> Client:
        """`owner` looks after the agency, `other` after the district office, `chief` after the whole city."""
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(self.people[name], backend="tongban.web.parts.people.backend.PersonBackend")
        return client

    @property
    def pack(self) -> Pack:
        return Pack.objects.select_related("current").get(code=BRACELET)


@pytest.fixture
def studio(db: None) -> Studio:
    city = build_city()
    top = Unit.objects.get(code="city")
    people = {
        "owner": _admin("owner", city.agency, Role.AGENCY_ADMIN),
        "other": _admin("other", city.office, Role.AGENCY_ADMIN),
        "chief": _admin("chief", top, Role.CITY_ADMIN),
        "handler": city.people["handler"],
    }
    forget()
    return Studio(city, people)


def _admin(name: str, unit: Unit, role: str) -> Person:
    person = Person.objects.create(username=name, name=f"管理{name}", email=f"{name}@city.example")
    Position.objects.create(person=person, unit=unit, role=role, from_on=date(2020, 1, 1))
    return person
