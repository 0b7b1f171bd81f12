from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.cases.conftest import AT, application
from tongban.apps.cases.actions import register_case
from tongban.apps.connectors.models import System, SystemToken
from tongban.apps.connectors.queries import caller
from tongban.apps.officedays.models import Closure
from tongban.apps.org.models import Person, Position, Role, Unit

from .conftest import Studio

UNITS, PEOPLE = "/studio/organisation/units/", "/studio/organisation/people/"


def test_a_unit_is_set_up_renamed_moved_and_closed(studio: Studio) -> None:
    client = studio.client()
    client.post(f"{UNITS}new/", {"code": "youth", "name": "青年科", "kind": "section", "parent": "social-affairs"})
    assert Unit.objects.get(code="youth").parent == studio.city.agency
    client.post(f"{UNITS}youth/", {"name": "青少年科", "parent": "elderly"})
    moved = Unit.objects.get(code="youth")
    assert (moved.name, moved.parent) == ("青少年科", studio.city.section)
    client.post(f"{UNITS}youth/close/")
    assert not Unit.objects.get(code="youth").active


def test_a_unit_with_people_is_not_closed_and_the_reason_is_said(studio: Studio) -> None:
    answer = studio.client().post(f"{UNITS}elderly/close/")
    assert answer.status_code == 422
    assert Unit.objects.get(code="elderly").active


def test_a_name_is_not_changed_when_the_move_is_refused(studio: Studio) -> None:
    Unit.objects.create(code="below", name="下級", kind="section", parent=studio.city.section)
    answer = studio.client().post(f"{UNITS}elderly/", {"name": "新名稱", "parent": "below"})
    assert answer.status_code == 422
    assert Unit.objects.get(code="elderly").name == "長青科"
    assert "新名稱" in answer.content.decode()


def test_somebody_new_gets_an_account_with_a_position_or_nothing(studio: Studio) -> None:
    given = {"username": "new.one", "name": "新同仁", "email": "new@city.example", "unit": "elderly", "role": "handler"}
    client = studio.client()
    assert client.post(f"{PEOPLE}new/", {**given, "from_on": "115/2/30"}).status_code == 422
    assert not Person.objects.filter(username="new.one").exists()
    client.post(f"{PEOPLE}new/", {**given, "from_on": "115/2/28"})
    assert Person.objects.get(username="new.one").positions.get().from_on == date(2026, 2, 28)


def test_an_agencys_administrator_makes_no_city_administrator(studio: Studio) -> None:
    given = {"unit": "elderly", "role": Role.CITY_ADMIN, "from_on": "115/1/1", "position": "1"}
    handler = studio.people["handler"]
    assert studio.client().post(f"{PEOPLE}{handler.pk}/", given).status_code == 422
    assert not handler.positions.filter(role=Role.CITY_ADMIN).exists()


def test_nor_takes_over_an_account_that_opens_doors_beyond_his_agency(studio: Studio) -> None:
    handler = studio.people["handler"]
    Position.objects.create(person=handler, unit=studio.city.office, role=Role.HANDLER, from_on=date(2020, 1, 1))
    client = studio.client()
    for what in ("password", "close", "link"):
        assert client.post(f"{PEOPLE}{handler.pk}/account/{what}/").status_code == 403
    assert (
        client.post(f"{PEOPLE}{handler.pk}/", {"details": "1", "name": "x", "email": "x@x.example"}).status_code == 403
    )
    handler.refresh_from_db()
    assert handler.is_active


def test_people_of_others_are_not_found(studio: Studio) -> None:
    assert studio.client().get(f"{PEOPLE}{studio.people['other'].pk}/").status_code == 404


def test_a_first_password_is_shown_once_and_must_be_changed(studio: Studio) -> None:
    handler = studio.people["handler"]
    page = studio.client().post(f"{PEOPLE}{handler.pk}/account/password/")
    handler.refresh_from_db()
    assert handler.check_password(page.context["password"])
    assert handler.must_change_password


def test_positions_end_and_substitutes_stand_in(studio: Studio) -> None:
    client, handler = studio.client(), studio.people["handler"]
    held = handler.positions.get()
    named = {"substitute": "colleague", "from_on": "115/11/1", "until_on": "126/11/30"}
    client.post(f"{PEOPLE}{handler.pk}/positions/{held.pk}/substitute/", named)
    assert held.substitutions.get().substitute.username == "colleague"
    client.post(f"{PEOPLE}{handler.pk}/positions/{held.pk}/end/", {"until_on": "116/12/31"})
    held.refresh_from_db()
    assert held.until_on == date(2027, 12, 31)
    assert held.substitutions.get().until_on == date(2027, 12, 31)


def test_a_substitute_that_is_nobody_is_said_and_what_was_typed_stays(studio: Studio) -> None:
    handler = studio.people["handler"]
    address = f"{PEOPLE}{handler.pk}/positions/{handler.positions.get().pk}/substitute/"
    answer = studio.client().post(address, {"substitute": "nobody", "from_on": "115/11/1", "until_on": "115/11/3"})
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.content.decode()


def test_a_typhoon_day_says_what_it_moves_before_it_is_entered(studio: Studio) -> None:
    register_case(application=application(studio.city), by=studio.city.rights("counter"), at=AT)
    client = studio.client("chief")
    day = {"day": "115/2/13", "district": "", "reason": "颱風"}
    page = client.post("/studio/calendar/", day).content.decode()
    assert "1 件未結案件" in page
    assert not Closure.objects.exists()
    client.post("/studio/calendar/", {**day, "sure": "1"})
    closure = Closure.objects.get()
    assert closure.day == date(2026, 2, 13)
    client.post(f"/studio/calendar/closures/{closure.pk}/remove/")
    assert not Closure.objects.exists()


def test_a_calendar_file_with_faults_is_not_taken_in(studio: Studio) -> None:
    sent = {"file": SimpleUploadedFile("115.csv", "西元日期,星期,是否放假,備註\n20260230,一,0,\n".encode())}
    answer = studio.client("chief").post("/studio/calendar/upload/", sent)
    assert answer.status_code == 422


def test_a_token_is_shown_once_works_and_is_revoked(studio: Studio) -> None:
    client = studio.client("chief")
    client.post("/studio/systems/", {"code": "counter-x", "name": "單一櫃檯", "unit": "district-taoyuan"})
    address = "/studio/systems/counter-x/"
    shown = client.post(address, {"scopes": ["cases:read"], "give": "1"})
    token = shown.context["fresh"]
    assert token in shown.content.decode()
    assert token not in client.get(address).content.decode()
    assert caller(token, AT) is not None
    client.post(address, {"revoke": SystemToken.objects.get().pk})
    assert caller(token, AT) is None


def test_a_system_needs_a_code_of_its_own_and_a_token_something_it_may_do(studio: Studio) -> None:
    client = studio.client("chief")
    given = {"code": "counter-x", "name": "單一櫃檯", "unit": "district-taoyuan"}
    client.post("/studio/systems/", given)
    assert client.post("/studio/systems/", given).status_code == 422
    assert client.post("/studio/systems/", {**given, "code": "不 行"}).status_code == 422
    assert client.post("/studio/systems/counter-x/", {"give": "1", "expires_on": "100/1/1"}).status_code == 422
    assert System.objects.count() == 1
    assert not SystemToken.objects.exists()
