"""會辦 in a real browser: three agencies co-process one case while its handler keeps it, and it goes on when enough have
answered; 平行派案: every part is in before the consolidated reply."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.apps.cases.conftest import ANSWERS
from tongban.apps.cases.actions import Applicant, Application, register_case
from tongban.apps.cases.models import Case, Consultation
from tongban.apps.org.actions import add_person, create_unit, give_position, set_password
from tongban.apps.org.models import Role, UnitKind

from .conftest import Enter
from .site import Site, until
from .town import BRACELET, BY, PASSWORD, Town
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
AGENCIES = (("fire", "消防局", "fireman"), ("police", "警察局", "officer"), ("public-health", "衛生局", "nurse"))
QUESTION, OWN = "請就申請人所述走失情形表示意見", "請查復近一年走失協尋紀錄"
COMPLETE = re.compile("文件齊備")


@pytest.fixture(scope="module", autouse=True)
def agencies(site: Site) -> None:
    at = timezone.now()
    for code, name, username in AGENCIES:
        unit = create_unit(code=code, name=name, kind=UnitKind.AGENCY, parent=site.town.units["city"], by=BY, at=at)
        since = at.date() - timedelta(days=30)
        for who, spoken, role in (
            (username, f"{name}承辦人", Role.HANDLER),
            (f"{username}-chief", f"{name}主管", Role.SUPERVISOR),
        ):
            person = add_person(username=who, name=spoken, email=f"{who}@taoyuan.example", by=BY, at=at)
            set_password(person=person, password=PASSWORD, by=BY, at=at)
            give_position(person=person, unit=unit, role=role, from_on=since, by=BY, at=at)


def registered(town: Town) -> tuple[str, str]:
    at = timezone.now()
    asked = Application(
        kind=BRACELET,
        unit_id=town.units["district-taoyuan"].pk,
        channel="counter",
        applicant=Applicant(name="王大明"),
        answers=ANSWERS,
    )
    done = register_case(application=asked, by=town.rights("counter", at), at=at)
    assert done.password is not None
    return done.number, done.password


def ask(clerk: Visitor, number: str, act: str = "會辦其他單位", enough: str = "") -> None:
    clerk.open(f"/desk/cases/{number}/")
    clerk.follow(re.compile(act))
    clerk.fill(question=QUESTION)
    for place, (_code, name, _who) in enumerate(AGENCIES):
        clerk.field(f"unit-{place}").fill(name)
    clerk.page.locator(".asked-unit").nth(1).get_by_text("另訂會辦事項或期限").click()
    clerk.field("question-1").fill(OWN)
    if enough:
        clerk.fill(enough=enough)
    clerk.press(re.compile("送出會辦|派給各單位"), clerk.page.locator("main"))


def answer(visitor: Visitor, number: str, request: int, opinion: str, text: str = "") -> None:
    visitor.open(f"/desk/cases/{number}/")
    visitor.choose(f"answer-{request}-opinion", opinion)
    visitor.field(f"answer-{request}-text").fill(text)
    visitor.press(re.compile("送出回復|送出回報"))


def standings(number: str) -> list[str]:
    return list(Consultation.objects.filter(case__number=number).order_by("number").values_list("standing", flat=True))


def test_three_agencies_co_process_one_case(site: Site, enter: Enter) -> None:
    number, password = registered(site.town)
    due_on = Case.objects.get(number=number).due_on
    clerk, fireman = enter("clerk"), enter("fireman")
    assert fireman.open(f"/desk/cases/{number}/") == 403
    ask(clerk, number, enough="2")
    clerk.sees("已送出會辦", "3 個單位已回復 0", "還需 2 個回復才能續辦", OWN)
    assert Case.objects.get(number=number).due_on == due_on
    assert number in site.letter("fireman@taoyuan.example", number, "會辦")

    fireman.open("/desk/?view=asked")
    fireman.sees(number, "會辦本單位")
    fireman.open(f"/desk/cases/{number}/")
    fireman.sees("本件會請貴單位表示意見", QUESTION, "張志豪")
    fireman.press(re.compile("送出回復"))
    assert standings(number) == ["asked"] * 3
    answer(fireman, number, 1, "other", "建議加註緊急聯絡人")
    fireman.sees("已將貴單位的回復送交承辦單位")
    assert fireman.open(f"/desk/cases/{number}/") == 403

    clerk.open(f"/desk/cases/{number}/")
    clerk.sees("建議加註緊急聯絡人", "另提意見", "還需 1 個回復才能續辦")
    clerk.press(COMPLETE)
    clerk.sees("會辦中：還須 1 個單位回復才能續辦")
    assert site.letter("clerk@taoyuan.example", number, "已回復會辦")

    officer = enter("officer", viewport=PHONE, is_mobile=True, has_touch=True)
    officer.open(f"/desk/cases/{number}/")
    officer.sees(OWN, "建議加註緊急聯絡人")
    assert not officer.beyond_the_screen()
    officer.page.get_by_text("非本機關權責，退回").click()
    officer.field("back-2-reason").fill("走失協尋由分局辦理")
    officer.field("back-2-suggested").fill("衛生局")
    officer.press(re.compile("退回承辦單位"))
    officer.sees("已敘明理由退回承辦單位")

    nudge(clerk, site, number)
    answer(enter("nurse"), number, 3, "agree")
    clerk.open(f"/desk/cases/{number}/")
    clerk.sees("非權責退回", "建議改會", "可以續辦")
    clerk.press(COMPLETE)
    clerk.sees("已完成")
    assert standings(number) == ["answered", "passed-back", "answered"]

    citizen = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    citizen.open("/progress/")
    citizen.fill(number=number, password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.does_not_see("會辦", "消防局", "建議加註緊急聯絡人")


def nudge(clerk: Visitor, site: Site, number: str) -> None:
    clerk.open(f"/desk/cases/{number}/")
    nurse = clerk.page.locator("#request-3")
    clerk.press("催辦", nurse)
    clerk.sees("已催辦 1 次")
    expect(clerk.page.locator("#request-3").get_by_role("button", name="催辦")).to_have_count(0)
    assert site.letter("nurse@taoyuan.example", number, "催辦")


def test_every_part_of_a_parallel_dispatch_is_in_before_the_consolidated_reply(site: Site, enter: Enter) -> None:
    number, _password = registered(site.town)
    clerk = enter("clerk")
    small = enter("colleague", viewport=PHONE, is_mobile=True, has_touch=True)
    small.open(f"/desk/cases/{number}/do/consult/")
    small.page.get_by_text("另訂會辦事項或期限").first.click()
    small.press("增加單位")
    small.sees("單位 6")
    assert not small.beyond_the_screen()
    ask(clerk, number, "平行派案")
    small.open(f"/desk/cases/{number}/")
    assert not small.beyond_the_screen()
    clerk.sees("平行派案（第 1 次）", "還需 3 個回復才能續辦")
    answer(enter("fireman"), number, 1, "done", "已完成現場勘查")
    answer(enter("officer"), number, 2, "done", "查無協尋紀錄")
    clerk.open(f"/desk/cases/{number}/")
    clerk.press(COMPLETE)
    clerk.sees("平行派案尚有 1 個單位未回報")
    part = clerk.page.locator("#request-3")
    part.get_by_text("撤回派案").first.click()
    clerk.press("撤回派案", part)
    clerk.field("withdraw-3-reason").fill("改由本所自行查明")
    clerk.press("撤回派案", clerk.page.locator("#request-3"))
    clerk.sees("已撤回並通知受會單位")
    assert until(lambda: site.letter("nurse@taoyuan.example", number, "已撤回"), "the letter")
    clerk.press(COMPLETE)
    assert standings(number) == ["answered", "answered", "withdrawn"]
