"""Two penalty standards in a real browser: the proposal with its reason, and no other amount without a second person."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tongban.apps.cases.models import Penalty

from .conftest import Enter
from .inspections import FIRE, FOOD, inspected, opened, set_up
from .site import Site
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
REASON = "檢查當日即停業改善，改善情形經複查屬實"
PROPOSE, APPROVE, BACK = re.compile("依裁罰基準擬處罰鍰"), re.compile("核可此金額"), re.compile("^退回")


@pytest.fixture(scope="module", autouse=True)
def agencies(site: Site) -> None:
    set_up(site.town)


def today() -> str:
    day: date = timezone.localdate()
    return f"{day.year - 1911}/{day.month}/{day.day}"


def penalty(number: str) -> Penalty:
    return Penalty.objects.filter(case__number=number).latest("number")


def asks_for(officer: Visitor, amount: str, reason: str) -> None:
    officer.page.locator('[name$="-amount"]').fill(amount)
    field = officer.page.locator('[name$="-deviation"]')
    if not field.is_visible():
        officer.page.get_by_text("擬處與基準不同之金額").click()
    field.fill(reason)
    officer.press(PROPOSE)


def test_fire_safety_from_the_sheet_to_the_fined_restaurant(site: Site, enter: Enter) -> None:
    number, password = opened(site.town, FIRE)
    inspector, captain = enter("inspector"), enter("captain")
    fill_in_the_sheet(inspector, number)
    inspector.sees("裁罰基準擬處 100,000 元", "「消防法裁罰基準」第 5 列", "消防法第 6 條第 1 項、第 37 條第 1 項")
    inspector.sees("法定額度為 20,000 元至 300,000 元")
    asks_for(inspector, "60000", "")
    inspector.sees("請填寫與裁罰基準不同之理由")
    assert not Penalty.objects.filter(case__number=number).exists()
    asks_for(inspector, "60000", REASON)
    inspector.sees("核可前該金額不生效力", "待核可", REASON)
    assert inspector.page.get_by_role("button", name=APPROVE).count() == 0
    assert penalty(number).standing == "awaiting"

    captain.open(f"/desk/cases/{number}/")
    captain.sees("擬處 60,000 元（裁罰基準為 100,000 元），待核可", REASON, "林志明")
    captain.press(APPROVE)
    captain.sees("處罰鍰 60,000 元（裁罰基準為 100,000 元）", "主管核定")
    captain.press(re.compile("處以罰鍰"))
    inspector.open(f"/desk/cases/{number}/")
    inspector.press(re.compile("完成此步驟"))
    assert penalty(number).is_deviation

    citizen = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    citizen.open("/progress/")
    citizen.fill(number=number, password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.sees("罰鍰：60,000 元", "裁罰基準為 100,000 元", "「消防法裁罰基準」第 5 列", "第 37 條第 1 項")
    citizen.does_not_see(REASON, "林志明")
    assert not citizen.beyond_the_screen()


def fill_in_the_sheet(inspector: Visitor, number: str) -> None:
    inspector.open(f"/desk/cases/{number}/")
    inspector.fill(**{"answer-inspected_on": today()})
    inspector.choose("answer-violation", "equipment")
    inspector.fill(**{"answer-times": "2"})
    inspector.press(re.compile("完成此步驟"))


def test_food_safety_no_deviation_by_one_person_alone(site: Site, enter: Enter) -> None:
    number, _password = inspected(site.town, FOOD)
    captain, major = enter("captain"), enter("major")
    captain.open(f"/desk/cases/{number}/")
    captain.sees("裁罰基準擬處 405,000 元", "「基本罰鍰」第 5 列", "「規模加權」第 2 列", "「影響加權」第 2 列")
    asks_for(captain, "200000", REASON)
    captain.sees("須由另一位有權核可者核可")
    captain.press(APPROVE)
    captain.sees("不得自行核可")
    assert penalty(number).standing == "awaiting"

    major.open(f"/desk/cases/{number}/")
    major.press(BACK)
    major.sees("請填寫退回理由")
    major.page.locator('[name="reason"]').fill("理由不足以減輕")
    major.press(BACK)
    major.sees("已退回", "理由不足以減輕")
    assert penalty(number).standing == "refused"

    inspector = enter("inspector")
    inspector.open(f"/desk/cases/{number}/")
    inspector.press(PROPOSE)
    inspector.sees("依裁罰基準處罰鍰 405,000 元")
    expect(inspector.page.locator(".timeline").first).to_contain_text("退回罰鍰 200,000 元之擬議")
    assert (penalty(number).amount, penalty(number).is_deviation) == (405_000, False)
