"""Sections of several units share a name: everywhere they stand after the unit they belong to."""

from __future__ import annotations

from html import unescape

import pytest
import time_machine
from django.test import Client

from tests.apps.cases.conftest import AT, City, application, build_city
from tongban.apps.cases.actions import register_case
from tongban.apps.org.models import Unit, UnitKind
from tongban.apps.org.queries import unit_titles
from tongban.web.board.names import unit_names

pytestmark = pytest.mark.django_db
OURS, THEIRS = "社會局長青科", "桃園區公所長青科"


@pytest.fixture
def city(db: None) -> City:
    built = build_city()
    Unit.objects.create(code="taoyuan-elderly", name="長青科", kind=UnitKind.SECTION, parent=built.office)
    return built


def page(client: Client, address: str) -> str:
    with time_machine.travel(AT, tick=False):
        answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_sections_of_one_name_are_told_apart(city: City) -> None:
    named = unit_titles(Unit.objects.filter(name="長青科"), "zh-hant").values()
    assert sorted(named) == sorted([OURS, THEIRS])
    assert set(unit_names(Unit.objects.values_list("pk", flat=True)).values()) >= {OURS, THEIRS}


def test_list_and_case_say_which_section_it_is(city: City) -> None:
    number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    client = Client()
    client.force_login(city.people["supervisor"])
    assert f">{OURS}<" in page(client, "/desk/?view=unit&columns=number,unit")
    case = page(client, f"/desk/cases/{number}/")
    assert OURS in case.split('class="task-who">')[1][:100]
    assert "長青科" not in case.replace(OURS, "")


def test_citizens_read_which_office_takes_it_in(city: City) -> None:
    assert OURS in page(Client(), "/services/social/wandering-bracelet/")


@pytest.mark.parametrize("address", ["/", "/progress/", "/about/", "/accounts/login/"])
def test_citizens_pages_say_whose_site_it_is(city: City, address: str) -> None:
    assert '<span class="brand-city">桃園市政府</span>' in page(Client(), address)
