"""Whoever keeps a pack sees where cases cannot go on in it, and opens the cases only where the policy lets him."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path

import pytest

from tests.apps.cases.broken import break_bracelet, complete, mend_bracelet, register
from tests.apps.cases.conftest import AT
from tongban.apps.org.models import Position, Role
from tongban.apps.org.policy import forget
from tongban.core.casework import DefinitionFault

from .conftest import KIND, Studio

PAGE = f"{KIND}incidents/"


@pytest.fixture
def stuck(studio: Studio, tmp_path: Path) -> list[str]:
    break_bracelet(tmp_path)
    numbers = [register(studio.city).number for _ in range(3)]
    for number in numbers:
        with pytest.raises(DefinitionFault):
            complete(studio.city, number)
    return numbers


def page(studio: Studio, name: str = "owner", address: str = PAGE) -> str:
    return unescape(studio.client(name).get(address).content.decode())


def test_the_place_the_reason_and_the_number_of_cases_are_shown(studio: Studio, stuck: list[str]) -> None:
    shown = page(studio)
    assert "成人尺寸？" in shown
    assert "number(size)" in shown
    assert '<td data-label="等候案件" class="numeric">3</td>' in shown


def test_who_may_not_see_the_cases_is_told_their_number_alone(studio: Studio, stuck: list[str]) -> None:
    shown = page(studio)
    assert not any(number in shown for number in stuck)
    assert "3 件案件等候中" in shown


def test_who_may_see_them_gets_to_them(studio: Studio, stuck: list[str]) -> None:
    owner = studio.people["owner"]
    Position.objects.create(person=owner, unit=studio.city.section, role=Role.SUPERVISOR, from_on=date(2020, 1, 1))
    forget()
    shown = page(studio)
    assert all(f"/desk/cases/{number}/" in shown for number in stuck)
    followed = studio.client().get("/desk/?view=incidents&in=all&kind=social/wandering-bracelet", follow=True)
    assert all(number in unescape(followed.content.decode()) for number in stuck)


def test_every_page_of_the_kind_leads_there_while_a_case_waits(studio: Studio, stuck: list[str]) -> None:
    for address in ("/studio/", KIND):
        assert "3 件案件無法續辦" in page(studio, address=address)
    assert PAGE in page(studio, address=KIND)
    mend_bracelet()
    for number in stuck:
        complete(studio.city, number, at=AT)
    assert "無法續辦" not in page(studio, address=KIND)
    assert "沒有案件等候本定義修正" in page(studio)


def test_another_agencys_and_officers_stay_outside(studio: Studio, stuck: list[str]) -> None:
    assert studio.client("other").get(PAGE).status_code == 403
    assert studio.client("handler").get(PAGE).status_code == 403
    assert studio.client("chief").get(PAGE).status_code == 200


def test_a_kind_that_is_not_there_has_no_incidents(studio: Studio) -> None:
    assert studio.client().get("/studio/kinds/social/nothing/incidents/").status_code == 404
