"""After a correction the case goes on where it was: with whoever handled it, as long as the post is held."""

from __future__ import annotations

from datetime import date, timedelta

from tongban.apps.cases.actions import Registered, answer_correction, complete_task, take_task
from tongban.apps.cases.models import Task
from tongban.apps.cases.reading import OpenTask, case_file
from tongban.apps.org.models import OrgVersion, Position
from tongban.apps.org.policy import forget
from tongban.core.casework import CorrectionRequest

from .conftest import AT, City

DAY = timedelta(days=1)


def waiting(number: str) -> OpenTask:
    [task] = case_file(number).open_tasks
    return task


def asked(city: City, number: str) -> None:
    request = CorrectionRequest(missing="診斷書", reason="未附", due_on=date(2026, 3, 6), consequence="逾期駁回")
    by = city.rights("handler")
    take_task(number=number, task=waiting(number).number, by=by, at=AT)
    complete_task(number=number, task=waiting(number).number, outcome="incomplete", correction=request, by=by, at=AT)


def test_an_answered_correction_brings_the_case_back_to_its_handler(city: City, registered: Registered) -> None:
    asked(city, registered.number)
    answer_correction(number=registered.number, by=city.rights("counter"), at=AT + DAY)
    assert waiting(registered.number).activity == "accept"
    assert waiting(registered.number).assignee_id == city.people["handler"].pk


def test_who_no_longer_holds_the_post_gets_nothing_back(city: City, registered: Registered) -> None:
    asked(city, registered.number)
    Position.objects.filter(person=city.people["handler"]).update(until_on=AT.date())
    OrgVersion.objects.update(number=2)
    forget()
    answer_correction(number=registered.number, by=city.rights("colleague"), at=AT + DAY)
    assert waiting(registered.number).assignee_id is None


def test_a_review_never_falls_to_the_handler(city: City, registered: Registered) -> None:
    asked(city, registered.number)
    answer_correction(number=registered.number, by=city.rights("handler"), at=AT + DAY)
    complete_task(
        number=registered.number,
        task=waiting(registered.number).number,
        outcome="complete",
        by=city.rights("handler"),
        at=AT + DAY,
    )
    review = Task.objects.get(state="open")
    assert (review.role, review.assignee_id) == ("supervisor", None)
