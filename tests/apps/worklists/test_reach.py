"""A list never shows more or less than the policy: the fast condition and the policy's own are one."""

from __future__ import annotations

from random import Random

import pytest
from django.db.models import F
from django.utils import timezone

from tests.apps.cases.conftest import City
from tests.apps.worklists.conftest import TODAY, Register
from tongban.apps.cases.models import Case, Task
from tongban.apps.org.policy import Deed, Grounds, grounds
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.reach import reach, within
from tongban.apps.worklists.view import Scope

pytestmark = pytest.mark.django_db


def scatter(city: City, register: Register, seed: int) -> None:
    """Cases whose owner, unit, handler, counter and waiting tasks are thrown together at random."""
    chance = Random(seed)
    units = [city.agency.pk, city.section.pk, city.office.pk]
    people = [None, *(person.pk for person in city.people.values())]
    for _ in range(25):
        made = register()
        Case.objects.filter(pk=made.case_id).update(
            owner_id=chance.choice(units),
            unit_id=chance.choice(units),
            handler_id=chance.choice(people),
            taken_in_id=chance.choice(units),
        )
        state, ended = chance.choice([("open", None), ("done", timezone.now())])
        Task.objects.filter(case_id=made.case_id).update(
            unit_id=chance.choice(units),
            assignee_id=chance.choice(people),
            state=state,
            ended_at=ended,
            kind=chance.choice([Task.STEP, Task.CONSULTATION]),
        )
    Task.objects.update(away=True)
    Task.objects.filter(unit_id=F("case__unit_id")).update(away=False)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_list_reaches_is_what_the_policy_covers(city: City, register: Register, seed: int) -> None:
    scatter(city, register, seed)
    for name in city.people:
        for deed in (Deed.VIEW, Deed.EXPORT, Deed.LOOK_PERSONAL):
            allowed = grounds(city.rights(name), deed)
            fast = sorted(Case.objects.filter(reach(allowed)).values_list("pk", flat=True))
            assert fast == sorted(Case.objects.filter(allowed.filter()).values_list("pk", flat=True)), (name, deed)


@pytest.mark.parametrize("scope", list(Scope))
def test_no_scope_reaches_beyond_the_policy(city: City, register: Register, scope: str) -> None:
    scatter(city, register, 7)
    found_any = False
    for name in city.people:
        asking = Asking(city.rights(name), TODAY)
        found = set(Case.objects.filter(within(scope, asking)).values_list("pk", flat=True))
        assert found <= set(Case.objects.filter(asking.grounds.filter()).values_list("pk", flat=True)), name
        found_any = found_any or bool(found)
    assert found_any


def test_empty_grounds_reach_nothing(register: Register) -> None:
    register()
    assert not Case.objects.filter(reach(Grounds())).exists()
