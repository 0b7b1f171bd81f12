"""Who inside is told about a case: its handler, else the unit's; the supervisor, else the next one up (逐級提報)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from tongban.apps.cases.models import Case, Consultation, Task, Transfer
from tongban.apps.org.models import Person, Position, Role, Substitution, Unit


def told_as(role: str, case: Case, on: date) -> list[Person]:
    """The people who are `role` (handler, supervisor) for this case on that day, with those who stand in for them."""
    if role == Role.SUPERVISOR:
        return _upwards(case.unit, Role.SUPERVISOR, on)
    if case.handler is not None and case.handler.is_active:
        positions = Position.objects.filter(person=case.handler, role=Role.HANDLER)
        return _people([case.handler], positions, on)
    return staff(case.unit, (Role.HANDLER,), on) or _upwards(case.unit, Role.SUPERVISOR, on)


def unit_staff(unit: Unit, on: date) -> list[Person]:
    """Whoever a unit that is told something consists of: its handlers and supervisors, else those of its sections."""
    roles = (Role.HANDLER, Role.SUPERVISOR)
    level, found = [unit], staff(unit, roles, on)
    while level and not found:
        level = list(Unit.objects.filter(parent__in=level, active=True))
        found = [person for below in level for person in staff(below, (Role.SUPERVISOR,), on)]
    return _once(found)


def asked_people(row: Consultation, on: date) -> list[Person]:
    """Who answers a request: whoever took it and who stands in for him, else the asked unit's staff."""
    work = Task.objects.filter(case_id=row.case_id, number=row.work).select_related("assignee").first()
    taken_by = work.assignee if work else None
    if taken_by is not None and taken_by.is_active:
        return _people([taken_by], Position.objects.filter(person=taken_by), on)
    return unit_staff(row.unit, on)


def asking_people(row: Consultation, case: Case, on: date) -> list[Person]:
    """Who is told of an answer: whoever asked, and whoever handles the case; where both are gone, the unit's handlers."""
    kind, _, number = row.asked_by.partition(":")
    asker = Person.objects.filter(pk=number, is_active=True).first() if kind == "person" else None
    if asker is None or (case.handler is not None and case.handler.is_active):
        return _once([*([asker] if asker else []), *told_as(Role.HANDLER, case, on)])
    return _people([asker], Position.objects.filter(person=asker, role=Role.HANDLER), on)


def receiving_people(row: Transfer, on: date) -> list[Person]:
    """Who accepts or refuses a case: whoever took that, else the unit's staff."""
    work = Task.objects.filter(case_id=row.case_id, number=row.work, kind=Task.TRANSFER).select_related("assignee")
    taken_by = next((task.assignee for task in work), None)
    if taken_by is not None and taken_by.is_active:
        return _people([taken_by], Position.objects.filter(person=taken_by), on)
    return unit_staff(row.target, on)


def giving_people(row: Transfer, case: Case, on: date) -> list[Person]:
    """Who is told what became of it: whoever asked, and whoever handles the case that has not gone."""
    kind, _, number = row.asked_by.partition(":")
    asker = Person.objects.filter(pk=number, is_active=True).first() if kind == "person" else None
    stays = case.unit_id == row.source_id
    handled = stays and case.handler is not None and case.handler.is_active
    here = told_as(Role.HANDLER, case, on) if stays and (handled or asker is None) else []
    asking = _people([asker], Position.objects.filter(person=asker), on) if asker else []
    return _once([*asking, *here])


def keepers(unit: Unit, on: date) -> list[Person]:
    """Who may mend a pack of this unit: its administrators, else those of the unit above, else the city's."""
    found = _upwards(unit, Role.AGENCY_ADMIN, on)
    return found or [
        person for top in Unit.objects.filter(parent=None) for person in staff(top, (Role.CITY_ADMIN,), on)
    ]


def staff(unit: Unit, roles: Iterable[str], on: date) -> list[Person]:
    """Active people who hold one of the roles in exactly this unit, and who stands in for them."""
    positions = Position.objects.filter(_within(on), unit=unit, role__in=list(roles), person__is_active=True)
    return _people([p.person for p in positions.select_related("person").order_by("pk")], positions, on)


def _upwards(unit: Unit, role: str, on: date) -> list[Person]:
    level: Unit | None = unit
    while level is not None:
        if found := staff(level, (role,), on):
            return found
        level = level.parent
    return []


def _people(holders: Iterable[Person], positions: QuerySet[Position], on: date) -> list[Person]:
    standing_in = (
        Substitution.objects.filter(_within(on), position__in=positions, substitute__is_active=True)
        .select_related("substitute")
        .order_by("pk")
    )
    return _once([*holders, *(row.substitute for row in standing_in)])


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def _within(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
