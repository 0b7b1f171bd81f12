"""會辦 on the desk: what the asker, the asked unit and strangers see and may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.apps.cases.asking import Agencies, asked
from tests.apps.cases.conftest import City
from tests.web.desk.case.conftest import NOW, Desk, words
from tongban.apps.cases.actions import Registered, withdraw_request
from tongban.apps.cases.models import Consultation
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalLook as Look

Desks = Callable[[str], Desk]


@pytest.fixture
def agencies(city: City, registered: Registered) -> Agencies:
    return Agencies(city)


def at_desk(agencies: Agencies, name: str, number: str) -> Desk:
    made = Desk(agencies.city, "handler", number)
    made.client = Client()
    made.client.force_login(agencies.people[name])
    return made


def lines(*names: str, **more: str) -> dict[str, str]:
    given = {f"unit-{place}": name for place, name in enumerate(names)}
    return {**given, "rows": "3", "remind": "2", "question": "請表示意見", "due_on": "115/3/2", **more}


def test_a_handler_asks_units_by_their_names(agencies: Agencies, desk: Desks, registered: Registered) -> None:
    step = str(case_file(registered.number).open_tasks[0].number)
    handler = desk("handler")
    sent = lines("消防局", "police", task=step, **{"question-1": "請查協尋紀錄", "due_on-1": "115/3/4"})
    page = handler.client.post(f"{handler.url}do/consult/", {**sent, "seen": handler.seen()})
    assert page.status_code == 302
    rows = Consultation.objects.order_by("number").values_list("unit__code", "question", "due_on__day", "enough")
    assert list(rows) == [("fire", "請表示意見", 2, 2), ("police", "請查協尋紀錄", 4, 2)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (lines("月球局"), "查無此單位"),
        (lines(), "請至少選擇一個單位"),
        (lines("消防局", "消防局"), "同一單位一次會辦一件即可"),
        (lines("消防局", due_on="115/1/2"), "期限不可早於今日"),
        (lines("消防局", question=""), "請填寫會辦事項"),
        (lines("消防局", enough="3"), "只會辦 1 個單位"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    sent: dict[str, str], said: str, agencies: Agencies, desk: Desks, registered: Registered
) -> None:
    handler = desk("handler")
    step = str(case_file(registered.number).open_tasks[0].number)
    page = handler.client.post(f"{handler.url}do/consult/", {**sent, "task": step, "seen": handler.seen()})
    assert page.status_code == 422 and said in words(page)
    assert (sent.get("unit-0", "")) in words(page) and not Consultation.objects.exists()


def test_more_rows_keep_what_is_typed(agencies: Agencies, desk: Desks) -> None:
    handler = desk("handler")
    sent = {**lines("消防局"), "preview": "more", "seen": handler.seen()}
    page = words(handler.client.post(f"{handler.url}do/consult/", sent))
    assert 'name="unit-5"' in page and 'value="消防局"' in page


def test_the_asked_unit_sees_the_case_and_its_look_is_recorded(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    assert at_desk(agencies, "police-handler", registered.number).get("").status_code == 403
    fire = at_desk(agencies, "fire-handler", registered.number)
    page = words(fire.get(""))
    assert "本件會請貴單位表示意見" in page and "請 fire 表示意見" in page
    assert "撤回會辦" not in page and "文件齊備" not in page
    assert Look.objects.filter(actor=agencies.of("fire").actor).exists()


def test_asked_units_read_each_others_answers(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire", "police")
    fire = at_desk(agencies, "fire-handler", registered.number)
    sent = {"answer-1-opinion": "other", "answer-1-text": "宜加註聯絡人"}
    page = fire.client.post(f"{fire.url}requests/1/answer/", sent)
    assert page.status_code == 302 and page["Location"] == "/desk/?view=asked"
    assert "宜加註聯絡人" in words(at_desk(agencies, "police-handler", registered.number).get(""))


@pytest.mark.parametrize("what", ["nudge", "withdraw", "until"])
def test_the_asked_unit_does_not_act_for_the_asker(what: str, agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    fire = at_desk(agencies, "fire-handler", registered.number)
    sent = {"withdraw-1-reason": "不辦", "until-1-until": "115/3/20"}
    assert fire.client.post(f"{fire.url}requests/1/{what}/", sent).status_code == 403
    assert Consultation.objects.get().standing == "asked"


@pytest.mark.parametrize("what", ["answer", "back", "time", "nudge"])
def test_a_stranger_acts_on_no_request(what: str, agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    police = at_desk(agencies, "police-handler", registered.number)
    assert police.client.post(f"{police.url}requests/1/{what}/", {}).status_code == 403


def test_an_answer_to_what_was_withdrawn_is_not_lost(agencies: Agencies, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    withdraw_request(number=registered.number, request=1, reason="不需要", by=agencies.asker, at=NOW)
    fire = at_desk(agencies, "fire-handler", registered.number)
    sent = {"answer-1-opinion": "other", "answer-1-text": "打了很久的意見"}
    page = fire.client.post(f"{fire.url}requests/1/answer/", sent)
    assert page.status_code == 409
    assert "已撤回" in words(page) and "打了很久的意見" in words(page)


def test_the_asker_refuses_more_time_with_a_reason(agencies: Agencies, desk: Desks, registered: Registered) -> None:
    asked(agencies, registered.number, "fire")
    fire, handler = at_desk(agencies, "fire-handler", registered.number), desk("handler")
    fire.client.post(f"{fire.url}requests/1/time/", {"time-1-until": "115/3/9", "time-1-reason": "需現勘"})
    assert "請求展延至" in words(handler.get("")) and "需現勘" in words(handler.get(""))
    refused = handler.client.post(f"{handler.url}requests/1/until/", {"decision": "refuse"})
    assert refused.status_code == 422
    sent = {"decision": "refuse", "until-1-reason": "時限將屆"}
    assert handler.client.post(f"{handler.url}requests/1/until/", sent).status_code == 302
    assert "不同意 消防局 展延" in words(handler.get(""))


def test_lists_mark_what_is_asked_and_what_is_late(
    agencies: Agencies, desk: Desks, registered: Registered, now: object
) -> None:
    asked(agencies, registered.number, "fire")
    fire = at_desk(agencies, "fire-handler", registered.number)
    assert registered.number in words(fire.client.get("/desk/?view=asked"))
    assert registered.number in words(desk("handler").client.get("/desk/?view=consulting"))
    now.move_to(NOW.replace(month=3, day=4))  # type: ignore[attr-defined]
    fire = at_desk(agencies, "fire-handler", registered.number)
    assert "會辦逾期，應於" in words(fire.client.get("/desk/?view=asked"))
    assert "會辦逾期（1 個單位）" in words(desk("handler").client.get("/desk/?view=consulting"))
    late = words(desk("handler").client.get("/desk/?view=unit&consultation=late"))
    assert registered.number in late
