"""Three more agencies of the small city, which are asked beside the process."""

from __future__ import annotations

from datetime import date, timedelta

from tests.apps.cases.conftest import AT, City
from tongban.apps.cases import placing
from tongban.apps.cases.acting import Done
from tongban.apps.cases.actions import ask_units
from tongban.apps.cases.reading import case_file
from tongban.apps.org.models import Person, Position, Role, Unit, UnitKind
from tongban.apps.org.policy import Rights, forget, rights_of
from tongban.core.casework import Mode, UnitRequest

AGENCIES = (("fire", "消防局"), ("police", "警察局"), ("health", "衛生局"))
DUE = date(2026, 3, 2)


class Agencies:
    """`city` with a handler and a supervisor in each of three more agencies."""

    def __init__(self, city: City) -> None:
        self.city = city
        forget()
        placing.forget()
        top = Unit.objects.get(code="city")
        self.units = {
            code: Unit.objects.create(code=code, name=name, kind=UnitKind.AGENCY, parent=top) for code, name in AGENCIES
        }
        self.people = {
            f"{code}-{role}": self._person(f"{code}-{role}", unit, role)
            for code, unit in self.units.items()
            for role in (Role.HANDLER, Role.SUPERVISOR)
        }

    def _person(self, name: str, unit: Unit, role: Role) -> Person:
        person = Person.objects.create(username=name, name=f"示範{name}", email=f"{name}@city.example")
        Position.objects.create(person=person, unit=unit, role=role, from_on=date(2020, 1, 1))
        return person

    def of(self, code: str, role: Role = Role.HANDLER) -> Rights:
        return rights_of(self.people[f"{code}-{role}"].pk, AT.date(), 1)

    @property
    def asker(self) -> Rights:
        return self.city.rights("handler")


def asked(
    agencies: Agencies,
    number: str,
    *codes: str,
    enough: int = 0,
    mode: Mode = Mode.CO_PROCESSING,
    due: date = DUE,
    instead_of: int = 0,
    by: Rights | None = None,
) -> Done:
    return ask_units(
        number=number,
        task=case_file(number).open_tasks[0].number,
        mode=mode,
        requests=tuple(UnitRequest(unit=code, question=f"請 {code} 表示意見", due_on=due) for code in codes),
        enough=enough or len(codes),
        instead_of=instead_of,
        by=by or agencies.asker,
        at=AT + timedelta(hours=1),
    )
