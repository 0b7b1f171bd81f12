"""The check on one case and the filter over a table are one rule: they agree for any organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.org.shapes import Matter, Remark, create_tables, store
from tongban.apps.org.models import Person, Position, Role, Substitution, Unit, UnitKind
from tongban.apps.org.policy import CaseFacts, Deed, forget, grounds, rights_of

DAY = date(2026, 11, 20)
KINDS = st.sampled_from([UnitKind.AGENCY, UnitKind.DISTRICT_OFFICE, UnitKind.SECTION])
Draw = Callable[[st.SearchStrategy], int]


@st.composite
def cities(draw: Draw) -> tuple[list[int], list[str], list, list, list]:
    """Parents (by index, always an earlier unit), kinds, positions, substitutions and cases."""
    size = draw(st.integers(1, 7))
    parents = [draw(st.integers(0, number - 1)) for number in range(1, size)]
    kinds = [draw(KINDS) for _ in range(1, size)]
    unit, person = st.integers(0, size - 1), st.integers(0, 2)
    post = st.tuples(person, unit, st.sampled_from(list(Role)), st.sampled_from([-30, -1, 0, 1]), st.integers(0, 2))
    posts = draw(st.lists(post, min_size=1, max_size=5))
    stand_ins = draw(st.lists(st.tuples(st.integers(0, len(posts) - 1), person), max_size=3))
    case = st.tuples(
        unit,
        st.none() | unit,
        st.none() | person,
        st.none() | unit,
        st.frozensets(unit, max_size=3),
        st.frozensets(unit),
        st.frozensets(unit, max_size=2),
    )
    return parents, kinds, posts, stand_ins, draw(st.lists(case, min_size=1, max_size=5))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(city=cities())
def test_the_filter_finds_exactly_the_cases_that_the_check_accepts(city: tuple) -> None:
    with transaction.atomic():
        people, facts = _build(city)
        stored = {store(case, closed).pk: case for case, closed in facts}
        for person in people:
            rights = rights_of(person.pk, DAY, 1)
            for deed in Deed:
                allowed = grounds(rights, deed)
                expected = sorted(pk for pk, case in stored.items() if allowed.cover(case))
                assert sorted(Matter.objects.filter(allowed.filter()).values_list("pk", flat=True)) == expected
                through = Remark.objects.filter(allowed.filter("matter__")).values_list("matter_id", flat=True)
                assert sorted(through) == expected
        transaction.set_rollback(True)


def _build(city: tuple) -> tuple[list[Person], list[tuple[CaseFacts, frozenset[int]]]]:
    forget()
    create_tables()
    parents, kinds, posts, stand_ins, cases = city
    units = [Unit.objects.create(code="u0", name="u0", kind=UnitKind.CITY)]
    for number, (parent, kind) in enumerate(zip(parents, kinds, strict=True), 1):
        units.append(Unit.objects.create(code=f"u{number}", name=f"u{number}", kind=kind, parent=units[parent]))
    people = [Person.objects.create(username=f"p{number}", is_active=number != 2) for number in range(3)]
    positions = [
        Position.objects.create(
            person=people[person], unit=units[unit], role=role, from_on=_day(start), until_on=_day(start + length)
        )
        for person, unit, role, start, length in posts
    ]
    for number, person in stand_ins:
        Substitution.objects.create(position=positions[number], substitute=people[person], from_on=DAY, until_on=DAY)

    def fact(owner, unit, handler, taken_in, tasks, closed, asked) -> tuple[CaseFacts, frozenset[int]]:  # type: ignore[no-untyped-def]
        def at(number: int | None) -> int | None:
            return None if number is None else units[number].pk

        task_units = frozenset(units[n].pk for n in tasks)
        asked_units = frozenset(units[n].pk for n in asked)
        handler_id = None if handler is None else people[handler].pk
        return (
            CaseFacts(units[owner].pk, at(unit), handler_id, task_units, at(taken_in), asked_units),
            frozenset(units[n].pk for n in closed),
        )

    return people, [fact(*case) for case in cases]


def _day(offset: int) -> date:
    return date.fromordinal(DAY.toordinal() + offset)
