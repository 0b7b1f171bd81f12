from __future__ import annotations

import pytest
from django.test import Client

from .conftest import KIND, Studio

PAGES = [
    "/studio/",
    "/studio/kinds/new/",
    KIND,
    f"{KIND}texts/closed/",
    f"{KIND}texts/brand-new/",
    f"{KIND}rules/",
    f"{KIND}files/",
    f"{KIND}tables/",
    f"{KIND}draft/",
    f"{KIND}draft/?examples=1",
    f"{KIND}incidents/",
    f"{KIND}versions/",
    f"{KIND}versions/1/back/",
    f"{KIND}download/",
    "/studio/receipts/",
    "/studio/receipts/social-affairs/",
    "/studio/agency/",
    "/studio/agency/template/",
    "/studio/agency/template/?filled=1",
    "/studio/organisation/",
    "/studio/organisation/units/new/",
    "/studio/organisation/units/elderly/",
    "/studio/organisation/units/elderly/close/",
    "/studio/organisation/people/",
    "/studio/organisation/people/new/",
    "/studio/organisation/rights/",
    "/studio/calendar/",
    "/studio/systems/",
]
OF_THE_CITY = ("/studio/calendar/", "/studio/systems/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_citys_administrator_comes_in_everywhere(studio: Studio, address: str, language: str) -> None:
    assert studio.client("chief", language).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_officers_come_in_nowhere(studio: Studio, address: str) -> None:
    assert studio.client("handler").get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_nobody_comes_in_without_logging_in(studio: Studio, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", [page for page in PAGES if page not in OF_THE_CITY])
def test_an_agencys_administrator_comes_in_where_his_agency_is_concerned(studio: Studio, address: str) -> None:
    assert studio.client("owner").get(address).status_code == 200


@pytest.mark.parametrize("address", [*OF_THE_CITY, "/studio/receipts/district-taoyuan/"])
def test_and_nowhere_else(studio: Studio, address: str) -> None:
    assert studio.client("owner").get(address).status_code == 403


@pytest.mark.parametrize("address", [page for page in PAGES if page.startswith(KIND)])
def test_another_agencys_kind_stays_closed(studio: Studio, address: str) -> None:
    assert studio.client("other").get(address).status_code == 403


def test_a_kind_that_is_not_there_is_not_found(studio: Studio) -> None:
    assert studio.client().get("/studio/kinds/social/nothing/").status_code == 404


def test_the_tabs_show_only_what_may_be_entered(studio: Studio) -> None:
    page = studio.client("owner").get("/studio/").content.decode()
    assert "/studio/receipts/" in page
    assert "/studio/calendar/" not in page
