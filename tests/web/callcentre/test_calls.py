"""A call as the agent lives it: one box, an answer to read out, and a record of every look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from tests.web.callcentre.conftest import AT, City, ask
from tongban.apps.cases.actions import Registered, complete_task
from tongban.apps.cases.models import Intent, Remark
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalLook
from tongban.core.casework import CorrectionRequest
from tongban.core.casework.number import case_number

pytestmark = pytest.mark.django_db
RIGHT = {"identifier": "789", "street": "中正路"}


@pytest.fixture(autouse=True)
def on_the_day(request: pytest.FixtureRequest) -> Any:
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        yield


def looks() -> list[tuple[str, str, str]]:
    return list(JournalLook.objects.filter(door="call").order_by("at", "id").values_list("what", "subject", "reason"))


def text(response: Any) -> str:
    return " ".join(html.document_fromstring(response.content).text_content().split())


def test_only_agents_come_in(client: Client, city: City) -> None:
    assert client.get("/call/").status_code == 302
    client.force_login(city.people["handler"], backend="tongban.web.parts.people.backend.PersonBackend")
    assert client.get("/call/").status_code == 403
    assert ask(client, "SOC").status_code == 403


@pytest.mark.parametrize("written", [str, str.lower, lambda n: n.replace("-", "")])
def test_a_number_and_enter_show_the_case_with_its_look_recorded(
    agent: Client, registered: Registered, written: Any
) -> None:
    response = ask(agent, written(registered.number))
    assert response.headers["Location"] == f"/call/cases/{registered.number}/"
    [(what, subject, reason)] = looks()
    assert (what, subject) == ("case", f"case:{registered.case_id}")
    assert reason
    assert "您申請的「預防走失愛的手鍊」" in text(agent.get(response.headers["Location"]))


def test_the_screen_shows_names_masked_and_no_contacts(agent: Client, registered: Registered) -> None:
    page = text(agent.get(ask(agent, registered.number).headers["Location"]))
    assert "王○明" in page
    for hidden in ("王大明", "A123456789", "0912345678", "中正路", "王小明"):
        assert hidden not in page


def test_a_look_without_a_reason_is_refused_and_the_number_stays(agent: Client, registered: Registered) -> None:
    for reason, detail in (("", ""), ("other", ""), ("made-up", "x")):
        response = ask(agent, registered.number, reason, detail=detail)
        assert response.status_code == 422
        assert registered.number in response.content.decode()
    assert looks() == []


def test_another_reason_is_kept_in_the_callers_words(agent: Client, registered: Registered) -> None:
    ask(agent, registered.number, "other", detail="家屬要出國，想提早領")
    assert looks()[0][2].endswith("家屬要出國，想提早領")


def test_unsuccessful_looks_are_recorded_too(agent: Client, registered: Registered) -> None:
    unknown = case_number("SOC", AT.date(), 77)
    assert ask(agent, unknown).status_code == 404
    assert ask(agent, "林小姐 0987654321").status_code == 404
    (first, second) = looks()
    assert first[:2] == ("not found", f"number:{unknown}")
    assert (second[0], "林" in second[1], "0987" in second[1]) == ("not found", False, False)


def test_a_number_misheard_is_told_at_once_and_nothing_is_looked_up(agent: Client, registered: Registered) -> None:
    wrong = registered.number[:-1] + str((int(registered.number[-1]) + 1) % 10)
    assert "檢查碼" in text(ask(agent, wrong))
    assert looks() == []


def test_a_case_page_without_a_look_asks_for_the_reason(agent: Client, registered: Registered) -> None:
    response = agent.get(f"/call/cases/{registered.number}/")
    assert response.status_code == 302
    assert registered.number in agent.get(response.headers["Location"]).content.decode()


def test_half_an_hour_later_the_reason_is_asked_again(agent: Client, registered: Registered) -> None:
    page = ask(agent, registered.number).headers["Location"]
    with time_machine.travel(AT + timedelta(hours=1, minutes=29), tick=False):
        assert agent.get(page).status_code == 200
    with time_machine.travel(AT + timedelta(hours=1, minutes=31), tick=False):
        assert agent.get(page).status_code == 302


def test_name_and_telephone_show_nothing_before_the_questions(agent: Client, registered: Registered) -> None:
    response = ask(agent, "王大明 0912-345-678")
    assert response.headers["Location"] == "/call/identity/"
    page = text(agent.get("/call/identity/"))
    assert registered.number not in page
    assert "A123456789" not in page
    assert "中正路" not in page
    assert agent.get(f"/call/cases/{registered.number}/").status_code == 302
    assert [what for what, _, _ in looks()] == ["search"]


def test_two_right_answers_open_the_case(agent: Client, registered: Registered) -> None:
    ask(agent, "王大明 0912345678")
    assert agent.post("/call/identity/", RIGHT).headers["Location"] == f"/call/cases/{registered.number}/"
    assert looks()[-1][:2] == ("case", f"case:{registered.case_id}")


def test_of_several_cases_the_caller_chooses(agent: Client, registered: Registered, second: Registered) -> None:
    ask(agent, "0912345678 王大明")
    page = text(agent.post("/call/identity/", RIGHT))
    assert registered.number in page
    assert second.number in page
    assert agent.get(f"/call/cases/{second.number}/").status_code == 200


def test_wrong_answers_are_marked_recorded_and_open_nothing(agent: Client, registered: Registered) -> None:
    ask(agent, "王大明 0912345678")
    response = agent.post("/call/identity/", {"identifier": "000", "street": "中正路", "month": "2"})
    assert response.status_code == 422
    assert registered.number not in response.content.decode()
    assert looks()[-1][0] == "identity refused"
    verdicts = html.document_fromstring(response.content).xpath("//*[contains(@id, '-verdict')]")
    assert ["錯誤" in v.text_content() for v in verdicts] == [True, False, False]


def test_after_five_refusals_only_the_number_helps(agent: Client, registered: Registered) -> None:
    for minute in range(5):
        with time_machine.travel(AT + timedelta(hours=1, minutes=minute), tick=False):
            ask(agent, "王大明 0912345678")
            assert agent.post("/call/identity/", {"identifier": "000"}).status_code == 422
    with time_machine.travel(AT + timedelta(hours=1, minutes=6), tick=False):
        ask(agent, "王大明 0912345678")
        assert agent.post("/call/identity/", RIGHT).status_code == 429
        assert ask(agent, registered.number).status_code == 302


def test_what_to_read_out_names_what_is_missing_and_by_when(city: City, agent: Client, registered: Registered) -> None:
    number = registered.number
    request = CorrectionRequest(
        missing="診斷書\n照片", reason="未附", due_on=date(2026, 3, 2), consequence="逾期駁回。"
    )
    task = case_file(number).open_tasks[0].number
    complete_task(number=number, task=task, outcome="incomplete", correction=request, by=city.rights("handler"), at=AT)
    page = html.document_fromstring(agent.get(ask(agent, number).headers["Location"]).content)
    script = "".join(page.xpath("//section[@id='script']//p/text()"))
    assert "診斷書；照片" in script
    assert "115年3月2日星期一" in script
    assert "逾期駁回。" in script
    assert "。。" not in script


def test_a_callback_is_left_as_a_note_for_the_handler(agent: Client, registered: Registered) -> None:
    ask(agent, registered.number)
    address = f"/call/cases/{registered.number}/note/"
    assert agent.post(address, {"text": "  ", "callback": "on"}).status_code == 422
    assert agent.post(address, {"text": "0912345678，下午", "callback": "on"}).status_code == 302
    remark = Remark.objects.get(purpose="note")
    assert remark.body == "【1999】民眾請承辦人回電：0912345678，下午"
    assert remark.written_by.startswith("person:")
    assert Intent.objects.filter(case_id=registered.case_id, event="callback", to="handler").count() == 1
    assert "已以電子郵件通知承辦人回電" in text(agent.get(f"/call/cases/{registered.number}/"))


def test_word_left_without_a_callback_tells_nobody(agent: Client, registered: Registered) -> None:
    ask(agent, registered.number)
    agent.post(f"/call/cases/{registered.number}/note/", {"text": "民眾致謝"})
    assert not Intent.objects.filter(event="callback").exists()


def test_a_note_needs_a_look_before_it(agent: Client, registered: Registered) -> None:
    assert agent.post(f"/call/cases/{registered.number}/note/", {"text": "x"}).status_code == 302
    assert not Remark.objects.filter(purpose="note").exists()


def test_todays_look_ups_are_at_hand(agent: Client, city: City, registered: Registered) -> None:
    ask(agent, registered.number)
    ask(agent, registered.number)
    page = html.document_fromstring(agent.get("/call/").content)
    assert page.xpath("//li[@data-row]//a/text()") == [registered.number]
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        agent.force_login(city.people["hotline"], backend="tongban.web.parts.people.backend.PersonBackend")
        assert not html.document_fromstring(agent.get("/call/").content).xpath("//li[@data-row]")


def test_the_box_has_the_focus_and_enter_takes_the_first_reason(agent: Client) -> None:
    page = html.document_fromstring(agent.get("/call/").content)
    assert page.xpath("//input[@autofocus]/@name") == ["q"]
    form = page.xpath("//form[@action='/call/']")[0]
    assert form.xpath(".//button/@value")[0] == "progress"


@pytest.mark.parametrize("typed", ["", "\x00", "王大明", "0912345678", "'; DROP TABLE", "9" * 5000])
def test_whatever_is_typed_gets_a_page_that_says_what_to_type(agent: Client, typed: str) -> None:
    assert ask(agent, typed).status_code in (404, 422)
