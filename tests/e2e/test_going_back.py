"""退回 within branches, 略過 by the supervisor and a timer that came, in a real browser; the citizen sees none of it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.apps.cases.branching import draw_branching
from tests.apps.cases.conftest import ANSWERS
from tongban.apps.cases.actions import Applicant, Application, fire_due_timers, register_case
from tongban.apps.cases.reading import case_file

from .conftest import Enter
from .site import Site
from .town import BRACELET
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
REASON = "戶籍資料與申請書不符，請重新核對"
BACK, SKIP = re.compile("^退回"), re.compile("^略過")


@pytest.fixture(scope="module", autouse=True)
def branching(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    draw_branching(tmp_path_factory.mktemp("branching"))


def registered(site: Site) -> tuple[str, str]:
    at = timezone.now()
    unit = site.town.units["district-taoyuan"].pk
    asked = Application(
        kind=BRACELET, unit_id=unit, channel="counter", applicant=Applicant(name="王大明"), answers=ANSWERS
    )
    done = register_case(application=asked, by=site.town.rights("counter", at), at=at)
    assert done.password is not None
    return done.number, done.password


def waiting(number: str) -> list[str]:
    return sorted(task.activity for task in case_file(number).open_tasks)


def complete(officer: Visitor, number: str, *activities: str) -> None:
    for activity in activities:
        officer.open(f"/desk/cases/{number}/")
        card = officer.page.locator(".task-card", has=officer.page.get_by_role("heading", name=activity, exact=True))
        officer.press(re.compile("完成此步驟"), card)


def test_one_branch_sends_back_a_supervisor_skips_and_a_timer_comes(site: Site, enter: Enter, tmp_path: Path) -> None:
    number, password = registered(site)
    clerk, colleague, chief = enter("clerk"), enter("colleague"), enter("chief")
    complete(clerk, number, "accept")
    clerk.open(f"/desk/cases/{number}/")
    clerk.sees("查核", "house", "family", "late", "日後自動")
    send_back_from_one_branch(colleague, number)
    sees_it_came_back(clerk, number)

    complete(clerk, number, "accept", "house", "family")
    skip_the_review(chief, number)
    a_timer_comes(site, clerk)

    citizen = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    citizen.open("/progress/")
    citizen.fill(number=number, password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.sees("文件審查")
    citizen.does_not_see(REASON, "退回", "略過", "急件")
    assert not citizen.beyond_the_screen()


def send_back_from_one_branch(officer: Visitor, number: str) -> None:
    officer.open(f"/desk/cases/{number}/")
    card = officer.page.locator(".task-card", has=officer.page.get_by_role("heading", name="family", exact=True))
    officer.follow(BACK, card)
    officer.sees("「accept」由上次辦理的張志豪辦理", "同時取消：「house」", "處理期限屬於全案")
    officer.press(BACK)
    officer.sees("尚未辦理")
    officer.fill(reason=REASON)
    officer.press(BACK)
    officer.sees("已退回")
    assert waiting(number) == ["accept"]


def sees_it_came_back(officer: Visitor, number: str) -> None:
    officer.open("/desk/?view=mine")
    officer.sees(number, "退回：自「family」")
    officer.open(f"/desk/cases/{number}/")
    officer.sees("吳美玲自「family」退回", REASON)
    timeline = officer.page.locator(".timeline").first
    expect(timeline).to_contain_text("自「family」退回至「accept」")
    expect(timeline).to_contain_text("取消：「house」")


def skip_the_review(officer: Visitor, number: str) -> None:
    officer.open(f"/desk/cases/{number}/")
    officer.sees("overdue", "5 日後自動", "同時取消：「review」")
    officer.follow(SKIP, officer.page.locator(".task-card"))
    officer.sees("「deliver」由", "不會顯示為已完成")
    officer.fill(reason="急件，家屬明日出國")
    officer.press(SKIP)
    officer.sees("略過「review」", "急件，家屬明日出國")
    assert waiting(number) == ["deliver"]


def a_timer_comes(site: Site, officer: Visitor) -> None:
    number, _password = registered(site)
    complete(officer, number, "accept")
    assert fire_due_timers(at=timezone.now() + timedelta(days=30))
    assert waiting(number) == ["chase", "family", "house"]
    officer.open(f"/desk/cases/{number}/")
    officer.sees("計時屆至：late", "系統（期限屆至）")


def test_on_a_phone_the_acts_keep_within_the_screen_and_by_key(site: Site, enter: Enter) -> None:
    number, _password = registered(site)
    clerk = enter("clerk", viewport=PHONE)
    complete(clerk, number, "accept")
    clerk.open(f"/desk/cases/{number}/")
    assert not clerk.beyond_the_screen()
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("b")
    clerk.examine()
    clerk.sees("自「family」退回至", "自「house」退回至")
    assert not clerk.beyond_the_screen()
