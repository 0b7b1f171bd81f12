"""On the page of a case that cannot go on: why, who was told, what was typed, and what can be done meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.apps.cases.broken import break_bracelet, mend_bracelet
from tests.apps.cases.conftest import AT, City, application
from tests.web.desk.case.conftest import AGREED, Desk, words
from tongban.apps.cases.actions import Registered, register_case
from tongban.apps.cases.models import Incident
from tongban.apps.cases.reading import case_file
from tongban.apps.correspondence.actions import tell_of_incident
from tongban.apps.org.models import Person, Position, Role

Desks = Callable[[str], Desk]
TITLE = "流程異常：案件無法通過「成人尺寸？」"


@pytest.fixture
def registered(city: City, tmp_path: Path) -> Registered:
    break_bracelet(tmp_path)
    return register_case(application=application(city, applicant=AGREED), by=city.rights("counter"), at=AT)


def try_it(one: Desk) -> str:
    answer = one.complete(outcome="complete", **{f"task-{one.task()}-comment": "文件都齊了"})
    assert answer.status_code == 422
    return words(answer)


def test_the_refused_step_keeps_what_was_typed_and_says_what_to_do(desk: Desks) -> None:
    one = desk("handler")
    page = try_it(one)
    assert TITLE in page
    assert "文件都齊了" in page
    assert "他人已更新" not in page
    assert f'name="seen" value="{one.seen()}"' in page


def test_the_same_form_can_be_sent_again_at_once(desk: Desks) -> None:
    one = desk("handler")
    try_it(one)
    mend_bracelet()
    assert "案件已改用新版本的定義" in words(one.get())
    assert one.complete(outcome="complete").status_code == 302
    page = words(one.get())
    assert TITLE not in page
    assert "「成人尺寸？」不再受阻" in page


def test_the_page_says_who_was_told_and_when_nobody_could_be(city: City, desk: Desks) -> None:
    one = desk("handler")
    try_it(one)
    assert "正在通知" in words(one.get())
    incident = Incident.objects.get().pk
    keeper = Person.objects.create(username="keeper", name="林管理", email="keeper@city.example")
    Position.objects.create(person=keeper, unit=city.agency, role=Role.AGENCY_ADMIN, from_on=date(2020, 1, 1))
    tell_of_incident(incident=incident, at=AT)
    assert "林管理" in words(one.get())


def test_nobody_to_tell_is_said_too(desk: Desks) -> None:
    one = desk("handler")
    try_it(one)
    tell_of_incident(incident=Incident.objects.get().pk, at=AT)
    assert "請告知機關管理者" in words(one.get())


def test_closing_by_other_means_is_offered_to_whom_may(desk: Desks) -> None:
    try_it(desk("handler"))
    way = f'<a href="/desk/cases/{desk("handler").number}/do/close/">'
    banner = words(desk("supervisor").get()).partition('class="alert-text"')[2].partition("</section>")[0]
    assert way in banner
    assert way not in words(desk("handler").get()).partition("</section>")[0]


def test_a_case_that_goes_on_pays_no_query_for_it(city: City, desk: Desks, django_assert_num_queries: object) -> None:
    from tongban.web.desk.case.incidents import incidents_shown

    class Found:
        file = case_file(desk("handler").number)

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert incidents_shown(Found()) == []  # type: ignore[arg-type]


def test_lists_mark_it_and_have_a_view_of_such_cases(city: City, desk: Desks) -> None:
    one = desk("handler")
    free = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    try_it(one)
    client = Client()
    client.force_login(city.people["supervisor"])
    every = words(client.get("/desk/?view=unit", follow=True))  # type: ignore[arg-type]
    assert "流程異常：成人尺寸？" in every
    assert free in every
    stuck = words(client.get("/desk/?view=incidents", follow=True))  # type: ignore[arg-type]
    assert one.number in stuck
    assert free not in stuck


def test_another_units_officer_sees_nothing_of_it(city: City, desk: Desks) -> None:
    try_it(desk("handler"))
    assert desk("stranger").get().status_code == 403
    client = Client()
    client.force_login(city.people["stranger"])
    assert desk("handler").number not in words(client.get("/desk/?view=incidents", follow=True))  # type: ignore[arg-type]
