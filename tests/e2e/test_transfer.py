"""移轉 in a real browser: refused with a suggestion, accepted by the unit in charge, seen by the citizen; 改分 of many."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.apps.cases.conftest import ANSWERS
from tongban.apps.cases.actions import Applicant, Application, register_case
from tongban.apps.cases.models import Case, Transfer
from tongban.apps.org.actions import add_person, create_unit, give_position, set_password
from tongban.apps.org.models import Role, UnitKind

from .conftest import Enter
from .site import Site
from .town import BRACELET, BY, PASSWORD, Town
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
STAFF = (
    ("fireman", "fire", Role.HANDLER),
    ("officer", "police", Role.HANDLER),
    ("registrar", "district-taoyuan-civil", Role.HANDLER),
    ("head", "district-taoyuan", Role.SUPERVISOR),
)
PHONE_OF_POLICE = "03-3335107"


@pytest.fixture(scope="module", autouse=True)
def others(site: Site) -> None:
    """Two more agencies, a second section of the district office, and the head of that office."""
    at, units = timezone.now(), site.town.units
    for code, name, kind, parent, phone in (
        ("fire", "消防局", UnitKind.AGENCY, "city", "03-3379119"),
        ("police", "警察局", UnitKind.AGENCY, "city", PHONE_OF_POLICE),
        ("district-taoyuan-civil", "民政課", UnitKind.SECTION, "district-taoyuan", "03-3322101"),
    ):
        units[code] = create_unit(code=code, name=name, kind=kind, parent=units[parent], phone=phone, by=BY, at=at)
    for username, unit, role in STAFF:
        person = add_person(username=username, name=username, email=f"{username}@taoyuan.example", by=BY, at=at)
        set_password(person=person, password=PASSWORD, by=BY, at=at)
        since = at.date() - timedelta(days=30)
        give_position(person=person, unit=units[unit], role=role, from_on=since, by=BY, at=at)


def registered(town: Town, name: str = "王大明") -> tuple[str, str]:
    at = timezone.now()
    asked = Application(
        kind=BRACELET,
        unit_id=town.units["district-taoyuan"].pk,
        channel="counter",
        applicant=Applicant(name=name),
        answers=ANSWERS,
    )
    done = register_case(application=asked, by=town.rights("counter", at), at=at)
    assert done.password is not None
    return done.number, done.password


def transfer(visitor: Visitor, unit: str, reason: str) -> None:
    visitor.fill(unit=unit, reason=reason)
    visitor.press(re.compile("^移轉"), visitor.page.locator("main"))


def test_a_case_goes_to_the_unit_in_charge_and_keeps_its_clock_and_password(site: Site, enter: Enter) -> None:
    number, password = registered(site.town)
    due_on = Case.objects.get(number=number).due_on
    clerk = enter("clerk")
    clerk.open(f"/desk/cases/{number}/")
    clerk.follow(re.compile("移轉其他單位"), clerk.page.locator(".act-menu"))
    clerk.sees("期限照常計算")
    transfer(clerk, "沒有這個局", "走失案件")
    clerk.sees("查無此單位")
    transfer(clerk, "消防局", "走失案件屬消防救護")
    clerk.sees("本案已請消防局承接，尚待回復", "請其承接")
    assert number in site.letter("fireman@taoyuan.example", number, "請承接")

    refused_on_the_phone(enter, number)
    assert site.letter("clerk@taoyuan.example", number, "不承接移轉")
    clerk.open("/desk/?view=unit")
    clerk.sees("消防局不承接移轉")
    clerk.open(f"/desk/cases/{number}/")
    clerk.sees("走失協尋由警察局辦理")
    clerk.follow("移轉警察局")
    transfer(clerk, "警察局", "走失協尋屬貴局權責")

    officer = enter("officer")
    officer.open(f"/desk/cases/{number}/")
    officer.follow("承接")
    officer.page.get_by_label("由我承辦").check()
    officer.press("承接", officer.page.locator("main"))
    officer.sees("本案已由貴單位承辦", "已移轉 1 次", "承接自")
    assert clerk.open(f"/desk/cases/{number}/") == 403
    case = Case.objects.get(number=number)
    assert (case.unit.code, case.due_on, case.handler and case.handler.username) == ("police", due_on, "officer")

    citizen = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    citizen.open("/progress/")
    citizen.fill(number=number, password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.sees("警察局", PHONE_OF_POLICE)
    citizen.does_not_see("走失協尋屬貴局權責", "消防局")


def refused_on_the_phone(enter: Enter, number: str) -> None:
    fireman = enter("fireman", viewport=PHONE, is_mobile=True, has_touch=True)
    fireman.open("/desk/?view=asked")
    fireman.sees(number, "請貴單位承接本案")
    fireman.open(f"/desk/cases/{number}/")
    fireman.sees("請貴單位承接本案", "走失案件屬消防救護")
    assert not fireman.beyond_the_screen()
    fireman.follow("不承接")
    fireman.press("不承接", fireman.page.locator("main"))
    fireman.fill(reason="走失協尋由警察局辦理", suggested="警察局")
    fireman.press("不承接", fireman.page.locator("main"))
    fireman.sees("本案仍由原單位承辦")
    assert fireman.open(f"/desk/cases/{number}/") == 403


def test_who_asked_takes_the_request_back(site: Site, enter: Enter) -> None:
    number, _password = registered(site.town, "陳小姐")
    clerk = enter("clerk")
    clerk.open(f"/desk/cases/{number}/do/transfer/")
    transfer(clerk, "消防局", "送錯了")
    clerk.follow("撤回請求")
    clerk.press("撤回請求", clerk.page.locator("main"))
    clerk.sees("本案仍由貴單位承辦", "撤回對消防局的移轉請求")
    assert Transfer.objects.get(case__number=number).standing == "withdrawn"


def test_the_head_of_the_office_gives_many_cases_to_another_section(site: Site, enter: Enter) -> None:
    numbers = [registered(site.town, f"申請人{place}")[0] for place in range(6)]
    head = enter("head")
    head.open("/desk/?view=unit")
    for number in numbers:
        head.page.locator(f'input[name="case"][value="{number}"]').check()
    head.press("移轉……")
    head.sees("移轉這些案件？", *numbers)
    assert not Transfer.objects.filter(case__number__in=numbers).exists()
    head.fill(unit="桃園區公所民政課", reason="業務調整")
    head.page.get_by_label(re.compile("改分")).check()
    head.press("移轉 6 件")
    head.sees("已完成 6 件")
    cases = Case.objects.filter(number__in=numbers)
    assert {case.unit.code for case in cases} == {"district-taoyuan-civil"}
    registrar = enter("registrar")
    registrar.open("/desk/?view=unit")
    registrar.sees(*numbers)
