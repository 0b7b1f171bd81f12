"""流程耗時: where the time of a kind goes, on its drawing and in a table that says the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.apps.cases.conftest import BRACELET, City
from tests.web.board.conftest import Officer
from tests.web.board.test_pages import text
from tongban.apps.cases.models import Case, Task

pytestmark = pytest.mark.django_db
PAGE = f"/board/process/?kind={BRACELET}"


def drawn(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="drawing" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_the_warmest_step_is_the_one_that_takes_longest(officer: Officer, cases: list[Case]) -> None:
    page = officer("mayor").get(PAGE).content.decode()
    assert {mark["meaning"] for mark in drawn(page)["marks"]} <= {f"heat-{n}" for n in range(5)}
    assert page.count('<span data-shape="') == 4


def test_everything_waiting_is_counted_once(officer: Officer, cases: list[Case]) -> None:
    page = officer("mayor").get(PAGE + "&by=waiting").content.decode()
    shown = [int(n) for n in re.findall(r'data-label="Waiting now">(\d+)<', page)]
    waiting = Task.objects.filter(state="open", kind="step", case__kind=BRACELET)
    assert sum(shown) == waiting.count()


def test_without_a_kind_one_chooses_it(officer: Officer, cases: list[Case]) -> None:
    page = text(officer("mayor"), "/board/process/")
    assert f"kind={BRACELET.replace('/', '%2F')}" in page
    assert 'type="application/json"' not in page


def test_an_agency_sees_its_own_cases_only_and_a_handler_nothing(
    officer: Officer, city: City, cases: list[Case]
) -> None:
    mayor, head = (officer(who).get(PAGE + "&by=waiting").content.decode() for who in ("mayor", "head"))
    count = [sum(map(int, re.findall(r'data-label="Waiting now">(\d+)<', page))) for page in (mayor, head)]
    assert count[1] <= count[0]
    client = Client()
    client.force_login(city.people["handler"])
    assert client.get(PAGE).status_code == 403
