"""移轉進行中案件 in the studio: tried, confirmed, followed and undone, by whoever looks after the kind."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path

import pytest

from tests.apps.cases.broken import break_bracelet, complete
from tests.apps.cases.conftest import AT
from tests.apps.cases.versions import (
    ANOTHER_LIMIT,
    NO_CORRECTION,
    RENAMED,
    at_accept,
    at_correction,
    at_review,
    publish,
)
from tongban.apps.cases.actions import carry_out
from tongban.apps.cases.models import Migration
from tongban.apps.cases.reading import case_file
from tongban.apps.org.models import Position, Role
from tongban.apps.org.policy import forget
from tongban.core.casework import DefinitionFault

from .conftest import KIND, Studio

PAGE = f"{KIND}migrations/"


@pytest.fixture
def cases(studio: Studio, tmp_path: Path) -> list[str]:
    """Two that can go, one that waits for a correction which the second version does not know; the clock differs."""
    found = [at_accept(studio.city), at_review(studio.city), at_correction(studio.city)]
    publish(tmp_path, *RENAMED, *NO_CORRECTION, *ANOTHER_LIMIT)
    return found


def page(studio: Studio, address: str = PAGE, name: str = "owner") -> str:
    return unescape(studio.client(name).get(address).content.decode())


def sent(studio: Studio, address: str = PAGE, status: int = 200, **given: str) -> str:
    answer = studio.client().post(address, {"from": "1", "to": "2", **given}, follow=True)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_the_proposal_names_every_step_and_what_becomes_of_it(studio: Studio, cases: list[str]) -> None:
    shown = page(studio)
    assert "移轉進行中案件" in shown
    assert '<option value="examine" selected>主管複審 (examine)</option>' in shown
    assert "停在此處的案件不能移轉" in shown
    assert "案件的處理期限維持原有的 6 個工作天，不改為新版本的 9 個工作天" in shown


def test_the_dry_run_says_who_goes_and_who_stays_and_changes_nothing(studio: Studio, cases: list[str]) -> None:
    shown = sent(studio)
    assert "3 件案件中，2 件可移轉，1 件留在原版本" in shown
    assert "新版本沒有對應「等待補正」的步驟" in shown
    assert not Migration.objects.exists()
    assert {case_file(number).version for number in cases[:1]} == {1}
    assert "3 件案件中，3 件可移轉，0 件留在原版本" in sent(studio, **{"to-correction": "supplement"})


def test_it_is_ordered_only_after_a_second_look(studio: Studio, cases: list[str]) -> None:
    assert "請輸入目前可移轉的件數" in sent(studio, order="1", confirm="", status=422)
    assert "請輸入目前可移轉的件數" in sent(studio, order="1", confirm="3", status=422)
    assert not Migration.objects.exists()
    assert "可離開此頁" in sent(studio, order="1", confirm="2")
    [made] = Migration.objects.all()
    assert (made.total, made.activities["review"]) == (3, "examine")
    assert "correction" not in made.activities


def test_its_page_says_what_became_of_each_case_and_leads_back(studio: Studio, cases: list[str]) -> None:
    sent(studio, order="1", confirm="2")
    [made] = Migration.objects.all()
    here = f"{PAGE}{made.pk}/"
    assert "等候執行" in page(studio, here)
    carry_out(migration=made.pk, at=AT)
    shown = page(studio, here)
    assert "3 件案件中，已移轉 2 件，1 件留在原版本" in shown
    assert "新版本沒有對應「等待補正」的步驟" in shown
    asked = page(studio, f"{here}undo/")
    assert "2 件可移轉" in asked
    assert "可離開此頁" in sent(studio, f"{here}undo/")
    back = Migration.objects.latest("pk")
    assert back.undoes_id == made.pk
    carry_out(migration=back.pk, at=AT)
    assert len({case_file(number).pack_version_id for number in cases}) == 1
    assert "這些案件已移回" in page(studio, here)


def test_it_can_be_stopped(studio: Studio, cases: list[str]) -> None:
    sent(studio, order="1", confirm="2")
    [made] = Migration.objects.all()
    assert "已停止" in sent(studio, f"{PAGE}{made.pk}/stop/")
    assert "先前已結束" in sent(studio, f"{PAGE}{made.pk}/stop/")


def test_case_numbers_are_for_those_alone_who_may_see_the_cases(studio: Studio, cases: list[str]) -> None:
    assert not any(number in sent(studio) for number in cases)
    owner = studio.people["owner"]
    Position.objects.create(person=owner, unit=studio.city.section, role=Role.SUPERVISOR, from_on=date(2020, 1, 1))
    forget()
    shown = sent(studio)
    assert all(f"/desk/cases/{number}/" in shown for number in cases)


@pytest.mark.parametrize("who", ["other", "handler"])
def test_others_stay_outside(studio: Studio, cases: list[str], who: str) -> None:
    sent(studio, order="1", confirm="2")
    [made] = Migration.objects.all()
    client = studio.client(who)
    for address in ("", f"{made.pk}/", f"{made.pk}/undo/"):
        assert client.get(f"{PAGE}{address}").status_code == 403
    for address in ("", f"{made.pk}/stop/", f"{made.pk}/undo/"):
        assert client.post(f"{PAGE}{address}", {"from": "1", "to": "2"}).status_code == 403


def test_a_migration_of_another_kind_is_not_found_here(studio: Studio, cases: list[str]) -> None:
    assert studio.client().get(f"{PAGE}999/").status_code == 404


def test_with_one_version_there_is_nothing_to_move(studio: Studio) -> None:
    assert "請選擇兩個不同的版本" in page(studio)


def test_the_versions_and_the_incidents_lead_there(studio: Studio, cases: list[str]) -> None:
    assert PAGE in page(studio, f"{KIND}versions/")
    assert PAGE in page(studio, KIND)


def test_process_incidents_lead_there(studio: Studio, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    number = at_accept(studio.city)
    with pytest.raises(DefinitionFault):
        complete(studio.city, number)
    assert PAGE in page(studio, f"{KIND}incidents/")


def test_the_history_of_a_case_says_so_in_both_languages(studio: Studio, cases: list[str]) -> None:
    sent(studio, order="1", confirm="2")
    carry_out(migration=Migration.objects.get().pk, at=AT)
    desk = f"/desk/cases/{cases[1]}/"
    assert "移轉至業務包第 2 版（原第 1 版）" in unescape(studio.client("handler").get(desk).content.decode())
    english = unescape(studio.client("handler", "en").get(desk).content.decode())
    assert "Moved to version 2 of its kind (from version 1)" in english
