from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.apps.cases.conftest import AT, BRACELET, City
from tests.web.desk.intake.conftest import FORM, filled, words
from tongban.apps.cases import placing
from tongban.apps.cases.models import Case, Remark
from tongban.apps.cases.passwords import matches
from tongban.apps.org.models import Unit
from tongban.apps.parties.models import Consent, Party
from tongban.apps.worklists.actions import save_draft
from tongban.apps.worklists.models import Draft


def test_the_kinds_of_ones_own_units_are_offered(counter: Client) -> None:
    page = words(counter.get("/desk/intake/"))
    assert "預防走失愛的手鍊" in page
    assert FORM in page


@pytest.mark.parametrize(
    ("typed", "found"), [("手鍊", True), ("走失 手鍊", True), ("ＢＲＡＣＥＬＥＴ", True), ("垃圾車", False)]
)
def test_kinds_are_found_by_a_word_of_their_name(counter: Client, typed: str, found: bool) -> None:
    assert (FORM in words(counter.get("/desk/intake/", {"kind": typed}))) is found


def test_whoever_takes_in_nothing_is_told_so(log_in: Callable[[str], Client]) -> None:
    assert log_in("hotline").get("/desk/intake/").status_code == 403
    assert log_in("hotline").get(FORM).status_code == 403


def test_a_kind_the_unit_does_not_take_in_is_no_page(counter: Client) -> None:
    assert counter.get("/desk/intake/district-taoyuan/no/such-kind/").status_code == 404
    assert counter.get(f"/desk/intake/nowhere/{BRACELET}/").status_code == 404


def test_nobody_comes_in_without_logging_in(city: City) -> None:
    assert Client().get(FORM).status_code == 302
    assert Client().post(FORM, filled()).status_code == 302
    assert not Case.objects.exists()


def test_a_complete_page_becomes_a_case_with_number_and_password(counter: Client) -> None:
    answer = counter.post(FORM, filled())
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/desk/cases/{case.number}/registered/"
    page = words(counter.get(answer.headers["Location"]))
    password = counter.session["receipts"]
    assert case.number in page
    shown = next(
        word
        for word in page.replace("<", " ").replace(">", " ").split()
        if matches(case.number, word, case.password_mac)
    )
    assert shown not in str(password)


def test_what_was_handed_in_stands_in_a_note(counter: Client) -> None:
    counter.post(FORM, filled())
    note = Remark.objects.get(purpose="note").body
    assert "☑ 申請人身分證正本" in note
    assert "☐ 失智症診斷書" in note


def test_consent_and_contacts_are_recorded(counter: Client) -> None:
    counter.post(FORM, filled(agreement="oral", channel="phone"))
    consent = Consent.objects.get()
    assert (consent.form, consent.channel) == ("oral", "phone")
    assert Party.objects.get().has_contacts


def test_without_consent_there_are_no_contacts_and_it_is_said(counter: Client) -> None:
    before = words(counter.get(FORM))
    assert "未同意者，案件仍照常辦理" in before
    answer = counter.post(FORM, filled(agreement="none", phone="", email=""))
    assert not Party.objects.get().has_contacts
    assert not Consent.objects.exists()
    assert "未留聯絡資料" in words(counter.get(answer.headers["Location"]))


def test_contacts_without_consent_are_a_fault_at_the_question(counter: Client) -> None:
    answer = counter.post(FORM, filled(agreement="none"))
    assert answer.status_code == 422
    assert 'id="id_agreement_error"' in words(answer)
    assert not Case.objects.exists()


def test_all_faults_are_found_at_once_and_what_was_typed_is_kept(counter: Client) -> None:
    wrong = filled(
        name="", identifier="A123456788", phone="12", email="nobody", **{"answer-wearer_id": "Z9", "answer-size": None}
    )
    answer = counter.post(FORM, wrong)
    page = words(answer)
    assert answer.status_code == 422
    for field in ("name", "identifier", "phone", "email"):
        assert f'id="id_{field}_error"' in page, field
    assert 'id="answer-wearer_id-fault"' in page
    assert 'id="answer-size-fault"' in page
    for typed in ("A123456788", 'value="12"', 'value="nobody"', 'value="Z9"'):
        assert typed in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        ("115/2/14", "", "effective_on"),
        ("115/2/9", "", "late_reason"),
        ("115/2/29", "", "effective_on"),
        ("明天", "", "effective_on"),
    ],
)
def test_an_impossible_day_is_refused_at_its_field(counter: Client, day: str, reason: str, field: str) -> None:
    answer = counter.post(FORM, filled(effective_on=day, late_reason=reason))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in words(answer)
    assert day in words(answer)


def test_what_came_earlier_counts_from_that_day(counter: Client) -> None:
    counter.post(FORM, filled(channel="post", effective_on="115/2/6", late_reason="郵件送錯單位"))
    assert Case.objects.get().received_on.isoformat() == "2026-02-06"


def test_the_same_form_sent_twice_is_one_case(counter: Client) -> None:
    sent = filled()
    first, second = counter.post(FORM, sent), counter.post(FORM, sent)
    assert Case.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_an_open_case_of_the_same_person_is_pointed_out_first(counter: Client) -> None:
    counter.post(FORM, filled())
    number = Case.objects.get().number
    again = filled(name="王小明")
    asked = counter.post(FORM, again)
    assert asked.status_code == 200
    assert number in words(asked)
    assert Case.objects.count() == 1
    assert counter.post(FORM, {**again, "anyway": "1"}).status_code == 302
    assert Case.objects.count() == 2


def test_a_double_of_another_unit_is_named_but_not_linked(log_in: Callable[[str], Client], city: City) -> None:
    log_in("counter").post(FORM, filled())
    number = Case.objects.get().number
    Case.objects.update(taken_in=city.section)
    page = words(log_in("counter").post(FORM, filled()))
    assert number in page
    assert f"/desk/cases/{number}/" not in page


def test_the_draft_is_forgotten_when_the_case_is_registered(counter: Client, city: City) -> None:
    key = f"intake:district-taoyuan:{BRACELET}"
    save_draft(person_id=city.people["counter"].pk, key=key, values={"name": ["王"]}, at=AT)
    assert "data-draft-values" in words(counter.get(FORM))
    counter.post(FORM, filled())
    assert not Draft.objects.exists()


def test_the_password_is_gone_after_half_an_hour(counter: Client, now: time_machine.Coordinates) -> None:
    url = counter.post(FORM, filled()).headers["Location"]
    assert "查詢密碼" in words(counter.get(url))
    now.move_to(AT + timedelta(minutes=20))
    assert counter.get(url.replace("registered/", "receipt/")).status_code == 200
    now.move_to(AT + timedelta(minutes=31))
    page = words(counter.get(url))
    assert "查詢密碼不再顯示" in page
    assert counter.get(url.replace("registered/", "receipt/")).status_code == 410


def test_the_consent_form_can_be_printed(counter: Client) -> None:
    page = words(counter.get(f"{FORM}consent/"))
    assert "蒐集個人聯絡資料告知事項及同意書" in page
    assert "桃園區公所" in page
    assert "簽名" in page


def test_where_the_case_goes_and_why_is_said_before_and_after(counter: Client, city: City) -> None:
    assert "→ 依分案表" in words(counter.get(FORM))
    office = Unit.objects.create(code="district-daxi", name="大溪區公所", kind="district-office", parent=city.agency)
    Unit.objects.create(
        code="district-daxi-social",
        name="社會課",
        kind="section",
        parent=office,
        district="大溪區",
        phone="03-388-2201",
    )
    placing.forget()
    page = words(counter.get(counter.post(FORM, filled(district="大溪區")).headers["Location"]))
    assert Case.objects.get().unit.code == "district-daxi-social"
    assert "大溪區公所社會課 · 03-388-2201" in page
    assert "分案至大溪區公所社會課（依「分案」第 3 列（行政區：大溪區）：大溪區之案件由大溪區公所社會課辦理）" in page


def test_a_table_that_names_a_unit_which_is_gone_takes_the_case_in_and_says_so(counter: Client, city: City) -> None:
    Unit.objects.filter(pk=city.office.pk).update(district="大溪區")
    answer = counter.post(FORM, filled(district="大溪區"))
    assert Case.objects.get().unit == city.section
    told = "分案表無法判定，改由受理設定之單位承辦：機關代碼 district-daxi-social 不存在或已裁撤。"
    assert told in words(counter.get(answer.headers["Location"]))
    assert told in words(counter.get(f"/desk/cases/{Case.objects.get().number}/"))
