"""Asked units are told and reminded, askers hear of each answer once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.apps.cases.asking import Agencies, asked
from tests.apps.cases.conftest import AT, City, application
from tongban.apps.cases.actions import Registered, answer_request, decide_time, register_case, take_task
from tongban.apps.cases.models import Intent
from tongban.apps.cases.reading import case_file
from tongban.apps.correspondence.actions import prepare_digest, prepare_message, remind_units
from tongban.apps.correspondence.models import Message, ReminderSent
from tongban.apps.org.models import Person

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
"""The due date, in tests.apps.cases.asking."""


@pytest.fixture
def agencies(city: City) -> Agencies:
    Person.objects.filter(pk=city.people["handler"].pk).update(email="handler@city.example")
    return Agencies(city)


@pytest.fixture
def case(agencies: Agencies) -> Registered:
    done = register_case(application=application(agencies.city), by=agencies.city.rights("counter"), at=AT)
    asked(agencies, done.number, "fire")
    return done


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def told(event: str) -> list[str]:
    return sorted(Message.objects.filter(event=event).values_list("person__username", flat=True))


def test_the_asked_unit_is_told_without_a_word_of_what_is_asked(case: Registered) -> None:
    prepare_message(intent=Intent.objects.get(event="consultation-asked").pk, at=AT)
    assert told("consultation-asked") == ["fire-handler", "fire-supervisor"]
    letter = Message.objects.filter(event="consultation-asked")[0]
    assert case.number in letter.body and "表示意見" not in letter.body + letter.subject


def test_whoever_took_it_is_told_alone(agencies: Agencies, case: Registered) -> None:
    work = next(task for task in case_file(case.number).open_tasks if not task.is_step)
    take_task(number=case.number, task=work.number, by=agencies.of("fire"), at=AT)
    remind_units(at=noon(MONDAY))
    assert told("consultation-reminder") == ["fire-handler"]


@pytest.mark.parametrize(("day", "event"), [(date(2026, 2, 25), "before"), (MONDAY, "at"), (date(2026, 3, 3), "after")])
def test_reminders_come_before_at_and_after_the_day_each_once(day: date, event: str, case: Registered) -> None:
    remind_units(at=noon(day))
    remind_units(at=noon(day))
    assert list(ReminderSent.objects.filter(sent=True).values_list("rule", flat=True)) == [f"consultation:1:{event}"]


def test_when_the_day_has_passed_the_asker_is_told_too(case: Registered) -> None:
    remind_units(at=noon(date(2026, 3, 3)))
    assert told("consultation-late") == ["fire-handler", "fire-supervisor"]
    assert told("consultation-missing") == ["handler"]


def test_after_an_outage_one_reminder_speaks_for_all(case: Registered) -> None:
    assert remind_units(at=noon(date(2026, 3, 10))) == 1
    assert remind_units(at=noon(date(2026, 3, 11))) == 0


def test_nobody_is_reminded_on_a_day_off_nor_after_the_answer(agencies: Agencies, case: Registered) -> None:
    assert remind_units(at=noon(date(2026, 2, 28))) == 0
    answer_request(number=case.number, request=1, opinion="agree", by=agencies.of("fire"), at=AT)
    assert remind_units(at=noon(date(2026, 3, 10))) == 0


def test_a_new_day_is_reminded_of_anew(agencies: Agencies, case: Registered) -> None:
    remind_units(at=noon(MONDAY))
    later = MONDAY + timedelta(days=2)
    decide_time(number=case.number, request=1, until=later, by=agencies.asker, at=noon(MONDAY))
    assert remind_units(at=noon(later)) == 1


def test_the_asker_hears_of_an_answer_once(agencies: Agencies, case: Registered) -> None:
    answer_request(number=case.number, request=1, opinion="agree", by=agencies.of("fire"), at=AT)
    intent = Intent.objects.get(event="consultation-answered")
    prepare_message(intent=intent.pk, at=AT)
    prepare_message(intent=intent.pk, at=AT)
    assert told("consultation-answered") == ["handler"]


def test_the_digest_says_what_others_ask_and_who_is_late(agencies: Agencies, case: Registered) -> None:
    morning = datetime(2026, 3, 4, 0, tzinfo=UTC)
    prepare_digest(person=agencies.people["fire-handler"].pk, day=date(2026, 3, 4), at=morning)
    prepare_digest(person=agencies.city.people["handler"].pk, day=date(2026, 3, 4), at=morning)
    texts = {m.person.username: m.body for m in Message.objects.filter(event="digest") if m.person}
    assert "其他單位會辦" in texts["fire-handler"] and case.number in texts["fire-handler"]
    assert "會辦逾期未回復" in texts["handler"]
