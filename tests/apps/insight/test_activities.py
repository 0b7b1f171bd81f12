"""How long steps take: office hours, in the period in which they were done, for those one may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.apps.cases.conftest import BRACELET
from tests.apps.insight.conftest import TODAY
from tongban.apps.cases.actions import Registered
from tongban.apps.cases.models import Case, Task
from tongban.apps.insight.months import Period, month_of
from tongban.apps.insight.queries import Question, activity_lines
from tongban.apps.org.policy import Grounds
from tongban.core.calendar import TAIPEI, taiwan_calendar

pytestmark = pytest.mark.django_db
DAYS = taiwan_calendar(2024, 2027)
FRIDAY = datetime(2026, 3, 6, 17, 0, tzinfo=TAIPEI)


def question(**more: object) -> Question:
    month = Period(month_of(FRIDAY.date()), month_of(FRIDAY.date()))
    asked = Question(Grounds(everything=True), month, TODAY, kind=BRACELET)
    return replace(asked, **more)  # type: ignore[arg-type]


@pytest.fixture
def done(registered: Registered) -> Task:
    """A task that appeared on a Friday half an hour before closing time and was done on Monday at ten."""
    task = Task.objects.get(case__number=Case.objects.get().number, state="open")
    Task.objects.filter(pk=task.pk).update(
        state="done", created_at=FRIDAY, ended_at=FRIDAY + timedelta(days=2, hours=17), ended_by="person:1"
    )
    return task


def test_a_weekend_takes_no_working_time(done: Task) -> None:
    line = activity_lines(question(), DAYS)[done.activity]
    assert line.minutes.times == {30 + 90: 1}
    assert (line.waiting, line.late) == (0, 0)


def test_a_step_counts_in_the_period_in_which_it_was_done(done: Task) -> None:
    before = Period(month_of(FRIDAY.date() - timedelta(days=40)), month_of(FRIDAY.date() - timedelta(days=40)))
    assert activity_lines(question(period=before), DAYS) == {}


def test_what_one_may_not_count_is_not_counted(done: Task) -> None:
    assert activity_lines(question(reach=Grounds()), DAYS) == {}


def test_what_waits_is_counted_as_of_now_and_what_is_late_apart(registered: Registered) -> None:
    Case.objects.update(due_on=TODAY - timedelta(days=1))
    (line,) = activity_lines(question(), DAYS).values()
    assert (line.waiting, line.late) == (1, 1)


def test_a_task_from_before_the_calendar_counts_from_its_first_day(done: Task) -> None:
    Task.objects.filter(pk=done.pk).update(created_at=datetime(1999, 1, 1, tzinfo=TAIPEI))
    line = activity_lines(question(), DAYS)[done.activity]
    assert line.minutes.median is not None
    assert line.minutes.median > 500 * 480
