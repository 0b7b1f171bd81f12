"""A small town for the browser, built by the real actions: three agencies, one person in every role that is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tongban.apps.cases import placing
from tongban.apps.catalogue.actions import offer_kind, publish_folder, publish_receipt
from tongban.apps.catalogue.receipt import Wording
from tongban.apps.journal.actions import prepare_look_months
from tongban.apps.org.actions import add_person, create_unit, give_position, set_password
from tongban.apps.org.models import OrgVersion, Person, Role, Unit, UnitKind
from tongban.apps.org.policy import Rights, current_version, forget, rights_of

PACKS = Path(__file__).parents[2] / "packs"
SUBSIDY = "social/assistive-device-subsidy"
BRACELET = "social/wandering-bracelet"
PASSWORD = "Hepburn-Mandarin-88"
BY = "system:e2e"
HEAD = "桃園市桃園區公所受理憑單"


@dataclass(frozen=True)
class Town:
    """`people` by what they are called in the tests; their user name is the same."""

    units: dict[str, Unit]
    people: dict[str, Person]

    def rights(self, name: str, at: datetime) -> Rights:
        return rights_of(self.people[name].pk, at.date(), current_version())


def build_town(at: datetime) -> Town:
    forget()
    placing.forget()
    OrgVersion.objects.get_or_create(pk=1)
    prepare_look_months(at)
    units = _units(at)
    people = {name: _person(name, spoken, units[unit], role, at) for name, spoken, unit, role in STAFF}
    _kinds(units, at)
    return Town(units, people)


UNITS = (
    ("city", "", "", "桃園市政府", UnitKind.CITY, ""),
    ("social-affairs", "city", "SOC", "社會局", UnitKind.AGENCY, ""),
    ("elderly", "social-affairs", "", "長青科", UnitKind.SECTION, ""),
    ("district-taoyuan", "city", "TYD", "桃園區公所", UnitKind.DISTRICT_OFFICE, "桃園區"),
    ("district-taoyuan-social", "district-taoyuan", "", "社會課", UnitKind.SECTION, "桃園區"),
    ("district-zhongli", "city", "ZLD", "中壢區公所", UnitKind.DISTRICT_OFFICE, "中壢區"),
)

STAFF = (
    ("counter", "林淑芬", "district-taoyuan", Role.COUNTER),
    ("clerk", "張志豪", "district-taoyuan-social", Role.HANDLER),
    ("colleague", "吳美玲", "district-taoyuan-social", Role.HANDLER),
    ("chief", "陳建宏", "district-taoyuan-social", Role.SUPERVISOR),
    ("examiner", "李雅婷", "social-affairs", Role.HANDLER),
    ("director", "黃俊傑", "social-affairs", Role.SUPERVISOR),
    ("agent", "蔡宜君", "city", Role.HOTLINE),
    ("admin", "許家豪", "city", Role.CITY_ADMIN),
    ("stranger", "周文彬", "district-zhongli", Role.HANDLER),
)


def _units(at: datetime) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for number, (code, parent, prefix, name, kind, district) in enumerate(UNITS):
        made[code] = create_unit(
            code=code,
            name=name,
            kind=kind,
            parent=made.get(parent),
            prefix=prefix,
            district=district,
            phone=f"03-33{number}2101",
            address=f"桃園市桃園區縣府路{number + 1}號",
            by=BY,
            at=at,
        )
    return made


def _person(username: str, name: str, unit: Unit, role: Role, at: datetime) -> Person:
    email = f"{username}@taoyuan.example"
    person = add_person(username=username, name=name, email=email, by=BY, at=at)
    set_password(person=person, password=PASSWORD, by=BY, at=at)
    give_position(person=person, unit=unit, role=role, from_on=at.date() - timedelta(days=30), by=BY, at=at)
    return person


def _kinds(units: dict[str, Unit], at: datetime) -> None:
    office = units["district-taoyuan"]
    for code, handled_by in ((SUBSIDY, units["district-taoyuan-social"]), (BRACELET, units["district-taoyuan-social"])):
        publish_folder(PACKS / code, by=BY, at=at)
        offer_kind(code=code, unit=office, handled_by=handled_by, by=BY, at=at)
    publish_receipt(unit=office, wording=Wording(head=HEAD, text="請妥善保存本憑單。"), by=BY, at=at)
