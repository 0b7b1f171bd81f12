"""What the citizen sees, as somebody of 75 on a phone or with a screen reader meets it."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from django.test import Client
from lxml import html

from tests.apps.cases.inspection import does, inspection
from tests.web.citizen.conftest import AT, DAY, City, enter
from tongban.apps.cases.actions import Registered, complete_task, extend_limit
from tongban.apps.cases.reading import case_file
from tongban.apps.insight.models import KindDuration
from tongban.apps.journal.actions import prepare_look_months, seal
from tongban.apps.journal.seals import verify_proof
from tongban.apps.org.models import Unit
from tongban.core.calendar import Limit

pytestmark = pytest.mark.django_db
Page = html.HtmlElement


def page_of(client: Client, case: Registered, **more: str) -> Page:
    return html.document_fromstring(enter(client, case, **more).content)


def text(element: Page) -> str:
    return " ".join(element.text_content().split())


def steps(page: Page) -> list[tuple[str, str]]:
    return [
        (item.get("class").removeprefix("step-"), text(item.xpath(".//*[@class='step-label']")[0]))
        for item in page.xpath("//ol[@class='steps']/li")
    ]


def test_steps_done_and_to_come_stand_in_order(client: Client, city: City, registered: Registered) -> None:
    assert [state for state, _ in steps(page_of(client, registered))] == ["done", "now", "to-come", "to-come"]
    task = case_file(registered.number).open_tasks[0].number
    complete_task(number=registered.number, task=task, outcome="complete", by=city.rights("handler"), at=AT)
    page = page_of(client, registered)
    assert [state for state, _ in steps(page)] == ["done", "done", "now", "to-come"]
    assert len(page.xpath("//ol[@class='steps']/li[@aria-current='step']")) == 1


def test_the_wording_of_this_case_is_what_the_citizen_reads(client: Client, city: City, registered: Registered) -> None:
    task = case_file(registered.number).open_tasks[0].number
    complete_task(
        number=registered.number, task=task, outcome="complete", text="文件齊了，謝謝", by=city.rights("handler"), at=AT
    )
    assert "文件齊了，謝謝" in text(page_of(client, registered).xpath("//ol[@class='steps']")[0])


def test_the_expected_date_comes_with_its_reasons(client: Client, registered: Registered) -> None:
    page = text(page_of(client, registered))
    due = case_file(registered.number).due_on
    assert due is not None
    assert f"115/{due.month}/{due.day}" in page
    assert "自 115/02/13 起算 6 個工作天（始日不計）" in page
    assert "春節" in page


def test_what_is_missing_is_said_first_with_date_reason_and_consequence(client: Client, incomplete: Registered) -> None:
    page = page_of(client, incomplete)
    missing = text(page.get_element_by_id("missing"))
    for said in ("診斷書影本", "115/3/6 (五)", "申請書未附", "逾期駁回", "長青科", "桃園區公所"):
        assert said in missing
    assert page.xpath("//ol[@class='steps']//a[@href='#missing']")
    assert ("waiting", "文件審查") in steps(page)


def test_a_closed_case_shows_its_end_and_asks_for_a_rating(client: Client, closed: Registered) -> None:
    page = page_of(client, closed)
    assert {state for state, _ in steps(page)} == {"done"}
    assert page.xpath("//a[starts-with(@href, '/rate/')]")


def test_a_running_case_asks_for_no_rating(client: Client, registered: Registered) -> None:
    assert not page_of(client, registered).xpath("//a[starts-with(@href, '/rate/')]")


def test_an_extension_is_explained(client: Client, city: City, registered: Registered) -> None:
    more = Limit.from_mapping({"working_days": 3})
    extend_limit(number=registered.number, days=more, reason="待函詢醫院", by=city.rights("supervisor"), at=AT)
    assert "待函詢醫院" in text(page_of(client, registered))


def test_how_long_such_cases_really_take(client: Client, registered: Registered) -> None:
    assert "同類案件太少" in text(page_of(client, registered))
    kind = case_file(registered.number).kind
    KindDuration.objects.create(kind=kind, quarter="2025-10-01", n=120, median=8, p90=15)
    page = text(page_of(client, registered))
    assert "114 年第 4 季" in page
    assert "8 天" in page
    assert "15 天" in page


def test_whom_to_ask_can_be_called_by_a_touch(client: Client, city: City, registered: Registered) -> None:
    Unit.objects.filter(pk=city.section.pk).update(phone="03-332 2101", address="縣府路1號")
    page = page_of(client, registered)
    assert page.xpath("//a[@href='tel:03-3322101']")
    assert "縣府路1號" in text(page)


def test_names_are_masked_and_no_password_is_told(client: Client, registered: Registered) -> None:
    page = text(page_of(client, registered))
    assert "王○明" in page
    for hidden in ("王大明", "王小明", "A123456789", "0912345678", str(registered.password)):
        assert hidden not in page


def test_what_was_written_by_officers_cannot_break_the_page(client: Client, city: City, registered: Registered) -> None:
    task, evil = case_file(registered.number).open_tasks[0].number, "<script>alert(1)</script>"
    complete_task(number=registered.number, task=task, outcome="complete", text=evil, by=city.rights("handler"), at=AT)
    assert evil not in enter(client, registered).content.decode()


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("state", ["registered", "incomplete", "closed"])
def test_the_page_reads_well_without_eyes(
    client: Client, request: pytest.FixtureRequest, state: str, language: str
) -> None:
    page = page_of(client, request.getfixturevalue(state), HTTP_ACCEPT_LANGUAGE=language)
    assert page.get("lang") == {"zh-hant": "zh-Hant", "en": "en"}[language]
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//main//*[@style] | //main//@onclick")
    visible_flow = page.xpath("//ol[starts-with(@class, 'flow') and not(ancestor::*[@aria-hidden='true'])]")
    assert not visible_flow, "the chart repeats the list: it is read out once"


def test_english_pages_hold_no_chinese_of_ours(client: Client, registered: Registered) -> None:
    page = page_of(client, registered, HTTP_ACCEPT_LANGUAGE="en")
    assert "Now at" in text(page)
    assert "Fri 13 Feb 2026" in text(page)


def test_nothing_needs_a_script(client: Client, incomplete: Registered) -> None:
    page = page_of(client, incomplete)
    for button in page.xpath("//main//button[@type='button']"):
        assert "needs-script" in button.get("class")


def test_the_proof_can_be_taken_home_and_checked(client: Client, registered: Registered) -> None:
    enter(client, registered)
    assert "今晚封存" in client.get("/progress/case/proof/").content.decode()
    assert client.get("/progress/case/proof.json").status_code == 302
    seal(AT + DAY)
    assert f"case:{registered.case_id}" in client.get("/progress/case/proof/").content.decode()
    response = client.get("/progress/case/proof.json")
    assert registered.number in response.headers["Content-Disposition"]
    proof = json.loads(response.content)
    assert (proof["case_number"], proof["subject"]) == (registered.number, f"case:{registered.case_id}")
    assert verify_proof(proof)
    assert not verify_proof({**proof, "events": proof["events"] + 1})


def test_without_a_grant_there_is_neither_case_nor_proof(client: Client, registered: Registered) -> None:
    for address in ("/progress/case/", "/progress/case/proof/", "/progress/case/proof.json"):
        assert client.get(address).headers["Location"] == "/progress/"


def test_who_is_fined_reads_the_amount_the_row_and_the_legal_basis_once_it_is_over(client: Client, city: City) -> None:
    prepare_look_months(AT)
    case = inspection(city)
    does(city, case, "handler", outcome="fined")
    assert "罰鍰" not in text(page_of(client, case)), "the agency may still come to another end"
    does(city, case, "supervisor", outcome="issued")
    does(city, case, "handler")
    page = text(page_of(client, case))
    assert "罰鍰：100,000 元" in page
    assert "「消防法裁罰基準」第 5 列" in page
    assert "消防法第 6 條第 1 項、第 37 條第 1 項" in page
    english = text(page_of(client, case, HTTP_ACCEPT_LANGUAGE="en"))
    assert "Fire Services Act §6 I, §37 I" in english
