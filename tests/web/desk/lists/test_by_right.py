"""Who sees what on the desk: doors, boxes and the view one starts on follow from the right to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.apps.cases.conftest import City, build_city
from tests.apps.worklists.conftest import Register, register
from tongban.apps.org.models import Person, Position, Role, Unit
from tongban.apps.org.policy import forget

pytestmark = pytest.mark.django_db
__all__ = ["register"]
Officer = Callable[[str], Client]
SEARCH = 'action="/desk/search/"'
NEW_CASE = 'href="/desk/intake/"'


@pytest.fixture
def city(db: None) -> City:
    built = build_city()
    person = Person.objects.create(username="admin", name="示範管理")
    Position.objects.create(
        person=person, unit=Unit.objects.get(code="social-affairs"), role=Role.AGENCY_ADMIN, from_on=date(2020, 1, 1)
    )
    forget()
    built.people["admin"] = person
    return built


@pytest.fixture
def officer(city: City) -> Officer:
    def make(who: str) -> Client:
        client = Client()
        client.force_login(city.people[who])
        return client

    return make


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_administrator_who_sees_no_case_gets_no_box_to_search_them(officer: Officer) -> None:
    for address in ("/studio/", "/board/", "/call/looks/"):
        assert SEARCH not in page(officer("admin"), address), address
    assert SEARCH in page(officer("handler"), "/desk/")


@pytest.mark.parametrize("path", ["search/?q=x", "?view=all", "counts/", "totals/", "views/"])
def test_the_lists_are_closed_to_who_sees_no_case(officer: Officer, path: str) -> None:
    assert officer("admin").get(f"/desk/{path}").status_code == 403
    assert officer("supervisor").get(f"/desk/{path}").status_code == 200


def test_the_desk_leads_who_sees_no_case_to_the_work_he_has(officer: Officer) -> None:
    assert officer("admin").get("/desk/")["Location"] == "/studio/"


def test_a_refused_page_leads_back_to_the_door_of_ones_own(officer: Officer) -> None:
    refused = officer("admin").get("/desk/search/").content.decode()
    assert 'class="btn btn-primary" href="/studio/"' in refused


def test_only_who_may_take_in_cases_is_offered_a_new_one(officer: Officer) -> None:
    assert NEW_CASE not in page(officer("hotline"), "/desk/?view=all")
    assert officer("hotline").get("/desk/intake/").status_code == 403
    for who in ("counter", "handler", "supervisor"):
        assert NEW_CASE in page(officer(who), "/desk/"), who


@pytest.mark.parametrize(
    ("who", "view"), [("counter", "tasks"), ("handler", "mine"), ("supervisor", "mine"), ("hotline", "all")]
)
def test_each_role_starts_on_the_view_its_work_turns_up_in(officer: Officer, who: str, view: str) -> None:
    assert f'href="/desk/?view={view}" aria-current="page"' in page(officer(who), "/desk/")


def test_who_can_do_nothing_with_a_row_is_offered_no_box_to_tick(
    officer: Officer, city: City, register: Register
) -> None:
    register()
    assert "data-select-all" in page(officer("handler"), "/desk/?view=unit")
    assert "data-select-all" not in page(officer("hotline"), "/desk/?view=all")
