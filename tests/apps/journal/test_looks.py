from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tongban.apps.journal.actions import Look, prepare_look_months, record_look, record_looks
from tongban.apps.journal.queries import looks_at, looks_by

NOW = timezone.now()
pytestmark = pytest.mark.django_db


def partition_of(subject: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM journal_look WHERE subject = %s", [subject])
        return str(cursor.fetchone()[0])


def test_a_look_says_who_whom_when_why_and_through_which_door() -> None:
    record_look(
        at=NOW, actor="person:3", subject="case:9", what="case", door="call", reason="來電詢問", address="10.1.2.3"
    )
    [look] = looks_at("case:9")
    assert (look.at, look.actor, look.what, look.door, look.reason) == (NOW, "person:3", "case", "call", "來電詢問")


def test_looks_are_found_by_whom_and_by_who_newest_first() -> None:
    for minute, (actor, subject) in enumerate([("person:1", "case:1"), ("person:2", "case:1"), ("person:1", "case:2")]):
        record_look(at=NOW + timedelta(minutes=minute), actor=actor, subject=subject, what="case")
    assert [look.actor for look in looks_at("case:1")] == ["person:2", "person:1"]
    assert [look.subject for look in looks_by("person:1")] == ["case:2", "case:1"]


def test_an_address_is_recognised_again_but_not_readable() -> None:
    for subject, address in [("case:1", "10.1.2.3"), ("case:2", "10.1.2.3"), ("case:3", "10.1.2.4"), ("case:4", "")]:
        record_look(at=NOW, actor="citizen", subject=subject, what="case", address=address)
    one, two, three, none = (looks_at(f"case:{n}").get().address for n in range(1, 5))
    assert bytes(one) == bytes(two) != bytes(three)
    assert none is None
    assert b"10.1" not in bytes(one)


def test_a_page_of_looks_is_one_statement(django_assert_num_queries: object) -> None:
    page = [Look(actor="person:1", subject=f"case:{n}", what="list", door="desk") for n in range(100)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        record_looks(page, at=NOW)
    with django_assert_num_queries(0):  # type: ignore[operator]
        record_looks([], at=NOW)
    assert looks_by("person:1").count() == 100


def test_a_look_lands_in_the_month_it_has_in_taipei() -> None:
    prepare_look_months(datetime(2031, 1, 15, tzinfo=UTC), 2)
    record_look(at=datetime(2031, 1, 31, 15, 59, 59, tzinfo=UTC), actor="a", subject="before midnight", what="case")
    record_look(at=datetime(2031, 1, 31, 16, 0, tzinfo=UTC), actor="a", subject="midnight", what="case")
    assert partition_of("before midnight") == "journal_look_203101"
    assert partition_of("midnight") == "journal_look_203102"


def test_months_are_prepared_ahead_and_twice_is_once() -> None:
    december = datetime(2031, 11, 30, 18, 0, tzinfo=UTC)  # in Taipei it is December
    assert prepare_look_months(december, 3) == 3
    assert prepare_look_months(december, 3) == 0
    assert prepare_look_months(december, 4) == 1


def test_a_look_is_kept_when_nobody_prepared_its_month_and_preparing_later_does_no_harm() -> None:
    at = datetime(2032, 2, 29, tzinfo=UTC)
    record_look(at=at, actor="person:1", subject="case:1", what="case")
    assert partition_of("case:1") == "journal_look_default"
    assert prepare_look_months(at, 2) == 1
    assert looks_at("case:1").count() == 1
