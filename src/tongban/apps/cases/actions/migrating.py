"""移轉: running cases are taken to another version on somebody's order, by a job that can be left, stopped and resumed.

Each case is moved in one transaction with what is recorded of it, so that the job goes on where it was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import OperationalError, transaction
from procrastinate.contrib.django import app
from psycopg.errors import DeadlockDetected

from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.migrating.groups import Group, groups_of
from tongban.apps.cases.migrating.order import Order, backwards, fitting
from tongban.apps.cases.migrating.planning import Verdict, judge
from tongban.apps.cases.migrating.single import move_one, record
from tongban.apps.cases.migrating.together import BATCH, move_together
from tongban.apps.cases.models import Case, Migration
from tongban.apps.catalogue.models import PackVersion
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.policy import Deed, Rights, grounds
from tongban.core.casework import Refusal
from tongban.core.text import Text

Item = TypeVar("Item")
MIGRATE = "MigrateCases"
ATTEMPTS = 3
"""How often many are moved at once before each is moved by itself."""
_ASKED_EVERY = 50
"""Cases moved singly before the job asks whether it was stopped."""


def order_migration(
    *, older: PackVersion, newer: PackVersion, activities: Mapping[str, str], by: Rights, at: datetime
) -> Migration:
    """Have the open cases of `older` moved to `newer`; `activities` says what becomes of each activity.

    Raises NotAllowed, Refusal.
    """
    _check(older, newer, by)
    return _ordered(older, newer, fitting(older, newer, activities), by, at, None)


def undo_migration(*, migration: Migration, by: Rights, at: datetime) -> Migration:
    """Take the cases that a migration has moved back to the older version, as far as they can still go there."""
    _check(migration.newer, migration.older, by)
    return _ordered(migration.newer, migration.older, backwards(migration), by, at, migration)


def undo_order(migration: Migration) -> Order:
    """The same to be tried first."""
    return Order(migration.newer, migration.older, backwards(migration), undoes=migration.pk)


def stop_migration(*, migration: Migration, by: Rights, at: datetime) -> bool:
    """Leave the rest as it is; what was moved stays moved. False when it is over already."""
    _check(migration.older, migration.newer, by)
    changed = Migration.objects.filter(pk=migration.pk).exclude(state__in=(Migration.STOPPED, Migration.DONE))
    return changed.update(state=Migration.STOPPED, finished_at=at) > 0


def _check(older: PackVersion, newer: PackVersion, by: Rights) -> None:
    if not grounds(by, Deed.MANAGE_PACKS).cover_unit(older.pack.owner_id):
        raise NotAllowed(Text("您不得變更此類案件的業務包", "You do not look after this kind of case"))
    if older.pack_id != newer.pack_id or older.pk == newer.pk:
        raise Refusal("versions", Text("請選擇同一業務包的兩個不同版本", "Choose two different versions of one kind"))


@transaction.atomic
def _ordered(
    older: PackVersion,
    newer: PackVersion,
    activities: Mapping[str, str],
    by: Rights,
    at: datetime,
    undoes: Migration | None,
) -> Migration:
    order = Order(older, newer, activities, undoes=undoes.pk if undoes else None)
    total = sum(len(group.cases) for group in groups_of(order))
    made = Migration.objects.create(
        older=older,
        newer=newer,
        activities=dict(activities),
        undoes=undoes,
        total=total,
        ordered_at=at,
        ordered_by=by.actor,
    )
    facts = {"migration": made.pk, "from_version": older.number, "to_version": newer.number, "cases": total}
    facts |= {"undoes": undoes.pk} if undoes else {}
    append(f"pack:{older.pack_id}", [Entry("MigrationOrdered", facts)], actor=by.actor, at=at)
    app.configure_task(MIGRATE, lock=MIGRATE).defer(migration=made.pk)
    return made


def carry_out(*, migration: int, at: datetime) -> Migration:
    """Move what is not dealt with yet. Done again, or by two at once, it does nothing twice."""
    found = Migration.objects.select_related("older__pack", "newer__pack").get(pk=migration)
    if found.is_over:
        return found
    Migration.objects.filter(pk=found.pk, state=Migration.WAITING).update(state=Migration.RUNNING)
    order = Order.of(found)
    _deal_with(groups_of(order), order, at)
    going = Migration.objects.filter(pk=found.pk).exclude(state=Migration.STOPPED)
    going.update(state=Migration.DONE, finished_at=at)
    found.refresh_from_db(fields=["state", "finished_at"])
    return found


def _deal_with(groups: list[Group], order: Order, at: datetime) -> None:
    """Every case once, unless somebody stops it; what moved on while others were moved is looked at by itself."""
    together: dict[int, int] = {}
    singly: list[int] = []
    for group in groups:
        judged = judge(group, group.number, order, at)
        if judged.verdict is Verdict.TOGETHER:
            together |= group.cases
        elif judged.verdict is Verdict.REFUSED and judged.is_certain:
            still = _as_read(group.cases)
            record(still, order, at, judged.why)
            singly += sorted(group.cases.keys() - still)
        else:
            singly += group.cases
    for batch in _batches(together.items(), BATCH):
        if _is_stopped(order):
            return
        singly += sorted(dict(batch).keys() - set(_moved(dict(batch), order, at)))
    for some in _batches(singly, _ASKED_EVERY):
        if _is_stopped(order):
            return
        for number in Case.objects.filter(pk__in=some).order_by("pk").values_list("number", flat=True):
            move_one(number, order, at)


def _as_read(cases: dict[int, int]) -> set[int]:
    """Those that have not moved on since: what was found out of their group is still true of them."""
    now = Case.objects.filter(pk__in=cases, closed_on=None).values_list("pk", "version")
    return {id for id, version in now if cases[id] == version}


def _moved(batch: dict[int, int], order: Order, at: datetime) -> list[int]:
    """Those that were moved at once; none where others hold what they need again and again (a timer its row)."""
    for _ in range(ATTEMPTS):
        try:
            return move_together(batch, order, at)
        except OperationalError as failed:
            if not isinstance(failed.__cause__, DeadlockDetected):
                raise
    return []


def _is_stopped(order: Order) -> bool:
    return Migration.objects.filter(pk=order.number, state=Migration.STOPPED).exists()


def _batches(items: Iterable[Item], size: int) -> Iterable[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
