from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.database import app_address, owner_address
from tongban.apps.journal.actions import JournalMoved, append, record_look
from tongban.apps.journal.chain import Entry, Head, NotCanonical, link
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.queries import events_of, head_of
from tongban.apps.journal.verify import verify

AT = datetime(2026, 2, 28, 15, 59, 59, 4, UTC)
TABLES = ["journal_event", "journal_seal", "journal_leaf", "journal_look", "journal_look_default"]


@pytest.mark.django_db
def test_events_are_kept_as_they_were_given() -> None:
    data = {"form": 3, "欄位": ["甲", "𠮷"], "none": None}
    grown = append(
        "case:1",
        [Entry("CaseOpened", data, date(2024, 2, 29)), Entry("CaseClosed", {})],
        actor="person:12",
        at=AT,
        on_behalf_of="position:4",
    )
    first, second = events_of("case:1")
    assert (first.data, first.effective_on, first.at) == (data, date(2024, 2, 29), AT)
    assert (second.seq, second.actor, second.on_behalf_of) == (2, "person:12", "position:4")
    assert head_of("case:1") == grown == Head(2, bytes(second.hash))


@pytest.mark.django_db
def test_a_chain_goes_on_where_it_ended() -> None:
    append("pack:social/手鍊", [Entry("PackPublished", {})], actor="person:1", at=AT)
    append("pack:social/手鍊", [], actor="person:1", at=AT)
    append("pack:social/手鍊", [Entry("PackPublished", {})], actor="person:1", at=AT)
    first, second = events_of("pack:social/手鍊")
    assert bytes(second.prev) == bytes(first.hash)
    assert head_of("pack:none") == Head()


@pytest.mark.django_db
def test_refused_data_leaves_nothing_behind() -> None:
    with pytest.raises(NotCanonical):
        append("case:1", [Entry("CaseOpened", {}), Entry("FeeSet", {"fee": 0.1})], actor="clock", at=AT)
    assert not events_of("case:1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"kind": ""}, {"actor": ""}, {"subject": ""}, {"seq": 0}, {"hash": b"short"}, {"prev": b""}]
)
def test_the_database_refuses_rows_that_cannot_be_events(change: dict[str, object]) -> None:
    [row] = link("case:1", 0, bytes(32), [Entry("CaseOpened", {})], at=AT, actor="clock")
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEvent.objects.create(**row._replace(**change)._asdict())


def test_a_fork_is_refused_and_the_loser_is_told(own_database: str) -> None:
    append("case:1", [Entry("CaseOpened", {})], actor="clock", at=AT)
    rows = link("case:1", *head_of("case:1"), [Entry("CaseClosed", {})], at=AT, actor="person:2")
    told: list[BaseException] = []

    def lose() -> None:
        try:
            append("case:1", [Entry("CaseClosed", {})], actor="person:1", at=AT)
        except JournalMoved as moved:
            told.append(moved)
        finally:
            connections.close_all()

    # A writer with rows of its own (the case's one statement) is under way and takes no lock of ours.
    with psycopg.connect(own_database) as other:
        columns = ", ".join(rows[0]._fields)
        other.execute(f"INSERT INTO journal_event ({columns}) VALUES ({', '.join(['%s'] * 10)})", rows[0])
        thread = threading.Thread(target=lose)
        thread.start()
        with psycopg.connect(own_database, autocommit=True) as watch:
            while not watch.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                assert thread.is_alive()
    thread.join()
    assert "case:1" in str(told[0])
    assert [event.actor for event in events_of("case:1")] == ["clock", "person:2"]


def test_those_who_append_at_once_take_turns(own_database: str) -> None:
    def work(number: int) -> None:
        try:
            for step in range(10):
                append("case:1", [Entry("StepDone", {"step": step})], actor=f"person:{number}", at=AT)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head_of("case:1").seq == 40
    assert verify().is_clean


def test_a_rolled_back_change_leaves_no_event(own_database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append("case:1", [Entry("CaseOpened", {})], actor="clock", at=AT)
        raise ZeroDivisionError
    assert head_of("case:1") == Head()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", [app_address, owner_address])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.django_db
def test_what_only_grows_cannot_be_changed(table: str, role: object, statement: str) -> None:
    if table == "journal_leaf":
        statement = statement.replace("at = now()", "seq = 1")
    name = connection.settings_dict["NAME"]
    with psycopg.connect(role(name)) as other:  # type: ignore[operator]
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            other.execute(statement.format(table))
        if role is owner_address:
            assert f"{table} only grows" in str(refused.value)


def test_a_months_partition_only_grows_like_the_whole(own_database: str) -> None:
    record_look(at=datetime.now(UTC), actor="person:1", subject="case:1", what="case")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM journal_look")
        [(partition,)] = cursor.fetchall()
    assert partition.startswith("journal_look_2")
    for role in (app_address, owner_address):
        for statement in (f"UPDATE {partition} SET what = ''", f"DELETE FROM {partition}", f"TRUNCATE {partition}"):
            with (
                psycopg.connect(role(connection.settings_dict["NAME"])) as other,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                other.execute(statement)


@pytest.mark.django_db
def test_the_owner_cannot_silence_the_guard_by_replication_mode() -> None:
    from tests.database import superuser

    address = psycopg.conninfo.make_conninfo(superuser(), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address) as other:
        other.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
            other.execute("DELETE FROM journal_event")
