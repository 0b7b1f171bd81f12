"""Without a mouse, on a phone, in the dark, on paper: the pages stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tongban.apps.cases.actions import Applicant
from tongban.apps.parties.actions import Agreement

from .conftest import Enter
from .earlier import registered
from .second_factor import log_in_with_second_factor
from .site import Site
from .town import BRACELET, SUBSIDY
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
CITIZEN = ("/", "/services/", f"/services/{SUBSIDY}/", "/about/", "/privacy/", "/accessibility/", "/accounts/login/")
CASE = ("", "do/message/?message=correction", "do/note/", "do/ask/", "do/reprint/", "do/consent/", "do/withdraw/")
LED = ("do/extend/", "do/suspend/", "do/close/")
DESK = ("/desk/", "/desk/?view=tasks", "/desk/?view=all", "/desk/views/?view=tasks", "/desk/search/?q=陳", "/accounts/")
INTAKE = (
    "/desk/intake/",
    f"/desk/intake/district-taoyuan/{SUBSIDY}/",
    f"/desk/intake/district-taoyuan/{SUBSIDY}/consent/",
)
BOARD = (
    "", "agencies/", "units/", "kinds/", "officers/", "months/", "channels/", "satisfaction/", "penalties/",
    "penalties/officers/", "deviations/", "late/", "monthly/",
)  # fmt: skip
STUDIO = (
    "",
    "agency/",
    "receipts/",
    "receipts/district-taoyuan/",
    "organisation/",
    "organisation/units/new/",
    "organisation/people/",
    "organisation/people/new/",
    "organisation/rights/",
    "calendar/",
    "systems/",
    f"kinds/{BRACELET}/",
    f"kinds/{BRACELET}/texts/step-received/",
    f"kinds/{BRACELET}/rules/",
    f"kinds/{BRACELET}/files/",
    f"kinds/{BRACELET}/draft/?examples=1",
)
WAYS = {"on a phone": {"viewport": PHONE}, "in the dark": {"color_scheme": "dark"}}


@pytest.fixture(scope="module")
def case(site: Site) -> tuple[str, str]:
    applicant = Applicant(name="陳美惠", email="chen@citizen.example", agreement=Agreement("paper", "counter"))
    return registered(site.town, applicant=applicant)


def visited(enter: Enter, case: tuple[str, str], options: dict[str, Any]) -> Iterator[Visitor]:
    """Every main page, one after the other, each seen by whom it is for."""
    number, password = case
    citizen = enter(**options)
    for path in CITIZEN:
        citizen.open(path)
        yield citizen
    citizen.open(f"/progress/?number={number}")
    yield citizen
    citizen.fill(password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    yield citizen
    pages = {
        "counter": INTAKE,
        "clerk": (*DESK, *(f"/desk/cases/{number}/{page}" for page in CASE)),
        "chief": (*(f"/desk/cases/{number}/{page}" for page in LED), *(f"/board/{page}" for page in BOARD)),
        "agent": ("/call/",),
        "admin": (*(f"/studio/{page}" for page in STUDIO), "/call/looks/"),
    }
    for username, paths in pages.items():
        officer = (
            log_in_with_second_factor(enter(**options), "admin") if username == "admin" else enter(username, **options)
        )
        for path in paths:
            assert officer.open(path) == 200, path
            yield officer


@pytest.mark.parametrize("way", WAYS)
def test_every_main_page_stays_whole(enter: Enter, case: tuple[str, str], way: str) -> None:
    """No finding of axe-core, contrast included; nothing to scroll sideways."""
    too_wide = [f"{v.page.url}: {beyond}" for v in visited(enter, case, WAYS[way]) if (beyond := v.beyond_the_screen())]
    assert not too_wide, "\n".join(too_wide)


def test_a_clerk_works_without_a_mouse(site: Site, enter: Enter) -> None:
    for _ in range(3):
        registered(site.town)
    clerk = enter("clerk")
    page = clerk.page
    clerk.open("/desk/?view=tasks")
    rows = page.locator("[data-row] a[data-open]")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_be_focused()
    assert clerk.shows_focus()
    number = rows.nth(1).inner_text()
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"選取 {number}")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("下一列、上一列")
    clerk.examine()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("j")
    expect(page.get_by_role("searchbox")).to_have_value("j")

    clerk.open("/desk/?view=tasks")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    clerk.sees("尚無人接辦")
    with page.expect_navigation():
        page.keyboard.press("t")
    clerk.sees("由我辦理")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name=re.compile("文件齊備"))).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    clerk.sees("區公所主管複核")
    with page.expect_navigation():
        page.keyboard.press("]")
    clerk.sees("尚無人接辦")


@pytest.mark.parametrize("username", ["", "clerk"])
def test_the_first_tab_leads_to_the_content_and_every_stop_is_seen(enter: Enter, username: str) -> None:
    visitor = enter(username)
    visitor.open("/desk/" if username else "/")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
    visitor.page.reload()
    stops = 0
    visitor.page.keyboard.press("Tab")
    while not visitor.is_past_the_end() and stops < 40:
        assert visitor.shows_focus(), f"stop {stops} of {visitor.page.url} is not seen"
        visitor.page.keyboard.press("Tab")
        stops += 1
    assert stops > 10


def test_a_receipt_prints_without_the_page_around_it(site: Site, enter: Enter) -> None:
    number, password = registered(site.town)
    counter = enter("counter")
    counter.open(f"/desk/cases/{number}/do/reprint/")
    counter.press("核發新密碼並列印")
    counter.does_not_see(password)
    counter.page.emulate_media(media="print")
    expect(counter.page.locator(".paper-tools")).to_be_hidden()
    expect(counter.page.get_by_text(number)).to_be_visible()
    assert counter.page.get_by_role("button").count() == 0
    counter.open(f"/desk/cases/{number}/")
    for selector in (".bar", ".act-menu", ".task-tools"):
        expect(counter.page.locator(selector).first).to_be_hidden()
