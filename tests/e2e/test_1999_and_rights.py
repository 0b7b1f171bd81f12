"""Agents at 1999, people who look over shoulders, other systems: who sees what, who is told, who is refused."""

from __future__ import annotations

import re
from datetime import date

import httpx
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tongban.apps.cases.actions import Applicant
from tongban.apps.cases.models import Case
from tongban.apps.connectors.actions import add_system, give_token
from tongban.apps.connectors.models import Scope
from tongban.apps.parties.actions import Agreement
from tongban.web.parts.formatting import date_for

from .conftest import Enter
from .earlier import ANSWERS, registered
from .second_factor import log_in_with_second_factor
from .site import Site, until
from .town import SUBSIDY
from .visitor import Visitor

pytestmark = pytest.mark.e2e
MANAGED = "已撤回同意"


def applicant(mail: str, phone: str, name: str = "王大明") -> Applicant:
    """Somebody who agreed to be told."""
    return Applicant(
        name=name,
        identifier="A123456789",
        phone=phone,
        email=mail,
        address="桃園市桃園區三民路一段8號",
        agreement=Agreement("paper", "counter"),
    )


def test_an_agent_finds_by_number_or_after_questions_and_an_auditor_sees_why(site: Site, enter: Enter) -> None:
    number, _ = registered(site.town, applicant=applicant("ask@citizen.example", "0922333444"))
    agent = enter("agent")
    agent.fill(q=number.replace("-", "").lower())
    agent.press("其他（請說明）")
    expect(agent.page.get_by_role("alert")).to_contain_text("請說明民眾要查什麼")
    agent.fill(detail="想改寄送地址")
    agent.press("其他（請說明）")
    agent.sees(number, "請念給民眾聽", "目前在「區公所初審」階段", "王○明")
    agent.does_not_see("0922333444", "三民路")

    agent.follow("下一通")
    agent.fill(q="王大明 0922333444")
    agent.press("詢問辦理進度")
    agent.does_not_see(number)
    agent.fill(identifier="788", street="三民路")
    agent.press("核對答案")
    expect(agent.page.get_by_role("alert")).to_contain_text("尚未通過核對")
    agent.does_not_see(number, "A123456789")
    agent.fill(identifier="789", street="三民路一段")
    agent.press("核對答案")
    agent.sees(number, "請念給民眾聽")

    auditor = log_in_with_second_factor(enter(), "admin")
    auditor.follow("調閱紀錄")
    auditor.fill(number=number)
    auditor.press("顯示")
    auditor.sees("蔡宜君", "其他（請說明）：想改寄送地址", "詢問辦理進度")
    auditor.open("/call/looks/")
    auditor.sees("身分核對未通過", "以姓名與電話查詢")


def test_an_extension_reaches_the_citizen_before_the_period_ends(site: Site, enter: Enter) -> None:
    number, _ = registered(site.town, applicant=applicant("late@citizen.example", "0922333555"))
    before = due_on(number)
    chief = enter("chief")
    chief.open(f"/desk/cases/{number}/")
    chief.follow(re.compile("^展期"))
    chief.fill(by="21", reason="")
    chief.press("展期", chief.page.locator("main form"))
    chief.sees("展期理由")
    chief.fill(by="21", reason="輔具評估尚待專業團隊到宅")
    chief.press("展期", chief.page.locator("main form"))
    expect(chief.page.locator("main")).to_contain_text("20")
    expect(chief.field("reason")).to_have_value("輔具評估尚待專業團隊到宅")
    chief.fill(by="5")
    chief.press("展期", chief.page.locator("main form"))
    after = due_on(number)
    assert after > before
    chief.sees("已展期", date_for(after, "zh-hant"))
    letter = site.letter("late@citizen.example", "展延", number)
    assert "輔具評估尚待專業團隊到宅" in letter
    assert date_for(after, "zh-hant") in letter
    expect(chief.page.locator(".act.is-off", has_text="展期")).to_be_visible()


def due_on(number: str) -> date:
    found = Case.objects.get(number=number).due_on
    assert found is not None
    return found


def test_who_takes_back_the_consent_is_told_nothing_more_and_the_case_goes_on(site: Site, enter: Enter) -> None:
    mail, phone = "private@citizen.example", "0922333666"
    number, _ = registered(site.town, applicant=applicant(mail, phone))
    site.letter(mail, number)
    site.short_message(phone, number)
    clerk = enter("clerk")
    clerk.open(f"/desk/cases/{number}/")
    clerk.button("顯示聯絡資料").click()
    expect(clerk.page.locator("#people")).to_contain_text(mail)
    clerk.examine()
    clerk.follow(re.compile("撤回聯絡資料同意"))
    clerk.choose("form", "oral")
    clerk.press("刪除聯絡資料")
    clerk.sees(MANAGED)
    expect(clerk.page.locator("#people")).to_contain_text("已撤回")
    clerk.does_not_see(mail, phone)

    clerk.follow(re.compile("發送通知"))
    clerk.sees("沒有可通知的聯絡資料")
    clerk.page.locator("#message").select_option(index=1)
    clerk.press("帶入")
    clerk.press("送出")
    clerk.press(re.compile("文件齊備，送區公所複核"))
    clerk.sees("區公所主管複核")
    until(lambda: "未寄送" in _timeline(clerk), "the message to be recorded as not sent")
    assert site.sent_to(mail, phone) == 2


def _timeline(officer: Visitor) -> str:
    officer.page.reload()
    return officer.page.locator("#timeline").inner_text()


def test_a_counter_may_push_twice_but_not_two_things_under_one_key(site: Site) -> None:
    at = timezone.now()
    system = add_system(code="counter-system", name="單一櫃檯", unit=site.town.units["city"], by="test", at=at)
    token = give_token(system=system, scopes=[Scope.REGISTER, Scope.READ], by="test", at=at)
    body = {
        "kind": SUBSIDY,
        "unit": "district-taoyuan",
        "reference": "C-115-1",
        "applicant": {"name": "王大明"},
        "answers": {**ANSWERS, "invoice_on": timezone.localdate(at).isoformat()},
    }
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "push-1"}
    with httpx.Client(base_url=f"{site.address}/api/v1", headers=headers) as counter:
        first, again = counter.post("/cases", json=body), counter.post("/cases", json=body)
        other = counter.post("/cases", json={**body, "applicant": {"name": "李小華"}})
        assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
        assert first.json() == again.json()
        assert other.headers["content-type"] == "application/problem+json"
        number = first.json()["number"]
        assert counter.get(f"/cases/{number}").json()["phase"] == "received"
    assert Case.objects.filter(source_reference="C-115-1").count() == 1


def test_of_two_officers_the_second_is_told_what_changed_and_keeps_what_he_typed(site: Site, enter: Enter) -> None:
    number, _ = registered(site.town)
    first, second = enter("clerk"), enter("colleague")
    for officer in (first, second):
        officer.open(f"/desk/cases/{number}/")
    expect(second.page.locator("[data-presence-url]")).to_contain_text("張志豪 也在看這件案件")
    second.page.get_by_label("內部意見").fill("附件已核對")
    first.press(re.compile("接辦"))
    second.press(re.compile("文件齊備，送區公所複核"))
    expect(second.page.get_by_role("alert").first).to_contain_text("張志豪")
    expect(second.page.get_by_role("alert").first).to_contain_text("接辦")
    expect(second.page.get_by_label("內部意見")).to_have_value("附件已核對")
    assert Case.objects.get(number=number).tasks.filter(state="open", activity="accept").exists()
    second.press(re.compile("文件齊備，送區公所複核"))
    second.sees("附件已核對", "區公所主管複核")


def test_a_stranger_sees_nothing_of_a_case(site: Site, enter: Enter) -> None:
    number, _ = registered(site.town, applicant=Applicant(name="歐陽志明"))
    stranger = enter("stranger")
    for path in ("", "receipt/", "do/note/", "do/extend/"):
        assert stranger.open(f"/desk/cases/{number}/{path}") in (403, 404)
        stranger.does_not_see("歐陽", "歐○", KIND)
    assert stranger.open("/board/") == 403
    assert stranger.open("/studio/") == 403
    assert stranger.open("/call/") == 403
    stranger.open("/desk/search/?q=" + number)
    stranger.sees("查無資料")
    citizen = enter()
    citizen.open(f"/desk/cases/{number}/")
    expect(citizen.page).to_have_url(re.compile("/accounts/login/"))


KIND = "身心障礙者生活輔助器具費用補助"
