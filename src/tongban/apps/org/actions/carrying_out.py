"""Carrying out an import that was planned and shown: all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from tongban.apps.org.models import Person, Unit
from tongban.apps.org.workbook.plan import Plan, PlannedPerson, PlannedUnit

from .letters import send_password_link
from .people import add_person
from .positions import give_position
from .units import change_unit, create_unit
from .version import changing


def carry_out(*, plan: Plan, by: str, at: datetime, on_behalf_of: str = "") -> None:
    """Raises ValidationError, having done nothing, when the organisation has changed since the plan was made.

    New people are mailed a link by which they set their password.
    """
    with changing():
        for unit in plan.units:
            _unit(unit, by, at, on_behalf_of)
        units = {unit.code: unit for unit in Unit.objects.all()}
        for person in plan.people:
            _person(person, units, by, at, on_behalf_of)


def _unit(planned: PlannedUnit, by: str, at: datetime, on_behalf_of: str) -> None:
    line = planned.line
    if not planned.is_new:
        given = {field: line.details[field] for field in planned.changed}
        change_unit(unit=Unit.objects.get(code=line.code), by=by, at=at, on_behalf_of=on_behalf_of, **given)
        return
    parent = Unit.objects.get(code=line.parent_code) if line.parent_code else None
    create_unit(code=line.code, kind=line.kind, parent=parent, by=by, at=at, on_behalf_of=on_behalf_of, **line.details)


def _person(planned: PlannedPerson, units: dict[str, Unit], by: str, at: datetime, on_behalf_of: str) -> None:
    if planned.is_new:
        person = add_person(
            username=planned.username, name=planned.name, email=planned.email, by=by, at=at, on_behalf_of=on_behalf_of
        )
        send_password_link(person=person)
    else:
        person = Person.objects.get(username__iexact=planned.username)
    for position in planned.positions:
        if position.is_new:
            line = position.line
            give_position(
                person=person,
                unit=units[line.unit_code],
                role=line.role,
                title=line.title,
                from_on=line.from_on,
                until_on=line.until_on,
                by=by,
                at=at,
                on_behalf_of=on_behalf_of,
            )
