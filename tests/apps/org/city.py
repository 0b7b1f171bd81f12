"""A small city made by the real actions, for tests of whatever stands on the organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tongban.apps.org.actions import add_person, create_unit, give_position, set_password
from tongban.apps.org.models import Person, Position, Role, Unit, UnitKind

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = "system:test"
PASSWORD = "correct horse battery 三月"


def unit(code: str, parent: Unit | None = None, kind: str = UnitKind.SECTION, name: str = "") -> Unit:
    return create_unit(code=code, name=name or code, kind=kind, parent=parent, by=BY, at=AT)


def city(code: str = "city") -> Unit:
    return unit(code, kind=UnitKind.CITY)


def person(username: str, *, password: str = "", name: str = "") -> Person:
    made = add_person(username=username, name=name or username, email=f"{username}@city.example", by=BY, at=AT)
    if password:
        set_password(person=made, password=password, by=BY, at=AT)
    return made


def post(
    who: Person, where: Unit, role: str = Role.HANDLER, from_on: date = date(2026, 1, 1), until_on: date | None = None
) -> Position:
    return give_position(person=who, unit=where, role=role, from_on=from_on, until_on=until_on, by=BY, at=AT)
