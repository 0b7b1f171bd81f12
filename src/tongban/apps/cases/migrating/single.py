"""One case on its way: the core says what becomes of it, and it is written as every other act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongban.apps.cases.acting import ATTEMPTS, Act, Program, entry_of, with_due_date
from tongban.apps.cases.change import IncidentOver
from tongban.apps.cases.difference import add_progress, columns_of
from tongban.apps.cases.models import MigratedCase
from tongban.apps.cases.reading import CaseFile, case_file
from tongban.apps.cases.writing import save
from tongban.apps.journal.chain import Entry
from tongban.core.casework import Refusal
from tongban.core.casework.migrating import migrate
from tongban.core.text import Text

from .order import Order

TOO_BUSY = Text(
    "案件一再同時變動，請再移轉一次", "The case was changed again and again meanwhile; order the migration once more"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`is_plain`: nothing but names, so that all cases of its group go the same way."""

    act: Act
    is_plain: bool


def prepare(file: CaseFile, order: Order, at: datetime) -> Prepared:
    """What moving the case would write; a Refusal where it cannot go."""
    act = Act(file, Program(order.actor), at)
    outcome, is_computed = migrate(order.versions, file.state, at=at, calendar=act.calendar)
    change = act.change
    change.columns |= columns_of(file.state, outcome.state, act.calendar) | {"pack_version_id": order.newer.pk}
    add_progress(change, file.state, outcome.state, unit_id=file.unit_id, org_version=file.org_version, ended={})
    first, *others = outcome.events
    act.entries.append(Entry(first.kind, {**order.facts, **first.data}))
    act.entries += [entry_of(event, file) for event in others]
    _end_incidents(act, order)
    for intent in outcome.messages:
        act.tell(with_due_date(intent, outcome, act.calendar))
    is_plain = not is_computed and not change.incidents_over and not change.gone_waits
    return Prepared(act, is_plain)


def _end_incidents(act: Act, order: Order) -> None:
    """What held the case up is another thing now; if it fails again, that is an incident of its own."""
    file = act.file
    over = [one for one in file.incidents if order.versions.is_changed(one.activity)]
    for one in over:
        act.change.incidents_over.append(IncidentOver(one.id))
        act.entries.append(Entry("IncidentEnded", {"activity": one.activity, "pack_version": one.pack_version_id}))


def move_one(number: str, order: Order, at: datetime) -> bool | None:
    """Move the case, or record why not; None where it is no longer in the older version, or over."""
    for _ in range(ATTEMPTS):
        file = case_file(number)
        if file.pack_version_id != order.older.pk or file.state.phase.is_over:
            return None
        try:
            act = prepare(file, order, at).act
        except Refusal as refused:
            record({file.id}, order, at, refused.text)
            return False
        act.link()
        with transaction.atomic():
            if save(file.id, file.version, act.change):
                record({file.id}, order, at)
                return True
    record({file.id}, order, at, TOO_BUSY)
    return False


def record(cases: set[int] | list[int], order: Order, at: datetime, why: Text | None = None) -> None:
    """What became of these cases; said again, the last counts."""
    rows = [
        MigratedCase(
            migration_id=order.number,
            case_id=one,
            is_moved=why is None,
            text_zh=why.zh if why else "",
            text_en=why.en if why else "",
            at=at,
        )
        for one in sorted(cases)
    ]
    MigratedCase.objects.bulk_create(
        rows,
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["migration", "case"],
        update_fields=["is_moved", "text_zh", "text_en", "at"],
    )
