from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.conftest import City
from tests.web.desk.case.conftest import NOW, Desk, words
from tongban.apps.cases.models import Seen
from tongban.apps.journal.models import JournalLook
from tongban.apps.org.models import Position, Role

Desks = Callable[[str], Desk]


def test_the_page_shows_the_case_its_clock_and_the_task(desk: Desks) -> None:
    page = words(desk("handler").get())
    for said in (
        "預防走失愛的手鍊",
        "王大明",
        "受理審查文件",
        "文件齊備，送複審",
        "→ 主管複審",
        "期限如何計算",
        "115/3/3",
        "失智症",
    ):
        assert said in page, said


def test_an_outcome_says_what_follows_before_it_is_chosen(desk: Desks) -> None:
    page = words(desk("handler").get())
    assert "→ 通知申請人補正，停止計算 · 將通知申請人" in page
    desk("handler").complete(outcome="complete")
    page = words(desk("supervisor").get())
    assert "→ 製作與交付手鍊" in page
    assert "→ 駁回結案 · 將通知申請人" in page


def test_protected_answers_and_contacts_are_masked(desk: Desks) -> None:
    page = words(desk("handler").get())
    for secret in ("A123456789", "0912", "wang@example.com", "縣府路", "35/2/9"):
        assert secret not in page, secret
    assert "配戴者身分證統一編號" in page


def test_showing_protected_answers_is_a_click_and_leaves_a_look(desk: Desks) -> None:
    one = desk("handler")
    shown = one.post("show/answers/")
    assert "A123456789" in words(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert "A123456789" not in words(one.get())
    look = JournalLook.objects.filter(what="answers").get()
    assert look.reason
    assert look.door == "desk"


def test_showing_contacts_is_a_click_and_leaves_a_look(desk: Desks) -> None:
    page = words(desk("counter").post("show/contacts/"))
    assert "wang@example.com" in page
    assert JournalLook.objects.filter(subject__startswith="party:").count() == 1


def test_the_hotline_says_why_and_sees_names_masked(desk: Desks) -> None:
    agent = desk("hotline")
    assert agent.get().headers["Location"].startswith(f"{agent.url}why/")
    assert agent.client.post(f"{agent.url}why/", {"reason": " "}).status_code == 422
    agent.client.post(f"{agent.url}why/", {"reason": "民眾來電詢問進度"})
    page = words(agent.get())
    assert "王○明" in page
    assert "王大明" not in page
    assert agent.post("show/answers/").status_code == 403
    assert agent.post("show/contacts/").status_code == 403
    assert JournalLook.objects.filter(reason="民眾來電詢問進度").exists()


def test_who_has_no_business_with_the_case_does_not_see_it(desk: Desks) -> None:
    assert desk("stranger").get().status_code == 403
    assert desk("stranger").get("do/note/").status_code == 403
    assert desk("stranger").post("do/note/", body="x").status_code == 403


def test_nobody_sees_it_without_logging_in(desk: Desks) -> None:
    assert Client().get(desk("handler").url).status_code == 302


@pytest.mark.parametrize("number", ["SOC-115-0000009-9", "x", "%00", "SOC-115-0000001-2"])
def test_a_number_that_is_none_is_no_page(desk: Desks, number: str) -> None:
    assert desk("handler").client.get(f"/desk/cases/{number}/").status_code == 404


def test_a_number_typed_otherwise_leads_to_its_page(desk: Desks) -> None:
    one = desk("handler")
    assert one.client.get(one.url.lower()).headers["Location"] == one.url


def test_a_visit_is_remembered_with_its_version(desk: Desks, city: City) -> None:
    desk("handler").get()
    assert Seen.objects.get(person=city.people["handler"]).version == 1


def test_acts_that_cannot_be_done_say_why(desk: Desks) -> None:
    page = words(desk("handler").get())
    assert "限由主管辦理" in page
    page = words(desk("supervisor").get())
    assert "do/extend/" in page


def test_the_number_of_queries_does_not_grow_with_the_history(desk: Desks) -> None:
    one = desk("handler")
    one.get()
    with CaptureQueriesContext(
        connection,
    ) as few:
        one.get()
    for index in range(15):
        one.post("do/note/", body=f"註記 {index}")
    with CaptureQueriesContext(connection) as many:
        assert "註記 14" in words(one.get())
    assert len(many) <= len(few)
    assert len(many) <= 32


def test_the_time_line_tells_who_did_what_and_can_be_narrowed(desk: Desks) -> None:
    one = desk("handler")
    one.complete(outcome="complete", **{"task-2-comment": "文件都有"})
    one.post("do/note/", body="家屬來電")
    page = words(one.get())
    for said in ("受理（臨櫃）", "完成「受理審查文件」：文件齊備，送複審", "示範handler", "家屬來電"):
        assert said in page, said
    notes = words(one.get("?show=notes"))
    assert "家屬來電" in notes
    assert "受理（臨櫃）" not in notes


def test_looks_stand_in_the_time_line_only_for_who_audits(desk: Desks, city: City) -> None:
    desk("handler").post("show/answers/")
    assert "查看：answers" not in words(desk("supervisor").get())
    Position.objects.create(
        person=city.people["supervisor"], unit=city.agency, role=Role.AGENCY_ADMIN, from_on="2020-01-01"
    )
    from tongban.apps.org.policy import forget

    forget()
    assert "查看：answers" in words(desk("supervisor").get())


def test_a_document_is_attached_and_given_out_safely(desk: Desks) -> None:
    one = desk("handler")
    text = SimpleUploadedFile("診斷書.txt", "診斷內容".encode())
    assert one.client.post(f"{one.url}documents/", {"files": [text]}).status_code == 302
    page = words(one.get())
    assert "診斷書.txt" in page
    assert "加入文件" in page
    address = next(part.split('"')[0] for part in page.split('href="') if "/documents/" in part)
    answer = one.client.get(address)
    assert answer.content.decode() == "診斷內容"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert JournalLook.objects.filter(what__startswith="document:").count() == 1
    assert desk("hotline").client.get(address).status_code == 403


def test_a_file_that_is_not_taken_is_named_with_the_reason(desk: Desks) -> None:
    one = desk("handler")
    bad = SimpleUploadedFile("程式.exe", b"MZ\x90\x00" + b"\x00" * 64)
    answer = one.client.post(f"{one.url}documents/", {"files": [bad]})
    assert answer.status_code == 422
    assert "程式.exe" in words(answer)
    assert one.client.post(f"{one.url}documents/", {}).status_code == 422


def test_the_list_one_came_from_stays_at_hand(desk: Desks) -> None:
    page = words(desk("handler").get("?view=unit"))
    assert "/desk/?view=unit" in page
    assert NOW
