from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.actions import Registered, answer_correction, ask_correction, take_task
from tongban.apps.cases.reading import case_file
from tongban.apps.correspondence.actions import prepare_digest, start_digests
from tongban.apps.correspondence.models import Message
from tongban.apps.org.models import Position, Substitution
from tongban.apps.org.policy import forget
from tongban.core.casework import CorrectionRequest

from .conftest import case_of, jobs, register

DAY = timedelta(days=1)
DUE = date(2026, 3, 3)


def eight(day: date) -> datetime:
    """Eight o'clock in Taipei."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def digest_of(city: City, name: str, day: date = DUE) -> str:
    made = prepare_digest(person=city.people[name].pk, day=day, at=eight(day))
    return "" if made is None else f"{Message.objects.get(pk=made).subject}\n{Message.objects.get(pk=made).body}"


@pytest.fixture
def taken(city: City, registered: Registered) -> Registered:
    task = case_file(registered.number).open_tasks[0].number
    take_task(number=registered.number, task=task, by=city.rights("handler"), at=AT)
    return registered


def test_a_job_for_everyone_who_handles_or_supervises_on_working_days_only(city: City) -> None:
    assert start_digests(at=eight(date(2026, 3, 7))) == 0
    assert start_digests(at=eight(DUE)) == 4
    people = {city.people[n].pk for n in ("handler", "colleague", "supervisor", "stranger")}
    assert {args["person"] for args, _ in jobs("PrepareDigest")} == people


def test_it_names_what_is_due_today_and_links_to_the_list(city: City, taken: Registered) -> None:
    text = digest_of(city, "handler")
    assert text.startswith("115/3/3 (二) 待辦摘要：逾期 0 件、今日到期 1 件")
    assert "今日到期 (1)" in text
    assert taken.number in text
    assert "王大明" not in text
    assert text.rstrip().endswith("/desk/")


def test_it_comes_once_a_day_and_not_after_the_day(city: City, taken: Registered) -> None:
    assert digest_of(city, "handler")
    assert digest_of(city, "handler") == ""
    assert prepare_digest(person=city.people["handler"].pk, day=DUE, at=eight(DUE + DAY)) is None
    assert Message.objects.filter(event="digest").count() == 1


def test_who_has_nothing_to_do_gets_no_letter(city: City, taken: Registered) -> None:
    assert digest_of(city, "stranger") == ""


def test_late_and_soon_are_told_apart(city: City, taken: Registered) -> None:
    assert "逾期 (1)" in digest_of(city, "handler", date(2026, 3, 4))
    assert "即將到期 (1)" in digest_of(city, "handler", date(2026, 2, 26))


def test_a_supervisor_sees_what_is_late_below(city: City, taken: Registered) -> None:
    text = digest_of(city, "supervisor", date(2026, 3, 4))
    assert "督導範圍內逾期 (1)" in text
    assert taken.number in text


def test_what_nobody_has_taken_is_named_to_the_units_handlers(city: City) -> None:
    made = register(city)
    assert f"- {made.number}" in digest_of(city, "colleague")
    assert "尚無人承接 (1)" in digest_of(city, "handler")


def test_an_answered_correction_is_news(city: City, taken: Registered) -> None:
    request = CorrectionRequest(missing="章", reason="漏蓋", due_on=date(2026, 3, 6), consequence="駁回")
    ask_correction(number=taken.number, request=request, by=city.rights("handler"), at=eight(date(2026, 2, 24)))
    answer_correction(number=taken.number, by=city.rights("handler"), at=eight(date(2026, 3, 2)))
    assert case_of(taken).phase == "in-progress"
    assert "補正已回覆 (1)" in digest_of(city, "handler")
    assert "補正已回覆" not in digest_of(city, "handler", date(2026, 3, 5))


def test_a_substitute_reads_the_cases_of_whom_he_stands_in_for(city: City, taken: Registered) -> None:
    position = Position.objects.get(person=city.people["handler"])
    Substitution.objects.create(position=position, substitute=city.people["counter"], from_on=DUE, until_on=DUE)
    forget()
    assert taken.number in digest_of(city, "counter")


def test_long_lists_are_cut_and_counted(city: City) -> None:
    for n in range(23):
        register(city, email="", phone="", at=AT + timedelta(minutes=n))
    text = digest_of(city, "handler")
    assert "尚無人承接 (23)" in text
    assert "另有 3 件" in text
    assert text.count("\n- ") == 20
