"""What is to be done: which cases, from which version to which, on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tongban.apps.cases.models import Migration
from tongban.apps.catalogue.models import PackVersion
from tongban.apps.catalogue.queries import definition
from tongban.core.casework.migrating import Versions, propose


@dataclass(frozen=True, eq=False)
class Order:
    """`number` is the migration's, 0 while it is only tried; `undoes` limits it to the cases that one has moved."""

    older: PackVersion
    newer: PackVersion
    activities: Mapping[str, str] = field(default_factory=dict)
    actor: str = ""
    number: int = 0
    undoes: int | None = None

    @classmethod
    def of(cls, migration: Migration) -> Order:
        return cls(
            migration.older,
            migration.newer,
            migration.activities,
            migration.ordered_by,
            migration.pk,
            migration.undoes_id,
        )

    @cached_property
    def versions(self) -> Versions:
        return Versions(definition(self.older.pk), definition(self.newer.pk), self.activities)

    @cached_property
    def facts(self) -> dict[str, object]:
        """What the journal says of every case beside the core's own words: enough to go back by it alone."""
        return {
            "migration": self.number,
            "from": self.older.pk,
            "to": self.newer.pk,
            "from_version": self.older.number,
            "to_version": self.newer.number,
        }


def proposed(older: PackVersion, newer: PackVersion) -> dict[str, str]:
    return propose(definition(older.pk).process, definition(newer.pk).process)


def fitting(older: PackVersion, newer: PackVersion, activities: Mapping[str, str]) -> dict[str, str]:
    """Of what was chosen, what both drawings know."""
    was, now = (definition(one.pk).process for one in (older, newer))
    if was is None or now is None:
        return {}
    return {id: to for id, to in activities.items() if id in was.activities and to in now.activities}


def backwards(migration: Migration) -> dict[str, str]:
    """The way back: each activity to the one that alone became it."""
    there = list(migration.activities.values())
    back = {now: was for was, now in migration.activities.items() if there.count(now) == 1}
    return {**proposed(migration.newer, migration.older), **back}
