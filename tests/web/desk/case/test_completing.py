from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.apps.cases.conftest import City
from tests.web.desk.case.conftest import Desk, words
from tongban.apps.cases.models import Case, Correction, Intent, Remark, Step
from tongban.apps.worklists.actions import save_draft
from tongban.apps.worklists.models import Draft

Desks = Callable[[str], Desk]
ASKED = {
    "correction-missing": "診斷書影本",
    "correction-reason": "原件無醫師簽章",
    "correction-due_on": "115/3/6",
    "correction-consequence": "逾期駁回",
}


def test_taking_and_completing_a_task(desk: Desks, city: City) -> None:
    one = desk("handler")
    assert one.post(f"tasks/{one.task()}/take/").status_code == 302
    assert "由我辦理" in words(one.get())
    assert one.complete(outcome="complete").status_code == 302
    assert Case.objects.get().handler == city.people["handler"]
    assert "主管複審" in words(one.get())


def test_a_supervisor_gives_a_task_to_a_handler(desk: Desks, city: City) -> None:
    one = desk("supervisor")
    page = words(one.get())
    assert "示範colleague" in page
    one.post(f"tasks/{one.task()}/assign/", to=city.people["colleague"].pk)
    assert Case.objects.get().handler == city.people["colleague"]
    assert "待辦改派示範colleague" in words(one.get()), "by name, though the colleague has not done anything yet"
    assert one.post(f"tasks/{one.task()}/assign/", to="").status_code == 422


def test_the_text_for_the_citizen_is_shown_and_can_be_changed(desk: Desks) -> None:
    one = desk("handler")
    task = one.task()
    page = words(one.get())
    prepared = page.split(f'name="task-{task}-text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    assert prepared
    one.complete(outcome="complete", **{f"task-{task}-text": f"{prepared}\r\n並已電話說明。"})
    assert "並已電話說明" in Step.objects.order_by("pk").last().text
    two = desk("supervisor")
    unchanged = (
        words(two.get()).split(f'name="task-{two.task()}-text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    )
    two.complete(outcome="approved", **{f"task-{two.task()}-text": unchanged.replace("\n", "\r\n")})
    assert Step.objects.order_by("pk").last().text == ""


def test_an_outcome_that_leads_to_a_correction_asks_for_it_first(desk: Desks) -> None:
    one = desk("handler")
    task = one.task()
    asked = one.complete(outcome="incomplete", **{f"task-{task}-comment": "先電話聯絡過"})
    page = words(asked)
    assert asked.status_code == 200
    assert 'name="correction-missing"' in page
    assert 'value="115/3/9"' in page, "ten working days, over the New Year"
    assert "先電話聯絡過" in page
    assert not Correction.objects.exists()
    assert one.complete(outcome="incomplete", **ASKED).status_code == 302
    assert Correction.objects.get().missing == "診斷書影本"
    assert Case.objects.get().phase == "awaiting-correction"


def test_an_incomplete_correction_is_refused_at_its_fields(desk: Desks) -> None:
    one = desk("handler")
    answer = one.complete(outcome="incomplete", **{**ASKED, "correction-missing": "", "correction-due_on": "115/2/30"})
    page = words(answer)
    assert answer.status_code == 422
    assert 'id="id_correction-missing_error"' in page
    assert 'id="id_correction-due_on_error"' in page
    assert "原件無醫師簽章" in page
    assert "115/2/30" in page
    assert not Correction.objects.exists()


def test_a_correction_due_before_it_is_asked_is_refused_by_the_rule(desk: Desks) -> None:
    answer = desk("handler").complete(outcome="incomplete", **{**ASKED, "correction-due_on": "115/2/13"})
    assert answer.status_code == 422
    assert "補正期限須晚於通知日" in words(answer)


def test_no_outcome_no_completion(desk: Desks) -> None:
    answer = desk("handler").complete(outcome="made-up")
    assert answer.status_code == 422
    assert "請選擇處理結果" in words(answer)
    assert Case.objects.get().version == 1


def test_whoever_is_second_is_told_what_changed_and_keeps_what_he_typed(desk: Desks) -> None:
    first, second = desk("handler"), desk("colleague")
    task, seen = second.task(), second.seen()
    first.post(f"tasks/{task}/take/")
    answer = second.post(
        f"tasks/{task}/complete/", seen=seen, outcome="complete", **{f"task-{task}-comment": "我打了很多字"}
    )
    page = words(answer)
    assert answer.status_code == 409
    assert "示範handler" in page
    assert "接辦" in page
    assert "我打了很多字" in page
    assert f'value="{second.seen()}"' in page
    again = second.post(f"tasks/{task}/complete/", outcome="complete", **{f"task-{task}-comment": "我打了很多字"})
    assert again.status_code == 302
    assert Remark.objects.get(purpose="comment").body == "我打了很多字"


def test_a_task_that_is_gone_is_said_to_be(desk: Desks) -> None:
    one, two = desk("handler"), desk("colleague")
    task, seen = two.task(), two.seen()
    one.complete(outcome="complete")
    answer = two.post(f"tasks/{task}/complete/", seen=seen, outcome="complete")
    assert answer.status_code == 422
    assert "已由他人完成" in words(answer)
    assert "示範handler" in words(answer)


@pytest.mark.parametrize("seen", ["", "1", "x.y", "1.2.3", "９.1", "1." + "9" * 30])
def test_a_form_that_does_not_say_what_it_saw_is_refused(desk: Desks, seen: str) -> None:
    one = desk("handler")
    assert one.post(f"tasks/{one.task()}/take/", seen=seen).status_code == 400
    assert Case.objects.get().version == 1


def test_a_handler_does_not_do_the_supervisors_review(desk: Desks) -> None:
    one = desk("handler")
    one.complete(outcome="complete")
    assert "此步驟由其他職務辦理" in words(one.get())
    assert one.complete(outcome="approved").status_code == 403
    assert Case.objects.get().outcome == ""


def test_what_took_effect_long_ago_needs_a_reason(desk: Desks) -> None:
    one = desk("handler")
    task = one.task()
    late = {f"task-{task}-effective_on": "115/2/3"}
    answer = one.complete(outcome="complete", **late)
    assert answer.status_code == 422
    assert "請說明補登原因" in words(answer)
    assert "115/2/3" in words(answer)


def test_the_draft_of_a_completed_task_is_forgotten(desk: Desks, city: City) -> None:
    one = desk("handler")
    key = f"case:{one.number}:complete:{one.task()}"
    save_draft(person_id=city.people["handler"].pk, key=key, values={"x": ["y"]}, at=Case.objects.get().registered_at)
    assert "data-draft-values" in words(one.get())
    one.complete(outcome="complete")
    assert not Draft.objects.exists()


def test_the_whole_way_to_the_end(desk: Desks) -> None:
    desk("handler").complete(outcome="complete")
    desk("supervisor").complete(outcome="approved")
    desk("handler").complete(outcome="")
    assert Case.objects.get().phase == "closed"
    assert Intent.objects.filter(event="closed").exists()
    page = words(desk("handler").get())
    assert "已辦結" in page
    assert "核准" in page
