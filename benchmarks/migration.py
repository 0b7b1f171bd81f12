"""Running cases are moved to a version of their kind in which a step has another id and another step other people."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import NamedTuple

from benchmarks.place import KIND, ROOT, Place

CASES = 20_000
_DELIVER = 'name="製作與交付手鍊" camunda:candidateGroups'
_AS_IT_WAS = (("pack.yaml", "retention: {years: 5}", "retention: {years: 6}"),)
"""Another version, for the same again is none."""
_CHANGES = (
    ("process.bpmn", '"review"', '"examine"'),
    ("process.bpmn", f'{_DELIVER}="handler"', f'{_DELIVER}="supervisor"'),
    ("pack.yaml", "on: review", "on: examine"),
)


class Moved(NamedTuple):
    cases: int
    tried: float
    moved: float
    undone: float


def migration(place: Place, cases: int = CASES) -> Moved:
    """Seconds for the dry run, for moving `cases` open cases with their journal, and for taking them back."""
    from tongban.apps.cases.actions import carry_out, order_migration, undo_migration
    from tongban.apps.cases.migrating.order import Order, proposed
    from tongban.apps.cases.migrating.planning import plan
    from tongban.apps.cases.models import MigratedCase
    from tongban.apps.org.policy import rights_of

    at = datetime.now(UTC)
    older, newer = _version(*_AS_IT_WAS), _version(*_CHANGES)
    _put(older.pk, cases)
    by = rights_of(_keeper(place), at.date(), 1)
    activities = proposed(older, newer)
    began = time.monotonic()
    planned = plan(Order(older, newer, activities), at)
    tried = time.monotonic() - began
    assert (planned.moving, planned.refused) == (cases, 0)
    made = order_migration(older=older, newer=newer, activities=activities, by=by, at=at)
    began = time.monotonic()
    carry_out(migration=made.pk, at=at)
    moved = time.monotonic() - began
    assert MigratedCase.objects.filter(migration=made, is_moved=True).count() == cases
    back = undo_migration(migration=made, by=by, at=at)
    began = time.monotonic()
    carry_out(migration=back.pk, at=at)
    return Moved(cases, tried, moved, time.monotonic() - began)


def _version(*changes: tuple[str, str, str]):  # type: ignore[no-untyped-def]
    """The pack's next version, with parts of its files replaced; only the example that names no step is kept."""
    from tongban.apps.catalogue.actions import publish_folder
    from tongban.apps.catalogue.models import PackVersion

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / KIND
        copytree(ROOT / "packs" / KIND, folder, ignore=ignore_patterns("[1-5]-*.yaml"))
        for name, old, new in changes:
            file = folder / name
            file.write_text(file.read_text().replace(old, new))
        publish_folder(folder, at=datetime.now(UTC))
    return PackVersion.objects.select_related("pack").filter(pack__code=KIND).latest("number")


def _put(version: int, cases: int) -> None:
    """As if so many open cases had been registered under that version."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET pack_version_id = %s"
            " WHERE id IN (SELECT id FROM cases_case WHERE closed_on IS NULL ORDER BY id DESC LIMIT %s)",
            [version, cases],
        )
        assert cursor.rowcount == cases, "there are not as many open cases"


def _keeper(place: Place) -> int:
    from tongban.apps.org.models import Person, Position, Role
    from tongban.apps.org.policy import forget

    person, made = Person.objects.get_or_create(username="keeper", defaults={"name": "keeper"})
    if made:
        since = datetime.now(UTC).date()
        Position.objects.create(person=person, unit_id=place.agency_id, role=Role.AGENCY_ADMIN, from_on=since)
        forget()
    return person.pk
