from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.actions import (
    Registered,
    answer_correction,
    ask_correction,
    extend_limit,
    take_task,
    withdraw_case,
)
from tongban.apps.cases.models import Case, Control, Intent
from tongban.apps.cases.reading import case_file
from tongban.apps.correspondence.actions import expire_corrections, remind
from tongban.apps.correspondence.models import Message, ReminderSent
from tongban.apps.correspondence.rules import Rule
from tongban.apps.org.models import Person, Position, Substitution
from tongban.core.calendar import Limit, LimitUnit
from tongban.core.casework import CorrectionRequest, Offset

from .conftest import case_of, register

DAY = timedelta(days=1)
# Received on 2026-02-13; six working days with the New Year between: due on 2026-03-03, a Tuesday.
DUE = date(2026, 3, 3)


def morning(day: date) -> datetime:
    """Nine o'clock in Taipei."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def told(event: str = "reminder") -> list[tuple[str, str]]:
    rows = Message.objects.filter(event=event).select_related("person", "party").order_by("made_at", "pk")
    return [(row.person.username if row.person else "citizen", row.subject) for row in rows]


@pytest.fixture
def taken(city: City, registered: Registered) -> Registered:
    task = case_file(registered.number).open_tasks[0].number
    take_task(number=registered.number, task=task, by=city.rights("handler"), at=AT)
    assert case_of(registered).due_on == DUE
    return registered


def test_the_handler_is_reminded_before_and_on_the_day_the_supervisor_after(taken: Registered) -> None:
    day, said = date(2026, 2, 23), []
    while day <= date(2026, 3, 10):
        remind(at=morning(day))
        said += [(day, who) for who, _ in told()[len(said) :]]
        day += DAY
    assert said == [(date(2026, 2, 26), "handler"), (DUE, "handler"), (date(2026, 3, 4), "supervisor")]
    subjects = [subject for _, subject in told()]
    assert subjects[0].startswith("尚餘 2 個工作天")
    assert subjects[1].startswith("今日到期")
    assert subjects[2].startswith("已逾期 1 個工作天")


def test_run_again_and_again_each_reminder_goes_out_once(taken: Registered) -> None:
    assert remind(at=morning(DUE)) == 1
    assert [remind(at=morning(DUE) + timedelta(minutes=10 * n)) for n in range(3)] == [0, 0, 0]


def test_after_an_outage_each_is_told_once_how_things_stand_now(taken: Registered) -> None:
    assert remind(at=morning(date(2026, 3, 6))) == 2
    assert sorted(who for who, _ in told()) == ["handler", "supervisor"]
    assert all(subject.startswith("已逾期 3 個工作天") for _, subject in told())
    assert ReminderSent.objects.filter(sent=False).count() == 1
    assert remind(at=morning(date(2026, 3, 9))) == 0


def test_a_backlog_is_worked_off_in_batches_the_earliest_due_date_first(city: City) -> None:
    cases = [register(city, email="", phone="", at=AT + DAY * n) for n in (5, 0, 3)]
    by_due = sorted(cases, key=lambda c: case_of(c).due_on or date.max)
    today = morning(date(2026, 3, 25))
    order = []
    for _ in range(6):
        assert remind(at=today, most=1) == 1
        order.append(ReminderSent.objects.filter(sent=True).latest("pk"))
    assert [row.case_id for row in order[:3]] == [c.case_id for c in by_due]
    assert remind(at=today, most=1) == 0


def test_nobody_is_reminded_on_a_day_off(taken: Registered) -> None:
    assert remind(at=morning(date(2026, 3, 7))) == 0
    assert remind(at=morning(date(2026, 3, 9))) == 2


def test_a_closed_or_paused_case_reminds_nobody(city: City, taken: Registered) -> None:
    withdraw_case(number=taken.number, reason="撤回", by=city.rights("handler"), at=AT + DAY)
    assert remind(at=morning(DUE)) == 0


def test_a_new_due_date_brings_reminders_of_its_own(city: City, taken: Registered) -> None:
    remind(at=morning(date(2026, 2, 26)))
    limit = Limit(2, LimitUnit.WORKING_DAYS)
    extend_limit(
        number=taken.number, days=limit, reason="加會", by=city.rights("supervisor"), at=morning(date(2026, 2, 26))
    )
    later = case_of(taken).due_on
    assert later is not None
    assert later > DUE
    assert remind(at=morning(DUE)) == 1
    assert remind(at=morning(later)) == 1
    assert {row.due_on for row in ReminderSent.objects.all()} == {DUE, later}


def test_without_a_handler_the_units_handlers_are_reminded(registered: Registered) -> None:
    remind(at=morning(DUE))
    assert {who for who, _ in told()} == {"handler", "colleague"}


def test_the_substitute_is_reminded_too(city: City, taken: Registered) -> None:
    position = Position.objects.get(person=city.people["handler"])
    Substitution.objects.create(
        position=position, substitute=city.people["colleague"], from_on=DUE - DAY, until_on=DUE + DAY
    )
    remind(at=morning(DUE))
    assert {who for who, _ in told()} == {"handler", "colleague"}


def test_where_nobody_supervises_the_one_above_is_told(city: City, taken: Registered) -> None:
    Position.objects.filter(person=city.people["supervisor"]).update(unit=city.agency)
    remind(at=morning(date(2026, 3, 4)))
    assert "supervisor" in {who for who, _ in told()}


def test_a_reminder_nobody_can_read_is_recorded_on_the_case(city: City, taken: Registered) -> None:
    Person.objects.update(email="")
    remind(at=morning(DUE))
    assert [(m.state, m.reason) for m in Message.objects.filter(event="reminder")] == [("not-sent", "nobody")]


def test_one_case_that_cannot_be_reminded_keeps_no_other_back(
    city: City, taken: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongban.apps.correspondence.actions import reminding

    other, real = register(city), reminding.told_as
    bad = min(taken.case_id, other.case_id)

    def told_as(role: str, case: Case, on: date) -> list[Person]:
        if case.pk == bad:
            raise ValueError("broken")
        return real(role, case, on)

    monkeypatch.setattr(reminding, "told_as", told_as)
    assert remind(at=morning(DUE)) == 1
    assert not ReminderSent.objects.filter(case_id=bad).exists()


# --- corrections


@pytest.fixture
def asked(city: City, taken: Registered) -> Registered:
    """A correction asked for on 2026-02-24, due on Friday 2026-03-06."""
    request = CorrectionRequest(missing="診斷書", reason="未附", due_on=date(2026, 3, 6), consequence="逾期駁回")
    ask_correction(number=taken.number, request=request, by=city.rights("handler"), at=morning(date(2026, 2, 24)))
    return taken


def test_the_citizen_is_reminded_three_working_days_before_once(asked: Registered) -> None:
    assert remind(at=morning(date(2026, 3, 2))) == 0
    assert remind(at=morning(date(2026, 3, 3))) == 1
    assert remind(at=morning(date(2026, 3, 4))) == 0
    made = Message.objects.filter(event="correction-reminder")
    assert {m.channel for m in made} == {"email", "sms"}
    assert all("診斷書" in m.body and "115/3/6" in m.body for m in made)


def test_who_has_answered_is_not_reminded(city: City, asked: Registered) -> None:
    answer_correction(number=asked.number, by=city.rights("handler"), at=morning(date(2026, 3, 2)))
    remind(at=morning(date(2026, 3, 3)))
    assert told("correction-reminder") == []


def test_a_correction_asked_for_shortly_before_needs_no_reminder(city: City, taken: Registered) -> None:
    request = CorrectionRequest(missing="章", reason="漏蓋", due_on=date(2026, 2, 26), consequence="駁回")
    ask_correction(number=taken.number, request=request, by=city.rights("handler"), at=morning(date(2026, 2, 24)))
    remind(at=morning(date(2026, 2, 25)))
    assert told("correction-reminder") == []


def test_on_the_day_after_its_last_day_a_correction_expires_and_the_officer_is_told(asked: Registered) -> None:
    assert expire_corrections(at=morning(date(2026, 3, 6))) == 0
    assert expire_corrections(at=morning(date(2026, 3, 7))) == 1
    assert expire_corrections(at=morning(date(2026, 3, 7))) == 0
    assert case_of(asked).phase == "in-progress"
    assert Intent.objects.filter(event="correction-expired").count() == 1
    remind(at=morning(date(2026, 3, 9)))
    remind(at=morning(date(2026, 3, 10)))
    assert [who for who, _ in told("correction-expired")] == ["handler"]


def test_a_last_day_on_a_day_off_moves_to_the_next_working_day(city: City, taken: Registered) -> None:
    request = CorrectionRequest(missing="章", reason="漏蓋", due_on=date(2026, 3, 7), consequence="駁回")
    ask_correction(number=taken.number, request=request, by=city.rights("handler"), at=morning(date(2026, 2, 24)))
    assert expire_corrections(at=morning(date(2026, 3, 8))) == 0
    assert expire_corrections(at=morning(date(2026, 3, 9))) == 0
    assert expire_corrections(at=morning(date(2026, 3, 10))) == 1


# --- controls


def test_a_watched_date_reminds_and_escalates(city: City, taken: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongban.apps.correspondence.actions import reminding

    case = case_of(taken)
    versions = frozenset([case.pack_version_id])
    watched = [
        Rule("control:improve_by", Offset(1), "supervisor", versions),
        Rule("control:improve_by", Offset(-3), "handler", versions),
    ]
    monkeypatch.setattr(reminding, "rules_in_use", lambda: watched)
    Control.objects.create(case=case, key="improve_by", due_on=date(2026, 3, 13))
    assert remind(at=morning(date(2026, 3, 9))) == 0
    assert remind(at=morning(date(2026, 3, 10))) == 1
    assert remind(at=morning(date(2026, 3, 16))) == 1
    assert [who for who, _ in told()] == ["handler", "supervisor"]
    assert remind(at=morning(date(2026, 3, 17))) == 0
