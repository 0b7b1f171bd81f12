"""Tests run on a real PostgreSQL of their own: one temporary cluster a run, one clone of a migrated template a worker.

Loaded with `-p tests.database` before Django reads its settings, so that nothing a test does can reach the
installation's own `var/`. The cluster starts only when the first test asks for a database.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import fasteners
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if not WORKER:
    os.environ["TONGBAN_VAR"] = tempfile.mkdtemp(prefix="tongban-test-", dir="/tmp")
    for name in ("DATABASE_URL", "DATABASE_APP_URL", "TONGBAN_KEYS", "TONGBAN_DEMO", "TONGBAN_DEBUG"):
        os.environ.pop(name, None)
VAR = Path(os.environ["TONGBAN_VAR"])
_open = ExitStack()


def pytest_unconfigure() -> None:
    _open.close()
    if not WORKER:
        _wait_for_the_server_to_stop()
        shutil.rmtree(VAR, ignore_errors=True)


def _wait_for_the_server_to_stop() -> None:
    until = time.monotonic() + 10
    while (VAR / "pg" / "postmaster.pid").exists() and time.monotonic() < until:
        time.sleep(0.05)


def superuser() -> str:
    """Address of the cluster's superuser; the first call starts the cluster and migrates the template."""
    from tongban.config import cluster

    with fasteners.InterProcessLock(VAR / ".lock"):
        address = _open.enter_context(cluster.running(VAR / "pg")) if not _address else _address[0]
        if not _address:
            _address.append(address)
        if not (VAR / ".migrated").exists():
            _migrate(address)
            (VAR / ".migrated").touch()
    return address


_address: list[str] = []


def _migrate(address: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    from tongban.config import cluster

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("ALTER SYSTEM SET log_min_messages = 'panic'")
        connection.execute("SELECT pg_reload_conf()")
    cluster.provision(address)
    _point_at(cluster.DATABASE)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()


def _point_at(name: str) -> None:
    from django.db import connections

    from tongban.config import cluster

    for alias in ("default", "owner"):
        connection = connections[alias]
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.settings_dict["HOST"] = str(cluster.socket_directory(VAR / "pg"))


@contextmanager
def clone(template: str = "tongban") -> Iterator[str]:
    """A database of its own, equal to the template; dropped at the end."""
    name = f"t_{uuid4().hex[:12]}"
    address = superuser()
    # Cloning wants nobody else in the template; two workers cloning at once must take turns.
    with fasteners.InterProcessLock(VAR / ".lock"), psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER tongban_owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield name
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """Replaces pytest-django's: a clone for this worker; each test runs in a transaction that is rolled back."""
    from django.db import connections

    with django_db_blocker.unblock(), clone() as name:  # type: ignore[attr-defined]
        _point_at(name)
        yield
        connections.close_all()


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """For tests that commit, use several connections or start processes: a database only this test sees.

    Yields its libpq address for the serving role; Django's connections point at it meanwhile.
    """
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock(), clone() as name:  # type: ignore[attr-defined]
        _point_at(name)
        try:
            yield app_address(name)
        finally:
            connections.close_all()
            _point_at(before)


def forget_what_is_kept() -> None:
    """Processes keep definitions, rights, calendars and tokens by version; another database has its own of each."""
    from tongban.apps.cases.placing import forget as forget_places
    from tongban.apps.catalogue.queries import definition
    from tongban.apps.connectors.queries import forget as forget_callers
    from tongban.apps.officedays.queries import forget as forget_calendar
    from tongban.apps.org.policy import forget as forget_rights

    definition.cache_clear()
    for forget in (forget_callers, forget_calendar, forget_places, forget_rights):
        forget()


def process_environment(name: str, own: Path) -> dict[str, str]:
    """What a process of ours is started with: this database, these tests' keys, and `own` for what it writes."""
    return {
        **os.environ,
        "TONGBAN_VAR": str(own),
        "TONGBAN_KEYS": str(VAR / "keys.json"),
        "DATABASE_URL": owner_address(name),
        "DATABASE_APP_URL": app_address(name),
    }


def app_address(name: str) -> str:
    return make_conninfo(superuser(), user="tongban_app", dbname=name)


def owner_address(name: str) -> str:
    return make_conninfo(superuser(), user="tongban_owner", dbname=name)
