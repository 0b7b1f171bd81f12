"""A condition that decides nothing, in a real browser: the officer is held up and told why, the keeper sees where, and
what was typed goes through once the definition is mended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.apps.cases.broken import break_bracelet, mend_bracelet
from tests.apps.cases.conftest import ANSWERS
from tongban.apps.cases.actions import Applicant, Application, register_case
from tongban.apps.cases.models import Incident
from tongban.apps.cases.reading import case_file
from tongban.apps.org.actions import add_person, give_position, set_password
from tongban.apps.org.models import Role

from .conftest import Enter
from .second_factor import log_in_with_second_factor
from .site import Site
from .town import BRACELET, BY, PASSWORD
from .visitor import PHONE

pytestmark = pytest.mark.e2e
COMMENT = "文件皆已核對，與戶籍資料相符"


@pytest.fixture(scope="module")
def keeper(site: Site) -> str:
    """Who may mend the packs of the social affairs bureau."""
    at, town = timezone.now(), site.town
    person = add_person(username="keeper", name="林管理", email="keeper@taoyuan.example", by=BY, at=at)
    set_password(person=person, password=PASSWORD, by=BY, at=at)
    since = at.date() - timedelta(days=30)
    give_position(person=person, unit=town.units["social-affairs"], role=Role.AGENCY_ADMIN, from_on=since, by=BY, at=at)
    return person.username


def test_held_up_told_mended_and_sent_again(site: Site, enter: Enter, keeper: str, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    number = registered(site)
    clerk = enter("clerk")
    clerk.open(f"/desk/cases/{number}/")
    clerk.page.locator('[name$="-comment"]').fill(COMMENT)
    clerk.press("齊備")
    clerk.sees("流程異常：案件無法通過「成人尺寸？」", "number(size)", "處理期限繼續計算")
    expect(clerk.page.locator('[name$="-comment"]')).to_have_value(COMMENT)
    clerk.open("/desk/?view=incidents")
    clerk.sees(number, "流程異常：成人尺寸？")
    owner = log_in_with_second_factor(enter(), keeper)
    owner.open(f"/studio/kinds/{BRACELET}/")
    owner.sees("件案件無法續辦")
    owner.follow("流程異常")
    owner.sees("成人尺寸？", "number(size)", "件案件等候中")
    expect(owner.page.get_by_text(number)).to_have_count(0)
    mend_bracelet()
    clerk.open(f"/desk/cases/{number}/")
    clerk.sees("案件已改用新版本的定義")
    clerk.press("齊備")
    clerk.sees("不再受阻")
    assert [task.activity for task in case_file(number).open_tasks] == ["review"]
    assert not Incident.objects.filter(case__number=number, ended_at=None).exists()


def test_on_a_phone_both_pages_keep_within_the_screen(site: Site, enter: Enter, keeper: str, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    number = registered(site)
    clerk = enter("clerk", viewport=PHONE)
    clerk.open(f"/desk/cases/{number}/")
    clerk.press("齊備")
    clerk.sees("流程異常：案件無法通過「成人尺寸？」")
    owner = log_in_with_second_factor(enter(viewport=PHONE), keeper)
    owner.open(f"/studio/kinds/{BRACELET}/incidents/")
    owner.sees("處理方式")
    mend_bracelet()


def registered(site: Site) -> str:
    at = timezone.now()
    unit = site.town.units["district-taoyuan"].pk
    asked = Application(
        kind=BRACELET, unit_id=unit, channel="counter", applicant=Applicant(name="王大明"), answers=ANSWERS
    )
    return register_case(application=asked, by=site.town.rights("counter", at), at=at).number
