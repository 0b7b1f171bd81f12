"""The city before its first case: units, staff, packs, who takes in what, receipts, a counter system, a typhoon day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from faker import Faker

from tongban.apps.catalogue.actions import FaultyPack, offer_kind, publish_folder, publish_receipt
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.receipt import Wording
from tongban.apps.connectors.actions import add_system, give_token
from tongban.apps.connectors.models import Scope
from tongban.apps.officedays.actions import add_closure
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.actions import add_person, create_unit, give_position
from tongban.apps.org.models import OrgVersion, Person, Role, Unit, UnitKind
from tongban.core.calendar import TAIPEI
from tongban.core.packs import PackFolderError

from .accounts import USERNAMES
from .people import ROADS
from .town import AGENCIES, AT_OFFICES, CITY, DISTRICTS, FORWARDED, SECTIONS, Agency, District, Section

BY = "system:demo"
SYSTEM = "single-counter"
TYPHOON = "颱風來襲，停止上班"
_TITLES = {
    Role.HANDLER: "科員",
    Role.SUPERVISOR: "科長",
    Role.COUNTER: "服務臺辦事員",
    Role.HOTLINE: "1999 話務人員",
    Role.AGENCY_ADMIN: "資訊管理員",
    Role.CITY_ADMIN: "系統管理師",
}
_OFFICE_TITLES = {Role.HANDLER: "課員", Role.SUPERVISOR: "課長"}


@dataclass
class Founding:
    """The moment everything below is set up at, and the dice for names."""

    rng: Random
    at: datetime

    def __post_init__(self) -> None:
        self.names = Faker("zh_TW")
        self.names.seed_instance(self.rng.getrandbits(32))

    def found(self) -> None:
        OrgVersion.objects.get_or_create(pk=1)
        code, name, name_en = CITY
        city = create_unit(
            code=code, name=name, name_en=name_en, kind=UnitKind.CITY, parent=None, by=BY, at=self.at, **self._reach()
        )
        self._staff(city, {Role.HOTLINE: 4, Role.CITY_ADMIN: 1})
        for agency in AGENCIES:
            self._agency(agency, city)
        for district in DISTRICTS:
            self._district(district, city)

    def _agency(self, agency: Agency, city: Unit) -> None:
        unit = create_unit(
            code=agency.code,
            prefix=agency.prefix,
            name=agency.name,
            name_en=agency.name_en,
            kind=UnitKind.AGENCY,
            parent=city,
            by=BY,
            at=self.at,
            **self._reach(),
        )
        self._staff(unit, {Role.SUPERVISOR: 1, Role.HANDLER: 2, Role.COUNTER: 1, Role.AGENCY_ADMIN: 1})
        self._section(agency.section, agency.section.code, unit)

    def _district(self, district: District, city: Unit) -> None:
        unit = create_unit(
            code=f"district-{district.code}",
            prefix=district.prefix,
            name=f"{district.name}公所",
            name_en=f"{district.name_en} Office",
            kind=UnitKind.DISTRICT_OFFICE,
            parent=city,
            district=district.name,
            by=BY,
            at=self.at,
            **self._reach(district.name),
        )
        self._staff(unit, {Role.COUNTER: 2, Role.AGENCY_ADMIN: 1})
        for section in SECTIONS:
            self._section(section, f"district-{district.code}-{section.code}", unit)

    def _section(self, section: Section, code: str, above: Unit) -> None:
        unit = create_unit(
            code=code,
            name=section.name,
            name_en=section.name_en,
            kind=UnitKind.SECTION,
            parent=above,
            district=above.district,
            by=BY,
            at=self.at,
            **self._reach(above.district),
        )
        self._staff(unit, {Role.SUPERVISOR: 1, Role.HANDLER: section.handlers})

    def _staff(self, unit: Unit, wanted: dict[Role, int]) -> None:
        for role, number in wanted.items():
            for n in range(1, number + 1):
                post = f"{unit.code}.{role.value}{n}"
                self._person(USERNAMES.get(post, post), unit, role)

    def _person(self, username: str, unit: Unit, role: Role) -> Person:
        person = add_person(
            username=username,
            name=self.names.name(),
            email=f"{username}@example.tw",
            phone=f"03-{self.rng.randint(3_000_000, 4_999_999)} #{self.rng.randint(100, 999)}",
            by=BY,
            at=self.at,
        )
        at_office = unit.code.startswith("district-")
        title = _OFFICE_TITLES.get(role, _TITLES[role]) if at_office else _TITLES[role]
        give_position(person=person, unit=unit, role=role, title=title, from_on=self.at.date(), by=BY, at=self.at)
        return person

    def _reach(self, district: str = "桃園區") -> dict[str, str]:
        phone = f"03-{self.rng.randint(3_000_000, 4_999_999)}"
        where = f"示範市{district or '桃園區'}{self.rng.choice(ROADS)}{self.rng.randint(1, 300)}號"
        return {"phone": phone, "address": where}


def publish(folders: Iterable[Path], at: datetime) -> None:
    """Publish what is sound; the start of the program names the faults of the rest."""
    for folder in folders:
        try:
            publish_folder(folder, by=BY, at=at)
        except (FaultyPack, PackFolderError):
            continue


def offer(at: datetime) -> None:
    """Every published kind is taken in by its agency, and across districts where the city does so."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    for pack in Pack.objects.select_related("owner").order_by("code"):
        agency = pack.owner
        handled_by = units.get(f"{agency.code}-section", agency)
        _offer(pack, agency, handled_by, at)
        for district in DISTRICTS:
            office = units[f"district-{district.code}"]
            if pack.code in AT_OFFICES:
                _offer(pack, office, units[f"{office.code}-{AT_OFFICES[pack.code]}"], at)
            elif pack.code in FORWARDED:
                _offer(pack, office, handled_by, at)


def _offer(pack: Pack, unit: Unit, handled_by: Unit, at: datetime) -> None:
    offer_kind(code=pack.code, unit=unit, handled_by=handled_by, by=BY, at=at)


def receipts(at: datetime) -> None:
    """受理憑單 of every agency and district office."""
    for unit in Unit.objects.filter(kind__in=[UnitKind.AGENCY, UnitKind.DISTRICT_OFFICE]).order_by("code"):
        wording = Wording(
            head=f"{CITY[1]}{unit.name}",
            text=f"請妥善保存本憑單。辦理進度可隨時上網或撥打 1999 查詢；業務諮詢請電 {unit.phone}。",
            text_en=f"Please keep this receipt. Ask for the progress online or by 1999; questions: {unit.phone}.",
        )
        publish_receipt(unit=unit, wording=wording, by=BY, at=at)


def typhoon(today: date) -> date:
    """A working day some months ago on which the whole city stayed at home; the same whenever it is asked."""
    day = calendar().next_working(today - timedelta(days=110))
    eve = datetime.combine(day - timedelta(days=1), time(20), TAIPEI)
    add_closure(day=day, district="", reason=TYPHOON, by=BY, at=eve)
    return day


def counter_system(at: datetime) -> None:
    """A single-counter system with a token, which stands in a file because the program itself forgets it."""
    city = Unit.objects.get(code=CITY[0])
    system = add_system(code=SYSTEM, name="區公所單一櫃檯系統", unit=city, by=BY, at=at)
    token = give_token(system=system, scopes=[Scope.REGISTER, Scope.READ, Scope.WORK], by=BY, at=at)
    file = token_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{token}\n", encoding="ascii")


def token_file() -> Path:
    return Path(settings.VAR) / "demo" / f"{SYSTEM}.token"
