"""移轉: the unit that is to take a case over is told and reminded, whoever asked hears what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.apps.cases.asking import Agencies
from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.actions import Registered, accept_transfer, ask_transfer, refuse_transfer
from tongban.apps.cases.models import Case, Intent
from tongban.apps.correspondence.actions import prepare_message, remind_transfers
from tongban.apps.correspondence.models import Message

DAY = timedelta(days=1)


@pytest.fixture
def agencies(city: City, registered: Registered) -> Agencies:
    return Agencies(city)


def ask(agencies: Agencies, number: str, reason: str = "私下說的理由") -> None:
    ask_transfer(number=number, unit="fire", reason=reason, by=agencies.asker, at=AT)


def told(event: str) -> dict[str, str]:
    """Who was told of it, and the subject."""
    for intent in Intent.objects.filter(event=event):
        prepare_message(intent=intent.pk, at=AT)
    rows = Message.objects.filter(event=event, person__isnull=False)
    return {row.person.username: row.subject for row in rows if row.person}


def test_the_unit_is_asked_and_the_letter_gives_no_name_and_no_reason(
    agencies: Agencies, registered: Registered
) -> None:
    ask(agencies, registered.number)
    letters = told("transfer-asked")
    assert set(letters) == {"fire-handler", "fire-supervisor"}
    assert letters["fire-handler"].startswith(f"移轉，請承接：{registered.number}")
    body = Message.objects.filter(event="transfer-asked")[0].body
    assert "王大明" not in body and "私下說的理由" not in body and "長青科" in body


def test_who_asked_hears_whether_the_case_was_taken_over(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    accept_transfer(number=registered.number, transfer=1, by=agencies.of("fire"), at=AT + DAY)
    assert set(told("transfer-accepted")) == {"handler"}


def test_a_refusal_comes_back_to_who_asked(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    refuse_transfer(number=registered.number, transfer=1, reason="不是", by=agencies.of("fire"), at=AT + DAY)
    letters = told("transfer-refused")
    assert "handler" in letters and "消防局不承接移轉" in letters["handler"]
    assert "fire-handler" not in letters


def test_silence_is_reminded_first_and_told_later_each_once(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    start = AT  # Friday 13 February 2026; the lunar new year's holidays follow
    sent = [remind_transfers(at=start + n * DAY) for n in range(30)]
    assert sum(sent) == 2
    first, last = (n for n, count in enumerate(sent) if count)
    assert first < last
    assert set(told("transfer-unanswered")) == {"handler"}
    assert {m.person.username for m in Message.objects.filter(event="transfer-reminder") if m.person} == {
        "fire-handler",
        "fire-supervisor",
    }


def test_after_an_outage_only_the_later_reminder_goes_out(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    later = next(AT + n * DAY for n in range(20, 40) if remind_transfers(at=AT + n * DAY))
    assert Message.objects.filter(event="transfer-unanswered").count() == 1
    assert remind_transfers(at=later) == 0


def test_nobody_is_reminded_of_what_was_answered(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    accept_transfer(number=registered.number, transfer=1, by=agencies.of("fire"), at=AT + DAY)
    assert sum(remind_transfers(at=AT + n * DAY) for n in range(20, 25)) == 0
    assert Case.objects.get(number=registered.number).unit == agencies.units["fire"]
