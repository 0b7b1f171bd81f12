"""移轉進行中案件 in a real browser: tried, mapped, confirmed, followed while the worker does it, and undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.apps.cases.conftest import ANSWERS
from tests.apps.cases.versions import ANOTHER_LIMIT, NO_CORRECTION, RENAMED, publish
from tongban.apps.cases.actions import Applicant, Application, complete_task, register_case
from tongban.apps.cases.models import Case, Migration
from tongban.apps.cases.reading import case_file
from tongban.apps.org.actions import add_person, give_position, set_password
from tongban.apps.org.models import Role
from tongban.core.casework import CorrectionRequest

from .conftest import Enter
from .second_factor import log_in_with_second_factor
from .site import Site, until
from .town import BRACELET, BY, PASSWORD
from .visitor import PHONE, Visitor

pytestmark = pytest.mark.e2e
PAGE = f"/studio/kinds/{BRACELET}/migrations/"


@pytest.fixture(scope="module")
def keeper(site: Site) -> str:
    """Who looks after the packs of the social affairs bureau."""
    at, town = timezone.now(), site.town
    person = add_person(username="mover", name="林管理", email="mover@taoyuan.example", by=BY, at=at)
    set_password(person=person, password=PASSWORD, by=BY, at=at)
    since = at.date() - timedelta(days=30)
    give_position(person=person, unit=town.units["social-affairs"], role=Role.AGENCY_ADMIN, from_on=since, by=BY, at=at)
    return person.username


def registered(site: Site, *outcomes: str) -> str:
    at, town = timezone.now(), site.town
    given = Application(
        kind=BRACELET,
        unit_id=town.units["district-taoyuan"].pk,
        channel="counter",
        applicant=Applicant(name="王大明"),
        answers=ANSWERS,
    )
    number = register_case(application=given, by=town.rights("counter", at), at=at).number
    for outcome in outcomes:
        asked = CorrectionRequest(
            missing="診斷書", reason="未附", due_on=at.date() + timedelta(days=20), consequence="依現有資料審查"
        )
        complete_task(
            number=number,
            task=case_file(number).open_tasks[0].number,
            outcome=outcome,
            correction=asked if outcome == "incomplete" else None,
            by=town.rights("clerk", at),
            at=at,
        )
    return number


def versions_of(*numbers: str) -> set[int]:
    found = Case.objects.filter(number__in=numbers).values_list("pack_version__number", flat=True)
    return set(found)


def test_tried_mapped_moved_and_taken_back(site: Site, enter: Enter, keeper: str, tmp_path: Path) -> None:
    numbers = [registered(site), registered(site, "complete"), registered(site, "incomplete")]
    due = Case.objects.get(number=numbers[1]).due_on
    publish(tmp_path, *RENAMED, *NO_CORRECTION, *ANOTHER_LIMIT)
    owner = log_in_with_second_factor(enter(), keeper)
    owner.open(f"/studio/kinds/{BRACELET}/versions/")
    owner.follow("移轉進行中案件")
    owner.sees("步驟對應", "案件的處理期限維持原有的 6 個工作天", "此處案件無法移轉")
    owner.press("試算結果")
    owner.sees("3 件案件中，2 件可移轉，1 件留在原版本", "新版本沒有對應「等待補正」的步驟")
    owner.page.locator('[name="to-correction"]').select_option("supplement")
    owner.press("重新試算")
    owner.sees("3 件案件中，3 件可移轉，0 件留在原版本")
    owner.press("移轉案件")
    owner.sees("請輸入目前可移轉的件數以確認")
    owner.fill(confirm="3")
    owner.press("移轉案件")
    owner.sees("已交辦移轉。您可離開此頁")
    until(lambda: Migration.objects.get().state == Migration.DONE or None, "the worker to move them")
    owner.sees("已移轉 3 件")  # by itself: nobody pressed anything
    assert versions_of(*numbers) == {2}
    assert Case.objects.get(number=numbers[1]).due_on == due
    assert [task.activity for task in case_file(numbers[1]).open_tasks] == ["examine"]

    chief = enter("chief")
    chief.open(f"/desk/cases/{numbers[1]}/")
    chief.sees("移轉至業務包第 2 版（原第 1 版）", "主管複審")
    chief.press("核准")
    chief.sees("製作與交付手鍊")

    owner.open(f"{PAGE}{Migration.objects.get().pk}/")
    owner.follow("移回")
    owner.sees("3 件可移轉")
    owner.press("移回 3 件")
    until(lambda: Migration.objects.latest("pk").state == Migration.DONE or None, "the worker to take them back")
    assert versions_of(*numbers) == {1}
    keep_within_a_phone(owner)


def keep_within_a_phone(owner: Visitor) -> None:
    """All of its pages."""
    owner.page.set_viewport_size(PHONE)
    owner.open(f"{PAGE}?from=1&to=2")
    owner.sees("步驟對應")
    assert not owner.beyond_the_screen()
    owner.press("試算結果")
    owner.sees("可移轉")
    assert not owner.beyond_the_screen()
    owner.open(f"{PAGE}{Migration.objects.order_by('pk')[0].pk}/")
    assert not owner.beyond_the_screen()
