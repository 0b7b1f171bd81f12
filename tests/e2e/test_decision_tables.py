"""A penalty table is changed in Excel: faults by cell, what changes in words, a second person, and the next case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from tongban.apps.catalogue.models import Pack
from tongban.apps.org.actions import add_person, give_position, set_password
from tongban.apps.org.models import Role

from .conftest import Enter
from .inspections import FIRE, inspected, set_up
from .second_factor import log_in_with_second_factor
from .site import Site
from .town import BY, PASSWORD
from .visitor import PHONE, Visitor, content_of

pytestmark = pytest.mark.e2e
OWNERS = (("lawyer", "陳法規"), ("section-chief", "吳科長"), ("deputy", "林副座"))
TABLE = f"/studio/kinds/{FIRE}/tables/penalty/"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module", autouse=True)
def owners(site: Site) -> None:
    """People who look after the fire department's kinds."""
    set_up(site.town)
    at = timezone.now()
    since = at.date() - timedelta(days=30)
    for username, name in OWNERS:
        person = add_person(username=username, name=name, email=f"{username}@taoyuan.example", by=BY, at=at)
        set_password(person=person, password=PASSWORD, by=BY, at=at)
        unit = site.town.units["fire"]
        give_position(person=person, unit=unit, role=Role.AGENCY_ADMIN, from_on=since, by=BY, at=at)


def changed(visitor: Visitor, folder: Path, edit: Edit) -> Path:
    """The workbook as it is downloaded, changed by another program."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="下載 Excel 活頁簿").click()
    assert download.value.suggested_filename == "消防法裁罰基準.xlsx"
    book = openpyxl.load_workbook(content_of(download.value))
    edit(book)
    path = folder / "消防法裁罰基準.xlsx"
    book.save(path)
    return path


def upload(visitor: Visitor, file: Path) -> None:
    visitor.field("workbook").set_input_files(file)
    visitor.press("檢查")


def cell(place: str, value: object) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book["規則"][place] = value

    return edit


def test_a_penalty_table_goes_through_excel_to_the_next_case(site: Site, enter: Enter, tmp_path: Path) -> None:
    lawyer = log_in_with_second_factor(enter(), "lawyer")
    before, _ = inspected(site.town, FIRE)
    lawyer.open(f"/studio/kinds/{FIRE}/")
    lawyer.follow("決策表")
    lawyer.follow("消防法裁罰基準")
    lawyer.sees("只能有一列成立", "300 以上、未滿 1,000", "2 以上、未滿 3", "消防安全設備")

    upload(lawyer, changed(lawyer, tmp_path, cell("E8", "十二萬")))
    lawyer.sees("1 個問題", "消防法裁罰基準.xlsx 規則 E8「罰鍰（元）」", "沒有「十二萬」這個名稱")
    assert not hasattr(Pack.objects.get(code=FIRE), "draft")

    upload(lawyer, changed(lawyer, tmp_path, cell("E8", 120_000)))
    lawyer.sees("第 5 列「罰鍰（元）」由 100000 改為 120000。", "沒有缺口", "examples/2-fined-by-the-standard.yaml")
    lawyer.press("存入草稿")
    lawyer.sees("由 100000 改為 120000")

    lawyer.open(f"{TABLE}try/")
    lawyer.page.get_by_label("違規事項").select_option("equipment")
    lawyer.page.get_by_label("場所樓地板面積").fill("450")
    lawyer.page.get_by_label("第幾次違反").fill("2")
    lawyer.press("試算", lawyer.page.locator("main"))
    lawyer.sees("現行版本", "100,000", "草稿", "120,000", "「消防法裁罰基準」第 5 列")

    chief = log_in_with_second_factor(enter(), "section-chief")
    chief.open(f"/studio/kinds/{FIRE}/draft/")
    chief.sees("陳法規", "由 100000 改為 120000")
    chief.follow(re.compile("^發布"))
    chief.press(re.compile("^發布$"), chief.page.locator("main"))
    chief.sees("第 2 版生效中")

    after, _ = inspected(site.town, FIRE)
    inspector = enter("inspector")
    inspector.open(f"/desk/cases/{before}/")
    inspector.sees("裁罰基準擬處 100,000 元")
    inspector.open(f"/desk/cases/{after}/")
    inspector.sees("裁罰基準擬處 120,000 元", "「消防法裁罰基準」第 5 列")


def test_the_tables_fit_a_phone(enter: Enter) -> None:
    deputy = log_in_with_second_factor(enter(viewport=PHONE, is_mobile=True, has_touch=True), "deputy")
    for way in ("", "penalty/", "penalty/try/?in-violation=equipment&in-venue_size=450&in-times=2&try=1"):
        deputy.open(f"/studio/kinds/{FIRE}/tables/{way}")
        assert not deputy.beyond_the_screen()
