"""From an empty machine to a database that is ready to serve: cluster, roles, tables, packs, demo city."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from . import cluster, keys


@contextmanager
def database() -> Iterator[str]:
    """The server, the embedded one started if it is not up yet; yields the address of who may set it up."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
    else:
        with cluster.running() as superuser:
            yield superuser


@contextmanager
def django() -> Iterator[None]:
    """The server is up and Django knows it. Settings are read only now: they ask where the server listens."""
    with database():
        start_django()
        yield


def start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    django.setup()


def provision(superuser: str) -> None:
    """Roles and rights. Someone who made both roles by hand says so with DATABASE_APP_URL."""
    if os.environ.get("DATABASE_APP_URL"):
        return
    if os.environ.get("DATABASE_URL"):
        name = str(conninfo_to_dict(superuser).get("dbname") or cluster.DATABASE)
        cluster.provision(superuser, name, keys.load().database)
    else:
        cluster.provision(superuser)


def migrate() -> list[str]:
    """Bring the tables up to date as their owner; the names of the migrations that were still to do."""
    from django.core.management import call_command
    from django.db import connections

    pending = pending_migrations()
    if pending:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()
    return pending


def pending_migrations() -> list[str]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def pack_folders(root: Path) -> list[Path]:
    """Every folder below `root` that holds a pack."""
    return sorted(file.parent for file in root.rglob("pack.yaml"))
