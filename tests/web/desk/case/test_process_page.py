"""流程圖 of a case: where it is, where it was, through whose hands; and for nobody who may not see the case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.apps.cases.conftest import City
from tests.web.desk.case.conftest import NOW, Desk, words
from tests.web.desk.case.test_completing import ASKED
from tongban.apps.cases.actions import Registered, send_back_task
from tongban.apps.cases.models import Case, Incident

Desks = Callable[[str], Desk]


def drawn(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="drawing" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def marks(page: str) -> dict[str, tuple[str, str]]:
    return {mark["id"]: (mark["meaning"], mark["badge"]) for mark in drawn(page)["marks"]}


def test_a_new_case_stands_at_its_first_step_and_nowhere_else(desk: Desks) -> None:
    answer = desk("handler").get("process/")
    page = answer.content.decode()
    assert {id: meaning for id, (meaning, _) in marks(page).items()} == {"accept": "now"}
    assert drawn(page)["focus"] == "accept"
    assert "尚未到達" in words(answer)


def test_steps_done_say_who_did_them_when_how_long_and_with_which_result(
    desk: Desks, city: City, now: time_machine.Coordinates
) -> None:
    now.move_to(NOW + timedelta(hours=1))
    one = desk("handler")
    one.complete(outcome="complete")
    answer = one.get("process/")
    found = marks(answer.content.decode())
    assert found["accept"][0] == "done"
    assert found["review"][0] == "now"
    page = words(answer)
    assert "1 小時 30 分" in page
    assert "主管複審" in page
    assert city.people["handler"].name in page


def test_what_was_sent_back_says_from_where_and_whereto(desk: Desks, city: City, registered: Registered) -> None:
    desk("handler").complete(outcome="complete")
    one = desk("supervisor")
    send_back_task(
        number=registered.number, task=one.task(), activity="accept", reason="附件不清楚",
        by=city.rights("supervisor"), at=NOW,
    )  # fmt: skip
    answer = one.get("process/")
    found = marks(answer.content.decode())
    assert found["review"][0] == "back"
    assert found["accept"][0] == "now"
    assert "×2" in found["accept"][1]
    assert "退回「受理審查文件」" in words(answer)
    assert "附件不清楚" not in words(answer), "reasons stand in the history"


def test_a_correction_is_waited_for_at_its_step(desk: Desks) -> None:
    desk("handler").complete(outcome="incomplete", **ASKED)
    assert marks(desk("handler").get("process/").content.decode())["correction"][0] == "now"


def test_where_a_definition_fails_the_case_is_held_up(desk: Desks, registered: Registered) -> None:
    case = Case.objects.get()
    Incident.objects.create(
        id="00000000-0000-4000-8000-000000000001", case=case, activity="review", code="process",
        text_zh="沒有結果", text_en="No result", pack_version=case.pack_version, opened_at=NOW, last_at=NOW,
    )  # fmt: skip
    assert marks(desk("handler").get("process/").content.decode())["review"][0] == "stuck"


def test_nobody_sees_the_drawing_of_a_case_he_may_not_see(desk: Desks, city: City) -> None:
    assert desk("stranger").get("process/").status_code == 403
    one = desk("handler")
    assert Client().get(one.url + "process/").status_code == 302


def test_the_case_leads_to_its_drawing(desk: Desks) -> None:
    one = desk("handler")
    assert f'href="{one.url}process/"' in one.get().content.decode()


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_list_says_it_without_a_drawing(desk: Desks, language: str) -> None:
    one = desk("handler")
    page = one.client.get(one.url + "process/", headers={"accept-language": language}).content.decode()
    assert "<noscript>" in page
    assert page.count('<span data-shape="') == 4
