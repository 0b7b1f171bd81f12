from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.apps.cases.conftest import AT, City, application, city
from tongban.apps.cases.actions import Registered, complete_task, register_case, withdraw_case
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.actions import prepare_look_months
from tongban.core.casework import CorrectionRequest

__all__ = ["city"]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def registered(city: City) -> Registered:
    prepare_look_months(AT)
    return register_case(application=application(city), by=city.rights("counter"), at=AT)


@pytest.fixture
def incomplete(city: City, registered: Registered) -> Registered:
    """Waits for the citizen's documents."""
    request = CorrectionRequest(
        missing="診斷書影本", reason="申請書未附", due_on=date(2026, 3, 6), consequence="逾期駁回"
    )
    number, task = registered.number, case_file(registered.number).open_tasks[0].number
    complete_task(number=number, task=task, outcome="incomplete", correction=request, by=city.rights("handler"), at=AT)
    return registered


@pytest.fixture
def closed(city: City, registered: Registered) -> Registered:
    withdraw_case(number=registered.number, reason="示範", by=city.rights("handler"), at=AT)
    return registered


def enter(client: Client, case: Registered, **more: Any) -> Any:
    """Look the case up; the page it leads to."""
    client.post("/progress/", {"number": case.number, "password": case.password}, **more)
    return client.get("/progress/case/", **more)
