"""Cases that are worked on while they are moved: every act counts once, no case is lost between two versions."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.apps.cases.conftest import AT, build_city
from tests.apps.cases.test_races import at_once
from tests.apps.cases.versions import RENAMED, TO_SUPERVISORS, at_accept, at_review, keeper, publish, version
from tongban.apps.cases.actions import carry_out, complete_task, order_migration, write_note
from tongban.apps.cases.errors import Changed
from tongban.apps.cases.migrating.order import proposed
from tongban.apps.cases.models import Case, MigratedCase
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.verify import verify


def test_acts_and_a_migration_at_once_both_take_effect(own_database: str, tmp_path: Path) -> None:
    city = build_city()
    for turn in range(3):
        numbers = [at_accept(city) for _ in range(6)]
        older = version(1 + turn * 2) if turn else version(1)
        Case.objects.filter(number__in=numbers).update(pack_version=older)
        newer = publish(tmp_path, *RENAMED, *TO_SUPERVISORS)
        made = order_migration(older=older, newer=newer, activities=proposed(older, newer), by=keeper(city), at=AT)
        acts = [
            partial(
                complete_task,
                number=number,
                task=case_file(number).open_tasks[0].number,
                outcome="complete",
                by=city.rights("handler"),
                at=AT,
            )
            for number in numbers[:3]
        ]
        notes = [
            partial(write_note, number=number, body="來電", by=city.rights("handler"), at=AT) for number in numbers[3:]
        ]
        results = at_once([partial(carry_out, migration=made.pk, at=AT), *acts, *notes])
        assert not any(isinstance(result, Changed) for result in results)
        assert {case_file(number).pack_version_id for number in numbers} == {newer.pk}
        assert {task.activity for number in numbers[:3] for task in case_file(number).open_tasks} == {"examine"}
        assert MigratedCase.objects.filter(migration=made, is_moved=True).count() == 6
        publish(tmp_path)
    assert JournalEvent.objects.filter(kind="TaskCompleted").count() == 9
    assert JournalEvent.objects.filter(kind="NoteWritten").count() == 9
    assert verify().is_clean


def test_two_workers_with_the_same_order_move_each_case_once(own_database: str, tmp_path: Path) -> None:
    city = build_city()
    numbers = [at_accept(city) for _ in range(5)] + [at_review(city) for _ in range(5)]
    newer = publish(tmp_path, *RENAMED)
    older = version(1)
    made = order_migration(older=older, newer=newer, activities=proposed(older, newer), by=keeper(city), at=AT)
    at_once([partial(carry_out, migration=made.pk, at=AT)] * 3)
    assert {case_file(number).pack_version_id for number in numbers} == {newer.pk}
    assert JournalEvent.objects.filter(kind="CaseMigrated").count() == 10
    assert verify().is_clean
