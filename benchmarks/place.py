"""A place of its own for a run: a temporary cluster with default durability, migrated, with a city to work in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
KIND = "social/wandering-bracelet"
UNITS = 50
SETTINGS = ("shared_buffers = '1GB'", "max_wal_size = '4GB'", "checkpoint_timeout = '30min'", "jit = off")
"""Memory as an operator would set it; durability (fsync, synchronous_commit, full_page_writes) stays as delivered."""


@dataclass
class Place:
    superuser: str
    token: str
    units: list[int]
    version_id: int
    agency_id: int
    people: dict[str, int]


@contextmanager
def place() -> Iterator[Place]:
    var = Path(tempfile.mkdtemp(prefix="tongban-bench-", dir="/tmp"))
    os.environ |= {"TONGBAN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "tongban.config.settings"}
    from tongban.config import cluster

    try:
        with cluster.running(var / "pg") as superuser:
            _tune(superuser)
        with cluster.running(var / "pg") as superuser:
            cluster.provision(superuser)
            yield _city(superuser)
    finally:
        shutil.rmtree(var, ignore_errors=True)


def _tune(superuser: str) -> None:
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        for setting in SETTINGS:
            connection.execute(f"ALTER SYSTEM SET {setting}")


def _city(superuser: str) -> Place:
    import django

    django.setup()
    from django.core.management import call_command

    from tongban.apps.catalogue.actions import offer_kind, publish_folder
    from tongban.apps.connectors.actions import add_system, give_token
    from tongban.apps.connectors.models import Scope
    from tongban.apps.org.models import Role, Unit, UnitKind

    call_command("migrate", database="owner", verbosity=0)
    at = datetime.now(UTC)
    top = Unit.objects.create(code="city", name="示範市政府", kind=UnitKind.CITY)
    agency = Unit.objects.create(code="social-affairs", prefix="SOC", name="社會局", kind=UnitKind.AGENCY, parent=top)
    units = [
        Unit.objects.create(code=f"section-{i}", name=f"第{i}科", kind=UnitKind.SECTION, parent=agency)
        for i in range(UNITS)
    ]
    publish_folder(ROOT / "packs" / KIND, at=at)
    for unit in units[:2]:
        offer_kind(code=KIND, unit=unit, handled_by=unit, by="bench", at=at)
    system = add_system(code="bench", name="bench", unit=top, by="bench", at=at)
    token = give_token(system=system, scopes=Scope.values, by="bench", at=at)
    people = {
        "handler": _person("handler", units[0], Role.HANDLER),
        "supervisor": _person("supervisor", units[0], Role.SUPERVISOR),
        "head": _person("head", agency, Role.SUPERVISOR),
    }
    from tongban.apps.catalogue.models import Pack

    version = Pack.objects.get(code=KIND).current_id
    assert version is not None
    return Place(superuser, token, [u.pk for u in units], version, agency.pk, people)


def _person(name: str, unit: object, role: str) -> int:
    from tongban.apps.org.models import Person, Position

    person = Person.objects.create(username=name, name=name)
    person.set_password("bench-Password-1")
    person.save()
    Position.objects.create(person=person, unit=unit, role=role, from_on=date(2020, 1, 1))
    return person.pk


@contextmanager
def web(port: int = 8977) -> Iterator[psutil.Process]:
    """The product's own web server, as `tongban web` starts it, and the process to ask for its CPU time."""
    tongban = Path(sys.executable).with_name("tongban")
    process = subprocess.Popen(
        [tongban, "web", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/v1/openapi.json")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of a process and its children."""
    family = [process, *process.children(recursive=True)]
    return sum(sum(member.cpu_times()[:2]) for member in family)
