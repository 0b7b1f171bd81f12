"""Who may read who looked, and what of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from tests.web.callcentre.conftest import AT, City, ask, auditor
from tongban.apps.cases.actions import Registered
from tongban.apps.journal.actions import Look, record_looks
from tongban.apps.org.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def looked(agent: Client, registered: Registered) -> Registered:
    ask(agent, registered.number)
    agent.logout()
    return registered


def enter(client: Client, city: City, unit: Any = None, role: str = Role.CITY_ADMIN) -> Client:
    person = auditor(unit or city.agency.parent, role, "auditor")
    client.force_login(person, backend="tongban.web.parts.people.backend.PersonBackend")
    return client


def rows(response: Any) -> list[list[str]]:
    page = html.document_fromstring(response.content)
    return [[cell.text_content().strip() for cell in row.xpath("td")] for row in page.xpath("//tr[@data-row]")]


def test_agents_do_not_audit_themselves(agent: Client) -> None:
    assert agent.get("/call/looks/").status_code == 403


def test_the_city_sees_who_looked_at_which_case_and_why(client: Client, city: City, looked: Registered) -> None:
    [(when, who, whose, *_rest, why)] = rows(enter(client, city).get("/call/looks/"))
    assert "115/2/13" in when
    assert (who, whose, why) == ("示範hotline", looked.number, "詢問辦理進度")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("who=hotline", 1),
        ("who=nobody", 0),
        ("door=desk", 0),
        ("door=call", 1),
        ("since=115/2/14&until=115/2/20", 0),
        ("since=2026-02-13&until=2026-02-13", 1),
        ("page=2", 0),
        ("page=0", 0),
        ("page=99999999999999999999", 0),
    ],
)
def test_looks_are_filtered(client: Client, city: City, looked: Registered, wanted: str, shown: int) -> None:
    response = enter(client, city).get(f"/call/looks/?{wanted}")
    assert (response.status_code, len(rows(response))) == (200, shown)


def test_the_looks_at_one_case(client: Client, city: City, looked: Registered) -> None:
    enter(client, city)
    assert len(rows(client.get("/call/looks/", {"number": looked.number}))) == 1
    assert client.get("/call/looks/", {"number": "x"}).status_code == 422
    assert client.get("/call/looks/", {"since": "gestern"}).status_code == 422


def test_an_agencys_auditor_sees_its_own_people_only(client: Client, city: City, looked: Registered) -> None:
    own = Look(actor=f"person:{city.people['handler'].pk}", subject="case:1", what="case", door="desk")
    record_looks([own], at=AT)
    found = rows(enter(client, city, city.agency, Role.AGENCY_ADMIN).get("/call/looks/"))
    assert [row[1] for row in found] == ["示範handler"]
