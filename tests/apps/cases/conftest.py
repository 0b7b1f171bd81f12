"""A small city: an agency with a section and a district office, one person in each role, one published pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tongban.apps.cases import placing
from tongban.apps.cases.actions import Applicant, Application, Registered, register_case
from tongban.apps.catalogue.actions import offer_kind, publish_folder
from tongban.apps.org.models import OrgVersion, Person, Position, Role, Unit, UnitKind
from tongban.apps.org.policy import Rights, forget, rights_of

PACKS = Path(__file__).parents[3] / "packs"
AT = datetime(2026, 2, 13, 1, 30, tzinfo=UTC)
BRACELET = "social/wandering-bracelet"
ANSWERS = {
    "wearer_name": "王小明",
    "wearer_id": "A123456789",
    "wearer_born": "35/2/9",
    "reason": "dementia",
    "wearer_phone": "0912345678",
    "size": "m",
    "pickup": "counter",
}


@dataclass
class City:
    agency: Unit
    section: Unit
    office: Unit
    people: dict[str, Person]

    def rights(self, name: str) -> Rights:
        return rights_of(self.people[name].pk, AT.date(), 1)


@pytest.fixture
def city(db: None) -> City:
    return build_city()


def build_city() -> City:
    forget()
    placing.forget()
    OrgVersion.objects.get_or_create(pk=1, defaults={"number": 1})
    top = Unit.objects.create(code="city", name="桃園市政府", kind=UnitKind.CITY)
    agency = Unit.objects.create(code="social-affairs", prefix="SOC", name="社會局", kind=UnitKind.AGENCY, parent=top)
    section = Unit.objects.create(code="elderly", name="長青科", kind=UnitKind.SECTION, parent=agency)
    office = Unit.objects.create(
        code="district-taoyuan", prefix="TYD", name="桃園區公所", kind=UnitKind.DISTRICT_OFFICE, parent=top
    )
    people = {
        name: _person(name, unit, role)
        for name, unit, role in (
            ("handler", section, Role.HANDLER),
            ("colleague", section, Role.HANDLER),
            ("supervisor", section, Role.SUPERVISOR),
            ("counter", office, Role.COUNTER),
            ("hotline", top, Role.HOTLINE),
            ("stranger", office, Role.HANDLER),
        )
    }
    publish_folder(PACKS / BRACELET, at=AT)
    offer_kind(code=BRACELET, unit=office, handled_by=section, by="test", at=AT)
    offer_kind(code=BRACELET, unit=section, handled_by=section, by="test", at=AT)
    return City(agency, section, office, people)


def _person(name: str, unit: Unit, role: str) -> Person:
    person = Person.objects.create(username=name, name=f"示範{name}")
    Position.objects.create(person=person, unit=unit, role=role, from_on=date(2020, 1, 1))
    return person


def application(city: City, **changes: object) -> Application:
    given = {
        "kind": BRACELET,
        "unit_id": city.office.pk,
        "channel": "counter",
        "applicant": Applicant(name="王大明"),
        "answers": ANSWERS,
        **changes,
    }
    return Application(**given)  # type: ignore[arg-type]


@pytest.fixture
def registered(city: City) -> Registered:
    return register_case(application=application(city), by=city.rights("counter"), at=AT)
