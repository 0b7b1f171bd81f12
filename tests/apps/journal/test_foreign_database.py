from __future__ import annotations

from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

from tests.database import superuser
from tongban.apps.journal import migrations

SQL = Path(migrations.__path__[0])


def test_the_guards_stand_in_a_database_with_an_owner_and_readers_of_its_own(own_database: str) -> None:
    tag = uuid4().hex[:8]
    owner, reader, name = f"owner_{tag}", f"reader_{tag}", f"foreign_{tag}"
    with psycopg.connect(superuser(), autocommit=True) as top:
        top.execute(f"CREATE ROLE {owner} LOGIN")
        top.execute(f"CREATE ROLE {reader} LOGIN")
        top.execute(f"CREATE DATABASE {name} OWNER {owner}")
        try:
            _build(owner, reader, name)
            for role in (owner, reader):
                with psycopg.connect(make_conninfo(superuser(), dbname=name, user=role)) as connection:
                    connection.execute("SELECT * FROM journal_event, journal_look")
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute("DELETE FROM journal_event")
        finally:
            top.execute(f"DROP DATABASE {name} WITH (FORCE)")
            top.execute(f"DROP ROLE {reader}")
            top.execute(f"DROP ROLE {owner}")


def _build(owner: str, reader: str, name: str) -> None:
    tables = StringIO()
    call_command("sqlmigrate", "journal", "0001", database="owner", stdout=tables)
    with psycopg.connect(make_conninfo(superuser(), dbname=name, user=owner), autocommit=True) as connection:
        connection.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {reader}")
        connection.execute(tables.getvalue())
        for file in ("guards.sql", "looks.sql"):
            connection.execute((SQL / file).read_text())
        rights = "SELECT has_table_privilege(%s, %s, %s)"
        for table in ("journal_event", "journal_look", "journal_look_default"):
            assert connection.execute(rights, [reader, table, "INSERT"]).fetchone() == (True,)
            assert connection.execute(rights, [reader, table, "UPDATE"]).fetchone() == (False,)
