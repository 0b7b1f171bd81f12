from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.apps.cases.conftest import ANSWERS
from tests.web.desk.case.conftest import NOW, Desk, words
from tests.web.desk.case.test_completing import ASKED
from tongban.apps.cases.acting import Program
from tongban.apps.cases.actions import withdraw_case
from tongban.apps.cases.models import Answers, Case, Intent, Remark
from tongban.apps.cases.passwords import matches
from tongban.apps.lookups.queries import public_case
from tongban.apps.org.policy import Deed
from tongban.apps.parties.models import Party
from tongban.web.desk.case.acts import ACTS

Desks = Callable[[str], Desk]


@pytest.mark.parametrize("code", sorted(ACTS))
def test_every_act_has_a_page_that_says_what_follows_or_why_not(desk: Desks, code: str) -> None:
    answer = desk("supervisor").get(f"do/{code}/")
    assert answer.status_code in ((403,) if ACTS[code].deed is Deed.REPLY else (200, 422))
    page = words(answer)
    assert ("執行後：" in page) is (answer.status_code == 200)
    assert ("目前無法辦理" in page) is (answer.status_code != 200)


def test_there_are_no_other_acts(desk: Desks) -> None:
    assert desk("handler").get("do/delete/").status_code == 404


def test_asking_for_a_correction_stops_the_clock_and_answering_starts_it(
    desk: Desks, now: time_machine.Coordinates
) -> None:
    one = desk("handler")
    sent = {name.removeprefix("correction-"): value for name, value in ASKED.items()}
    assert one.post("do/ask/", **sent).status_code == 302
    page = words(one.get())
    assert "停止計算" in page
    assert "診斷書影本" in page
    now.move_to(NOW + timedelta(days=4))
    one = desk("handler")
    answers = {f"answer-{name}": value for name, value in ANSWERS.items() if name in ("reason", "pickup")}
    assert one.post("do/answer/", **answers, **{"answer-size": "l"}).status_code == 302
    case = Case.objects.get()
    assert case.phase == "in-progress"
    assert case.due_on is not None
    assert Answers.objects.get(version=2).data["size"] == "l"
    shown = words(one.post("show/answers/"))
    assert "A123456789" in shown, "protected answers that were left empty stay"


def test_an_answer_without_changes_makes_no_new_version(desk: Desks) -> None:
    one = desk("handler")
    one.post("do/ask/", **{name.removeprefix("correction-"): value for name, value in ASKED.items()})
    page = words(one.get("do/answer/"))
    assert 'value="A123456789"' not in page
    unchanged = {f"answer-{name}": ANSWERS[name] for name in ("reason", "size", "pickup")}
    blank = {f"answer-{name}": "" for name in ("wearer_name", "wearer_id", "wearer_born", "wearer_phone")}
    assert one.post("do/answer/", **unchanged, **blank).status_code == 302
    assert Answers.objects.count() == 1


def test_a_faulty_amendment_is_shown_at_its_question(desk: Desks) -> None:
    one = desk("handler")
    one.post("do/ask/", **{name.removeprefix("correction-"): value for name, value in ASKED.items()})
    answer = one.post(
        "do/answer/",
        **{"answer-reason": "dementia", "answer-size": "m", "answer-pickup": "post", "answer-wearer_id": "Z9"},
    )
    assert answer.status_code == 422
    assert 'id="answer-wearer_id-fault"' in words(answer)
    assert Case.objects.get().phase == "awaiting-correction"


def test_extending_shows_the_rule_and_tells_the_applicant(desk: Desks) -> None:
    one = desk("supervisor")
    page = words(one.get("do/extend/"))
    assert "以 1 次為限" in page
    assert "115/3/11" in page
    assert one.post("do/extend/", by="99", reason="會勘").status_code == 422
    assert one.post("do/extend/", by="6", reason="需會勘").status_code == 302
    assert Intent.objects.filter(event="extended").exists()
    assert "已用完" in words(one.get("do/extend/"))


def test_an_extension_after_the_limit_is_shown_as_impossible(desk: Desks, now: time_machine.Coordinates) -> None:
    now.move_to(NOW + timedelta(days=60))
    answer = desk("supervisor").get("do/extend/")
    assert answer.status_code == 422
    assert "展期須於期限屆滿前為之" in words(answer)


def test_suspending_and_resuming(desk: Desks) -> None:
    one = desk("supervisor")
    assert one.post("do/suspend/", ground="颱風").status_code == 302
    page = words(one.get())
    assert "do/resume/" in page
    assert "do/suspend/" not in page
    assert one.post("do/resume/").status_code == 302
    assert Case.objects.get().phase == "in-progress"


def test_a_message_is_chosen_filled_in_changed_and_sent(desk: Desks) -> None:
    one = desk("handler")
    page = words(one.get("do/message/?message=step-accepted"))
    assert one.number in page or "受理" in page
    body = page.split('name="text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    one.post("do/message/", message="step-accepted", text=body)
    one.post("do/message/", message="step-accepted", text=f"{body}\n另請攜帶印章。")
    plain, changed = Intent.objects.filter(event="sent").order_by("made_at", "text")
    assert plain.text == ""
    assert changed.text.endswith("另請攜帶印章。")


def test_a_text_with_a_password_is_not_offered(desk: Desks) -> None:
    one = desk("handler")
    assert 'value="registered"' not in words(one.get("do/message/"))
    assert one.post("do/message/", message="", text="x").status_code == 422


def test_a_preview_sends_nothing_and_keeps_the_text(desk: Desks) -> None:
    one = desk("handler")
    answer = one.post("do/message/", message="step-accepted", text="自己寫的內容", preview="1")
    assert answer.status_code == 200
    assert "自己寫的內容" in words(answer)
    assert not Intent.objects.filter(event="sent").exists()


def test_a_message_to_nobody_is_said_to_go_nowhere(desk: Desks) -> None:
    one = desk("handler")
    one.post("do/consent/", form="oral")
    assert "沒有可通知的聯絡資料" in words(one.get("do/message/"))


def test_a_note_is_for_colleagues_and_needs_words(desk: Desks) -> None:
    one = desk("counter")
    assert one.post("do/note/", body="  ").status_code == 422
    assert one.post("do/note/", body="<b>家屬</b>").status_code == 302
    assert Remark.objects.get().body == "<b>家屬</b>"
    assert "<b>家屬</b>" not in one.get().content.decode()


def test_reprinting_issues_a_new_password_and_says_so(desk: Desks) -> None:
    one = desk("counter")
    before = bytes(Case.objects.get().password_mac)
    assert "舊憑單不能再查詢本案" in words(one.get("do/reprint/"))
    answer = one.post("do/reprint/", received=["0"])
    assert answer.headers["Location"] == f"{one.url}receipt/"
    page = words(one.client.get(answer.headers["Location"]))
    case = Case.objects.get()
    assert bytes(case.password_mac) != before
    assert "補列印" in page
    assert any(
        matches(case.number, word, case.password_mac) for word in page.replace("<", " ").replace(">", " ").split()
    )


def test_withdrawing_the_consent_erases_contacts_and_the_case_goes_on(desk: Desks) -> None:
    one = desk("handler")
    assert one.post("do/consent/", form="paper").status_code == 302
    assert not Party.objects.get().has_contacts
    assert "已撤回" in words(one.get())
    assert one.get("do/consent/").status_code == 422
    assert Case.objects.get().closed_on is None


def test_closing_offers_only_outcomes_that_end_the_matter(desk: Desks) -> None:
    one = desk("supervisor")
    page = words(one.get("do/close/"))
    assert 'value="approved"' in page
    assert 'value="rejected"' in page
    assert 'value="incomplete"' not in page
    assert one.post("do/close/", outcome="", reason="x").status_code == 422
    assert one.post("do/close/", outcome="rejected", reason="重複申請").status_code == 302
    assert Case.objects.get().outcome == "rejected"


def test_withdrawing_and_reopening_keeps_the_history(desk: Desks) -> None:
    one = desk("supervisor")
    assert one.post("do/withdraw/", reason="不需要了").status_code == 302
    assert one.get("do/withdraw/").status_code == 422
    assert 'value="review"' in words(one.get("do/reopen/"))
    assert one.post("do/reopen/", reason="誤撤", activity="accept").status_code == 302
    page = words(one.get())
    assert "申請人撤回" in page
    assert "重啟，自「受理審查文件」續辦" in page


def test_an_act_on_a_changed_case_is_not_done_and_what_was_typed_is_kept(desk: Desks) -> None:
    one = desk("handler")
    seen = one.seen()
    withdraw_case(number=one.number, reason="線上撤回", by=Program("citizen"), at=NOW)
    answer = one.post("do/withdraw/", seen=seen, reason="民眾臨櫃撤回的長理由")
    page = words(answer)
    assert answer.status_code == 409
    assert "申請人（線上）" in page
    assert "申請人撤回" in page
    assert "民眾臨櫃撤回的長理由" in page


def test_acts_one_may_not_do_are_refused_on_both_ways_in(desk: Desks) -> None:
    one = desk("handler")
    assert one.get("do/close/").status_code == 403
    assert one.post("do/close/", outcome="rejected", reason="x").status_code == 403
    assert Case.objects.get().closed_on is None


def test_only_a_real_correction_of_what_was_applied_for_is_called_one(desk: Desks) -> None:
    tag = '<span class="tag">已更正</span>'
    one = desk("handler")
    first = Answers.objects.get(version=1)
    Answers.objects.create(
        case=first.case,
        version=2,
        data={**first.data, "found_on_site": "yes"},
        recorded_at=NOW,
        recorded_by="person:1",
        salt=b"x",
    )
    Case.objects.update(answers_version=2)
    assert tag not in words(one.get()), "a later step's own form added an answer"
    Answers.objects.filter(version=2).update(data={**first.data, "size": "l"})
    assert tag in words(one.get())


def test_after_a_correction_officer_and_applicant_see_the_same_step(desk: Desks) -> None:
    one = desk("handler")
    one.complete(outcome="incomplete", **ASKED)
    one.post("do/answer/", **{f"answer-{name}": ANSWERS[name] for name in ("reason", "size", "pickup")})
    case = Case.objects.get()
    assert case.phase == "in-progress"
    shown = public_case(case.number, NOW.date()).progress.now
    assert shown is not None
    flow = words(one.get()).split('aria-current="step"')[1]
    assert shown.name.zh in flow[:400]
