"""A city with a dozen cases in every state, made by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.apps.cases.conftest import AT, City, application, build_city
from tongban.apps.cases.actions import Applicant, Registered, register_case, take_task
from tongban.apps.cases.models import Task
from tongban.apps.worklists.asking import Asking

Register = Callable[..., Registered]
TODAY = AT.date()


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def register(city: City) -> Register:
    def make(name: str = "王大明", *, at: datetime = AT, taken_by: str = "", **changes: object) -> Registered:
        made = register_case(
            application=application(city, applicant=Applicant(name=name), **changes), by=city.rights("counter"), at=at
        )
        if taken_by:
            take(city, made, taken_by, at + timedelta(minutes=5))
        return made

    return make


def take(city: City, made: Registered, who: str, at: datetime) -> None:
    take_task(number=made.number, task=open_task(made), by=city.rights(who), at=at)


def open_task(made: Registered) -> int:
    return Task.objects.filter(case_id=made.case_id, state=Task.OPEN).values_list("number", flat=True)[0]


@pytest.fixture
def asking(city: City) -> Callable[[str], Asking]:
    return lambda who: Asking(city.rights(who), TODAY)
