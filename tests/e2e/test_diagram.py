"""A process drawn in another program: its fault shown on the drawing, mended, kept, published by a second person; and the
case that runs by it, seen where it stands."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from tongban.apps.catalogue.models import Pack
from tongban.apps.org.actions import add_person, give_position, set_password
from tongban.apps.org.models import Role

from .conftest import Enter
from .inspections import FIRE, inspected, set_up
from .second_factor import log_in_with_second_factor
from .site import Site
from .town import BY, PACKS, PASSWORD
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
OWNERS = (("drawer", "陳流程"), ("approver", "吳科長"), ("walker", "林副座"))
PAGE = f"/studio/kinds/{FIRE}/process/"
DRAWING = (PACKS / FIRE / "process.bpmn").read_text(encoding="utf-8")
FAULTY = DRAWING.replace('camunda:candidateGroups="supervisor"', 'camunda:candidateGroups="emperor"', 1)


@pytest.fixture(scope="module", autouse=True)
def owners(site: Site) -> None:
    set_up(site.town)
    at = timezone.now()
    for username, name in OWNERS:
        person = add_person(username=username, name=name, email=f"{username}@taoyuan.example", by=BY, at=at)
        set_password(person=person, password=PASSWORD, by=BY, at=at)
        since = at.date() - timedelta(days=30)
        give_position(person=person, unit=site.town.units["fire"], role=Role.AGENCY_ADMIN, from_on=since, by=BY, at=at)


def drawing(visitor: Visitor, which: int = 0) -> Locator:
    """The picture, once it is drawn; the mark of its makers is in sight."""
    figure = visitor.page.locator("figure.diagram.is-drawn").nth(which)
    expect(figure.locator(".djs-container > svg")).to_be_visible()
    expect(figure.locator(".bjs-powered-by")).to_be_visible()
    return figure


def shape(figure: Locator, id: str) -> Locator:
    return figure.locator(f'[data-element-id="{id}"]')


def put_in(visitor: Visitor, folder: Path, text: str) -> None:
    file = folder / "drawn-elsewhere.bpmn"
    file.write_text(text, encoding="utf-8")
    visitor.field("process").set_input_files(file)
    visitor.press("檢查並存為草稿")


def faulty_task() -> str:
    found = re.search(r'<bpmn:userTask id="([^"]+)"[^>]*emperor', FAULTY)
    assert found
    return found[1]


def test_a_fault_is_shown_on_the_drawing_mended_and_published_by_a_second_person(
    site: Site, enter: Enter, tmp_path: Path
) -> None:
    task = faulty_task()
    drawer = log_in_with_second_factor(enter(), "drawer")
    drawer.open(f"/studio/kinds/{FIRE}/")
    drawer.follow("流程")
    assert shape(drawing(drawer), task).count() == 1

    put_in(drawer, tmp_path, "<not-a-drawing/>")
    drawer.sees("無法讀成流程", "沒有存入任何資料")
    assert not hasattr(Pack.objects.get(code=FIRE), "draft")

    put_in(drawer, tmp_path, FAULTY)
    drawer.sees("1 個問題", "emperor")
    figure = drawing(drawer)
    expect(shape(figure, task)).to_have_class(re.compile("is-fault"))
    expect(figure.locator(".diagram-badge.is-fault")).to_have_text("‼ 1")
    drawer.page.locator(f'.fault-list button[data-shape="{task}"]').press("Enter")
    expect(shape(figure, task)).to_have_class(re.compile("is-chosen"))
    drawer.page.locator("h1").click()
    shape(figure, task).locator(".djs-hit").first.click()
    expect(drawer.page.locator(".fault-list > li").first).to_have_attribute("aria-current", "true")
    assert drawer.page.get_by_role("link", name=re.compile("^發布")).count() == 0

    put_in(drawer, tmp_path, DRAWING.replace('name="', 'name="新', 3))
    drawer.sees("沒有發現問題")
    drawer.follow("比較版本", drawer.page.locator(".page-head"))
    drawer.sees("改名為")
    expect(drawing(drawer, 1).locator(".is-changed").first).to_be_attached()
    assert drawing(drawer, 0).locator(".is-changed").count() > 0

    approver = log_in_with_second_factor(enter(), "approver")
    approver.open(f"/studio/kinds/{FIRE}/draft/")
    approver.sees("陳流程")
    approver.follow(re.compile("^發布"))
    approver.press(re.compile("^發布$"), approver.page.locator("main"))
    approver.sees("第 2 版生效中")


def test_a_case_is_seen_where_it_stands_by_hand_by_key_and_without_script(site: Site, enter: Enter) -> None:
    number, password = inspected(site.town, FIRE)
    captain = enter("captain")
    captain.open(f"/desk/cases/{number}/")
    captain.page.keyboard.press("g")
    captain.page.wait_for_url(re.compile("/process/$"))
    captain.examine()
    figure = drawing(captain)
    assert figure.locator(".djs-element.is-done").count() >= 1
    assert figure.locator(".djs-element.is-now").count() == 1
    captain.sees("林志明", "已完成", "辦理中")
    picture = figure.locator(".djs-container > svg")
    picture.focus()
    assert captain.shows_focus()
    before = figure.locator(".viewport").first.get_attribute("transform")
    captain.page.keyboard.press("+")
    assert figure.locator(".viewport").first.get_attribute("transform") != before

    plain = enter("inspector", java_script_enabled=False)
    plain.open(f"/desk/cases/{number}/process/")
    plain.sees("林志明", "已完成")
    expect(plain.page.locator("noscript").first).to_be_visible()

    citizen = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    citizen.open("/progress/")
    citizen.fill(number=number, password=password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.does_not_see("bpmn")
    assert citizen.page.locator("figure.diagram, [data-diagram]").count() == 0


def test_drawings_fit_a_phone_and_the_dark(site: Site, enter: Enter) -> None:
    number, _password = inspected(site.town, FIRE)
    captain = enter("captain", viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    captain.open(f"/desk/cases/{number}/process/")
    drawing(captain)
    assert not captain.beyond_the_screen()
    captain.open(f"/board/process/?kind={FIRE}")
    drawing(captain)
    captain.sees("中位數", "等待中")
    assert not captain.beyond_the_screen()
    walker = log_in_with_second_factor(enter(viewport=PHONE, is_mobile=True, has_touch=True), "walker")
    walker.open(PAGE)
    drawing(walker)
    assert not walker.beyond_the_screen()
    walker.open(f"{PAGE}compare/")
    assert not walker.beyond_the_screen()
