"""退回, 略過, 收到來訊 and timers on the desk: what follows is said first, and the history tells it by names."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.apps.cases.awaiting import draw_awaiting
from tests.apps.cases.branching import draw_branching
from tests.apps.cases.conftest import AT, City, application
from tests.web.desk.case.conftest import NOW, Desk, words
from tongban.apps.cases.actions import complete_task, fire_due_timers, register_case
from tongban.apps.cases.models import Case, Remark, Wait
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.queries import definition
from tongban.apps.lookups.progress import progress
from tongban.apps.officedays.queries import calendar
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.matching import match
from tongban.apps.worklists.rows import rows
from tongban.apps.worklists.view import Scope, View

REASON = "戶籍資料有誤，請重新受理"


@pytest.fixture
def number(city: City, tmp_path: Path) -> str:
    """A case in the two branches of a sub-process."""
    draw_branching(tmp_path)
    number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    done(city, number, "accept")
    return number


def done(city: City, number: str, *activities: str) -> None:
    for activity in activities:
        complete_task(number=number, task=task_at(number, activity), by=city.rights("handler"), at=AT)


def task_at(number: str, activity: str) -> int:
    return next(task.number for task in case_file(number).open_tasks if task.activity == activity)


def waiting(number: str) -> list[str]:
    return sorted(task.activity for task in case_file(number).open_tasks)


def back(city: City, number: str, activity: str = "family") -> None:
    desk = Desk(city, "handler", number)
    answer = desk.post("do/send-back/", way=f"{task_at(number, activity)}:accept", reason=REASON)
    assert answer.status_code == 302, words(answer)


def test_branches_are_shown_each_with_its_sub_process_and_since_when(city: City, number: str) -> None:
    page = words(Desk(city, "handler", number).get())
    for step in ("house", "family"):
        assert f"task-{task_at(number, step)}" in page
    assert page.count("查核</p>") == 2
    assert page.count(" 起</p>") == 2


def test_before_it_is_sent_back_the_page_says_who_gets_it_and_what_is_taken_away(city: City, number: str) -> None:
    page = words(Desk(city, "handler", number).get(f"do/send-back/?task={task_at(number, 'family')}"))
    assert "「accept」由上次辦理的示範handler辦理" in page
    assert "同時取消：「house」" in page
    assert "不通知申請人" in page
    assert waiting(number) == ["family", "house"], "nothing was done yet"


def test_sent_back_the_step_shows_from_where_by_whom_and_why_and_so_do_history_and_list(
    city: City, number: str
) -> None:
    back(city, number)
    assert waiting(number) == ["accept"]
    page = words(Desk(city, "handler", number).get())
    assert "示範handler自「family」退回" in page
    assert "自「family」退回至「accept」" in page
    assert "取消：「house」" in page
    assert "「house」、" not in page, "neither the step that was sent back nor what was around it"
    assert page.count(REASON) == 2, "on the step and in the history"
    [row] = rows([Case.objects.get().pk], Asking(city.rights("handler"), NOW.date()))
    assert "退回：自「family」" in row.why_words


def test_without_a_reason_or_a_step_nothing_is_sent_back_and_what_was_typed_is_kept(city: City, number: str) -> None:
    desk = Desk(city, "handler", number)
    way = f"{task_at(number, 'family')}:accept"
    assert desk.post("do/send-back/", way=way, reason="").status_code == 422
    answer = desk.post("do/send-back/", reason=REASON)
    assert answer.status_code == 422
    assert REASON in words(answer)
    assert desk.post("do/send-back/", way="1:house", reason=REASON).status_code == 422
    assert desk.post("do/send-back/", way="x", reason=REASON).status_code == 422
    assert waiting(number) == ["family", "house"]


def test_from_the_first_step_there_is_nowhere_to_go_back_to(city: City, number: str) -> None:
    back(city, number)
    answer = Desk(city, "handler", number).get("do/send-back/")
    assert answer.status_code == 422
    assert "沒有可退回的步驟" in words(answer)


def test_who_is_only_the_counter_sends_nothing_back(city: City, number: str) -> None:
    desk = Desk(city, "counter", number)
    assert desk.get("do/send-back/").status_code == 403
    way = f"{task_at(number, 'family')}:accept"
    assert desk.post("do/send-back/", way=way, reason=REASON).status_code != 302
    assert waiting(number) == ["family", "house"]


def test_a_supervisor_skips_a_step_and_the_history_says_why(city: City, number: str) -> None:
    done(city, number, "house", "family")
    handler, supervisor = Desk(city, "handler", number), Desk(city, "supervisor", number)
    assert handler.get("do/skip/").status_code == 403
    page = words(supervisor.get("do/skip/"))
    assert "「deliver」由" in page
    assert f'value="{task_at(number, "review")}:" id="way-1-1" checked' in page, "the only way is chosen already"
    assert supervisor.post("do/skip/", way=f"{task_at(number, 'review')}:", reason="急件").status_code == 302
    assert waiting(number) == ["deliver"]
    page = words(supervisor.get())
    assert "略過「review」" in page
    assert Remark.objects.get().body == "急件"


def test_who_may_not_skip_sees_no_button_for_it(city: City, number: str) -> None:
    url = "do/skip/?task="
    assert url not in words(Desk(city, "handler", number).get())
    assert url in words(Desk(city, "supervisor", number).get())


def test_the_rail_says_which_timer_runs_when_it_comes_and_what_it_does(city: City, number: str) -> None:
    page = words(Desk(city, "handler", number).get())
    assert "12 日後自動（115/2/25 (三)" in page
    assert "「chase」由" in page
    done(city, number, "house", "family")
    page = words(Desk(city, "supervisor", number).get())
    assert "overdue" in page
    assert "同時取消：「review」" in page


def test_while_the_clock_stands_still_the_timers_say_what_is_left(city: City, number: str) -> None:
    Desk(city, "supervisor", number).post("do/suspend/", ground="颱風")
    page = words(Desk(city, "handler", number).get())
    assert "停止計算中，恢復後尚餘 11 日" in page


def test_a_timer_that_came_is_told_by_its_name(city: City, number: str) -> None:
    done(city, number, "house", "family")
    assert fire_due_timers(at=AT + timedelta(days=30)) == 1
    page = words(Desk(city, "handler", number).get())
    assert "計時屆至：overdue" in page
    assert "取消：「review」" in page
    assert not Wait.objects.exists()


@pytest.fixture
def visited(city: City, tmp_path: Path) -> str:
    """A case whose visits are done, each by one of three."""
    draw_awaiting(tmp_path)
    number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    done(city, number, "accept")
    return number


def test_what_is_done_several_times_says_which_time_it_is_and_where(city: City, visited: str) -> None:
    page = words(Desk(city, "handler", visited).get())
    for round in (1, 2, 3):
        assert f"訪視 › 第 {round} 次，共 3 次" in page


def test_a_timer_without_a_name_is_called_after_its_step_and_says_how_often_it_comes(city: City, visited: str) -> None:
    page = words(Desk(city, "handler", visited).get())
    assert "「訪視」的計時" in page
    assert "明日" in page or "1 日後自動" in page
    assert "之後再 2 次" in page
    assert fire_due_timers(at=AT + timedelta(days=1)) == 1
    page = words(Desk(city, "handler", visited).get())
    assert "計時屆至：「訪視」的計時" in page
    assert "nag" not in page


def test_a_message_is_recorded_by_its_name_and_the_process_goes_on(city: City, visited: str) -> None:
    desk = Desk(city, "handler", visited)
    assert desk.get("do/receive/").status_code == 422, "nothing is waited for yet"
    done(city, visited, "visit", "visit")
    page = words(Desk(city, "supervisor", visited).get("do/skip/"))
    assert "接著等候：規費入帳" in page
    done(city, visited, "visit")
    page = words(desk.get())
    assert "規費入帳" in page
    assert "登錄收到" in page
    page = words(desk.get("do/receive/"))
    assert "「review」由" in page
    counter = Desk(city, "counter", visited)
    assert counter.get("do/receive/").status_code == 403
    assert counter.post("do/receive/", way="payment-received").status_code != 302
    assert desk.post("do/receive/", way="another", comment="").status_code == 422
    assert desk.post("do/receive/", way="payment-received", comment="臨櫃繳納").status_code == 302
    assert waiting(visited) == ["review"]
    page = words(desk.get())
    assert "收到來訊：規費入帳" in page
    assert "payment-received" not in page
    assert Remark.objects.get().body == "臨櫃繳納"


def test_a_day_of_the_steps_own_is_on_the_step_and_among_the_reasons_of_the_list(
    city: City, visited: str, now: time_machine.Coordinates
) -> None:
    done(city, visited, "visit", "visit", "visit")
    Desk(city, "handler", visited).post("do/receive/", way="payment-received")
    supervisor = Desk(city, "supervisor", visited)
    assert "本步驟應於 115/2/15 (日)" in words(supervisor.get())
    now.move_to(NOW + timedelta(days=4))
    supervisor = Desk(city, "supervisor", visited)
    assert "逾 2 日" in words(supervisor.get())
    asking = Asking(city.rights("supervisor"), NOW.date() + timedelta(days=4))
    [row] = rows([Case.objects.get().pk], asking)
    assert "步驟逾期：review" in row.why_words
    for term, count in (("..today-1", 1), ("today..", 0)):
        view = View("x", "", Scope.ALL, {"step_due": term}, ("step_due",), "step_due")
        found = match(view, asking)
        assert (found.cases.order_by(*found.order()).count(), found.faults) == (count, [])
        assert row.cell(found.columns[0]) == date(2026, 2, 15)


def test_a_skipped_public_step_is_neither_done_nor_promised_to_the_citizen(city: City, number: str) -> None:
    done(city, number, "house", "family")
    Desk(city, "supervisor", number).post("do/skip/", way=f"{task_at(number, 'review')}:", reason="急件")
    file = case_file(number)
    steps = progress(definition(file.pack_version_id), file.state, calendar(), NOW.date(), {}).steps
    assert [(step.name.zh, step.state) for step in steps][-2:] == [("文件審查", "done"), ("製作與交付", "now")]
