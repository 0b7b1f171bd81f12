"""Statements planned once a connection."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import DataError, connection, transaction

from tongban.apps.cases import statements
from tongban.apps.cases.statements import Statement, written

pytestmark = pytest.mark.django_db


def planned() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'tongban%'")
        return int(cursor.fetchone()[0])


def test_a_text_is_planned_once_however_often_it_runs() -> None:
    statement, before = Statement("SELECT $1::int + 40001"), planned()
    assert [statement.value([n]) for n in (1, 2)] == [b"40002", b"40003"]
    assert planned() == before + 1


def test_beyond_what_a_connection_keeps_statements_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 0)
    before = planned()
    assert Statement("SELECT $1::int + 40002").value([1]) == b"40003"
    assert planned() == before


def test_the_first_statement_of_a_transaction_is_undone_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    own = connection.copy()
    monkeypatch.setattr(statements, "connection", own)
    count = Statement("SELECT count(*) FROM cases_numbercounter WHERE prefix = $1")
    try:
        own.set_autocommit(False)
        insert = "INSERT INTO cases_numbercounter (prefix, year, last) VALUES ($1, 115, 7) RETURNING last"
        assert Statement(insert).value(["ZZ"]) == b"7"
        assert count.value(["ZZ"]) == b"1"
        own.rollback()
        assert count.value(["ZZ"]) == b"0"
    finally:
        own.close()


def test_a_fault_of_the_server_is_djangos_error() -> None:
    with pytest.raises(DataError), transaction.atomic():
        Statement("SELECT 1 / $1::int").value([0])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("字 \\ \"'", "text"),
        (7, "int"),
        (True, "boolean"),
        (None, "text"),
        (date(2028, 2, 29), "date"),
        (datetime(2026, 2, 13, 1, 2, 3, 4, UTC), "timestamptz"),
        (b"\x00\xff", "bytea"),
        (UUID(int=5), "uuid"),
        ({"字": [1, None]}, "jsonb"),
        (('a "b', "c\\d,", "{"), "text[]"),
    ],
)
def test_what_goes_in_is_what_the_server_reads(value: object, kind: str) -> None:
    found = written(value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}", [None if found is None else found.decode()])
        read = cursor.fetchone()[0]
    read = bytes(read) if isinstance(read, memoryview) else json.loads(read) if kind == "jsonb" else read
    assert read == (list(value) if isinstance(value, tuple) else value)


def test_a_text_with_nul_and_an_unknown_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        written("a\0b")
    with pytest.raises(TypeError):
        written(object())
