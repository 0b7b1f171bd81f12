"""Whoever keeps a pack is told that cases cannot go on in it: once a day for each place, whatever the number of cases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.apps.cases.broken import EXPIRED, break_bracelet, complete, mend_bracelet, register
from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.incidents import TELL
from tongban.apps.cases.models import Incident
from tongban.apps.correspondence.actions import expire_corrections, tell_of_incident
from tongban.apps.correspondence.colleagues import keepers
from tongban.apps.correspondence.models import Message
from tongban.apps.org.models import Person, Position, Role, Unit
from tongban.apps.org.policy import Deed, current_version, grounds, rights_of
from tongban.core.casework import CorrectionRequest, DefinitionFault

from .conftest import jobs


def keeper(name: str, unit: Unit, role: str = Role.AGENCY_ADMIN, email: str = "@city.example") -> Person:
    person = Person.objects.create(username=name, name=f"管理{name}", email=f"{name}{email}" if email else "")
    Position.objects.create(person=person, unit=unit, role=role, from_on=date(2020, 1, 1))
    return person


def fail(city: City) -> UUID:
    """One more case that cannot go on; its incident."""
    case = register(city)
    with pytest.raises(DefinitionFault):
        complete(city, case.number)
    return Incident.objects.get(case_id=case.case_id).pk


def told() -> list[str]:
    rows = Message.objects.filter(event="incident").select_related("person").order_by("made_at", "person__username")
    return [row.person.username if row.person else row.reason for row in rows]


@pytest.fixture(autouse=True)
def broken(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path)


def test_the_job_is_written_with_the_incident(city: City) -> None:
    incident = fail(city)
    assert [args for args, _ in jobs(TELL)] == [{"incident": str(incident)}]


def test_ten_cases_at_one_place_are_one_letter_a_day_to_each_who_may_mend_it(city: City) -> None:
    keeper("one", city.agency)
    keeper("two", city.agency)
    keeper("elsewhere", city.office)
    for incident in [fail(city) for _ in range(10)]:
        tell_of_incident(incident=incident, at=AT)
        tell_of_incident(incident=incident, at=AT)
    assert told() == ["one", "two"]
    tell_of_incident(incident=fail(city), at=AT + timedelta(days=1))
    assert told() == ["one", "two", "one", "two"]


def test_the_letter_says_where_and_why_and_names_no_citizen_and_no_case(city: City) -> None:
    keeper("one", city.agency)
    tell_of_incident(incident=fail(city), at=AT)
    letter = Message.objects.get(event="incident")
    assert letter.subject == "流程異常，案件無法續辦：預防走失愛的手鍊「成人尺寸？」"
    assert "number(size)" in letter.body
    assert "/studio/kinds/social/wandering-bracelet/incidents/" in letter.body
    assert not {"王大明", "王小明", "TYD"} & set(letter.body.split())
    assert letter.case_id is None


def test_without_one_in_the_agency_the_citys_administrator_is_told(city: City) -> None:
    keeper("chief", city.agency.parent, Role.CITY_ADMIN)  # type: ignore[arg-type]
    keeper("silent", city.agency, email="")
    Position.objects.filter(person__username="silent").update(until_on=AT.date() - timedelta(days=1))
    tell_of_incident(incident=fail(city), at=AT)
    assert told() == ["chief"]


def test_who_is_told_may_mend_it(city: City) -> None:
    names = {"one": (city.agency, Role.AGENCY_ADMIN), "chief": (city.agency.parent, Role.CITY_ADMIN)}
    for name, (unit, role) in names.items():
        person = keeper(name, unit, role)  # type: ignore[arg-type]
        assert person in keepers(city.agency, AT.date())
        rights = rights_of(person.pk, AT.date(), current_version())
        assert grounds(rights, Deed.MANAGE_PACKS).cover_unit(city.agency.pk)
        Position.objects.filter(person=person).update(until_on=AT.date() - timedelta(days=1))
    assert keepers(city.agency, AT.date()) == []


def test_with_nobody_to_tell_the_record_says_so(city: City) -> None:
    tell_of_incident(incident=fail(city), at=AT)
    assert told() == ["nobody"]


def test_an_officer_who_found_another_way_meanwhile_does_not_silence_it(city: City) -> None:
    keeper("one", city.agency)
    incident = fail(city)
    Incident.objects.update(ended_at=AT)
    tell_of_incident(incident=incident, at=AT)
    assert told() == ["one"]


def test_corrections_that_cannot_expire_are_tried_daily_and_do_not_hold_up_others(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path, EXPIRED)
    request = CorrectionRequest(missing="診斷書", reason="未附", due_on=date(2026, 2, 26), consequence="駁回")
    faulty = [register(city) for _ in range(2)]
    for case in faulty:
        complete(city, case.number, outcome="incomplete", correction=request)
    third = register(city)
    complete(city, third.number, outcome="incomplete", correction=request)
    later = AT + timedelta(days=40)
    assert expire_corrections(at=later, most=2) == 0
    assert [one.times for one in Incident.objects.all()] == [1, 1]
    assert expire_corrections(at=later + timedelta(minutes=10), most=2) == 0
    assert Incident.objects.count() == 3
    expire_corrections(at=later + timedelta(days=1, minutes=20))
    assert [one.times for one in Incident.objects.all()] == [2, 2, 2]
    mend_bracelet()
    assert expire_corrections(at=later + timedelta(days=1, minutes=30)) == 3
    assert not Incident.objects.filter(ended_at=None).exists()
