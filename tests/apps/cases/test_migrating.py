"""移轉: cases stay on their version until they are moved on purpose; then they stand in the newer one as if they had
always been there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.broken import break_bracelet, complete, register
from tests.apps.cases.conftest import AT, City
from tests.apps.cases.versions import (
    ANOTHER_LIMIT,
    EVERYWHERE,
    NO_CORRECTION,
    RENAMED,
    TIMED,
    TO_SUPERVISORS,
    at_accept,
    at_correction,
    at_deliver,
    at_review,
    keeper,
    migrated,
    order,
    publish,
    version,
)
from tongban.apps.cases.actions import (
    answer_correction,
    carry_out,
    order_migration,
    stop_migration,
    suspend_case,
    take_task,
    undo_migration,
    undo_order,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.migrating.groups import groups_of
from tongban.apps.cases.migrating.order import proposed
from tongban.apps.cases.migrating.planning import Verdict, plan
from tongban.apps.cases.migrating.single import move_one
from tongban.apps.cases.models import Case, Incident, MigratedCase, Migration, Step, Task, Wait
from tongban.apps.cases.reading import CaseFile, case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.verify import verify
from tongban.core.casework import DefinitionFault, Refusal


def versions_of(numbers: Iterable[str]) -> list[int]:
    return [case_file(number).pack_version_id for number in numbers]


def waiting(number: str) -> list[tuple[str, str]]:
    return [(task.activity, task.role) for task in case_file(number).open_tasks]


def stands(file: CaseFile) -> object:
    """Everything that is not this one case's own name."""
    return replace(file.state, clock=file.state.clock), [(t.activity, t.role, t.unit_id) for t in file.open_tasks]


def test_publishing_changes_nothing_for_running_cases_byte_for_byte(city: City, tmp_path: Path) -> None:
    numbers = [one(city) for one in EVERYWHERE]

    def rows() -> list[tuple[object, ...]]:
        found = []
        with connection.cursor() as cursor:
            for table in ("case", "token", "task", "wait", "step", "correction", "answers"):
                cursor.execute(f"SELECT t.*::text FROM cases_{table} t ORDER BY id")
                found += cursor.fetchall()
            cursor.execute("SELECT e.*::text FROM journal_event e WHERE subject LIKE 'case:%' ORDER BY subject, seq")
            return found + cursor.fetchall()

    before = rows()
    publish(tmp_path, *RENAMED, *TO_SUPERVISORS, *TIMED[:0], *ANOTHER_LIMIT)
    assert rows() == before
    assert versions_of(numbers) == [version(1).pk] * 4


def test_cases_are_moved_together_with_their_names_and_people(city: City, tmp_path: Path) -> None:
    numbers = [one(city) for one in EVERYWHERE for _ in range(2)]
    newer = publish(tmp_path, *RENAMED, *TO_SUPERVISORS)
    done = migrated(city, newer)
    assert (done.state, done.total) == (Migration.DONE, 8)
    assert versions_of(numbers) == [newer.pk] * 8
    assert MigratedCase.objects.filter(migration=done, is_moved=True).count() == 8
    assert [waiting(number) for number in numbers[::2]] == [
        [("accept", "handler")],
        [("correction", "handler")],
        [("examine", "supervisor")],
        [("deliver", "supervisor")],
    ]
    assert verify().is_clean


def test_together_and_one_by_one_come_to_the_same(city: City, tmp_path: Path) -> None:
    pairs = [(one(city), one(city)) for one in EVERYWHERE]
    newer = publish(tmp_path, *RENAMED, *TO_SUPERVISORS)
    given = order(newer)
    made = Migration.objects.create(
        older=given.older, newer=newer, activities=given.activities, total=0, ordered_at=AT, ordered_by="person:1"
    )
    singly = order(newer, number=made.pk)
    for alone, _ in pairs:
        assert move_one(alone, singly, AT)
    done = migrated(city, newer)
    assert MigratedCase.objects.filter(migration=done).count() == 4
    for alone, together in pairs:
        ours, theirs = case_file(alone), case_file(together)
        assert stands(ours) == stands(theirs)
        last = [JournalEvent.objects.filter(subject=one.subject).latest("seq") for one in (ours, theirs)]
        assert [event.kind for event in last] == ["CaseMigrated"] * 2
        facts = [{key: value for key, value in event.data.items() if key != "migration"} for event in last]
        assert facts[0] == facts[1]


def test_the_clock_the_steps_and_the_correction_stay_as_they_are(city: City, tmp_path: Path) -> None:
    number = at_correction(city)
    before = case_file(number)
    newer = publish(tmp_path, *RENAMED, *ANOTHER_LIMIT)
    migrated(city, newer)
    after = case_file(number)
    assert (after.state.clock, after.state.corrections) == (before.state.clock, before.state.corrections)
    assert (after.due_on, after.state.phase, after.state.steps) == (
        before.due_on,
        before.state.phase,
        before.state.steps,
    )
    answer_correction(number=number, answers={}, by=city.rights("handler"), at=AT + timedelta(days=3))
    assert waiting(number) == [("accept", "handler")]


def test_a_public_step_that_was_done_is_told_under_its_new_name_too(city: City, tmp_path: Path) -> None:
    number = at_deliver(city)
    migrated(city, publish(tmp_path, *RENAMED))
    done = list(Step.objects.filter(case__number=number).order_by("id").values_list("activity", "done_on"))
    assert [activity for activity, _ in done] == ["start", "accept", "review", "examine"]
    assert done[2][1] == done[3][1]
    variables = Case.objects.get(number=number).variables
    assert variables["examine_outcome"] == "approved"
    assert "review_outcome" not in variables


def test_a_moved_case_goes_on_to_its_end(city: City, tmp_path: Path) -> None:
    number = at_review(city)
    migrated(city, publish(tmp_path, *RENAMED, *TO_SUPERVISORS))
    complete(city, number, "supervisor", "approved")
    complete(city, number, "supervisor", "")
    assert case_file(number).state.phase.is_over
    assert verify().is_clean


def test_who_had_taken_a_task_keeps_it_unless_others_get_it(city: City, tmp_path: Path) -> None:
    review, deliver = at_review(city), at_deliver(city)
    for number, who in ((review, "supervisor"), (deliver, "handler")):
        take_task(number=number, task=case_file(number).open_tasks[0].number, by=city.rights(who), at=AT)
    migrated(city, publish(tmp_path, *RENAMED, *TO_SUPERVISORS))
    assert case_file(review).open_tasks[0].assignee_id == city.people["supervisor"].pk
    assert case_file(deliver).open_tasks[0].assignee_id is None


def test_a_new_timer_begins_with_the_migration(city: City, tmp_path: Path) -> None:
    numbers = [at_accept(city), at_review(city)]
    newer = publish(tmp_path, *TIMED)
    planned = plan(order(newer), AT)
    assert {(line.where.zh, line.verdict) for line in planned.lines} == {
        ("受理審查文件", Verdict.TOGETHER),
        ("主管複審", Verdict.SINGLY),
    }
    migrated(city, newer)
    assert versions_of(numbers) == [newer.pk] * 2
    [wait] = Wait.objects.filter(case__number__in=numbers)
    assert (wait.case.number, wait.activity, wait.due_at) == (numbers[1], "late", AT + timedelta(days=3))


def test_what_cannot_go_is_told_before_and_after(city: City, tmp_path: Path) -> None:
    stuck, others = [at_correction(city) for _ in range(3)], [at_accept(city), at_review(city)]
    newer = publish(tmp_path, *NO_CORRECTION)
    planned = plan(order(newer), AT)
    assert (planned.moving, planned.refused) == (2, 3)
    [refused] = [line for line in planned.lines if line.verdict is Verdict.REFUSED]
    assert refused.why is not None
    assert "等待補正" in refused.why.zh
    assert sorted(refused.examples) == sorted(stuck)
    assert versions_of(stuck + others) == [version(1).pk] * 5
    done = migrated(city, newer)
    assert versions_of(stuck) == [version(1).pk] * 3
    assert versions_of(others) == [newer.pk] * 2
    told = MigratedCase.objects.filter(migration=done, is_moved=False)
    assert {one.text for one in told} == {refused.why}
    assert told.count() == 3


def test_a_chosen_step_takes_the_place_of_one_that_is_gone(city: City, tmp_path: Path) -> None:
    number = at_correction(city)
    newer = publish(tmp_path, *NO_CORRECTION)
    chosen = {**proposed(version(1), newer), "correction": "supplement"}
    made = order_migration(older=version(1), newer=newer, activities=chosen, by=keeper(city), at=AT)
    carry_out(migration=made.pk, at=AT)
    assert waiting(number) == [("supplement", "handler")]
    answer_correction(number=number, answers={}, by=city.rights("handler"), at=AT + timedelta(days=3))
    assert waiting(number) == [("accept", "handler")]


def test_carried_out_twice_nothing_is_done_twice(city: City, tmp_path: Path) -> None:
    numbers = [at_accept(city), at_review(city)]
    done = migrated(city, publish(tmp_path, *RENAMED))
    before = [case_file(number).version for number in numbers]
    Migration.objects.update(state=Migration.RUNNING)  # as if the worker had died before it said that all is done
    assert carry_out(migration=done.pk, at=AT).state == Migration.DONE
    assert [case_file(number).version for number in numbers] == before
    assert JournalEvent.objects.filter(kind="CaseMigrated").count() == 2


def test_a_stopped_one_leaves_the_rest_alone(city: City, tmp_path: Path) -> None:
    number = at_accept(city)
    newer = publish(tmp_path, *RENAMED)
    made = order_migration(older=version(1), newer=newer, activities={}, by=keeper(city), at=AT)
    assert stop_migration(migration=made, by=keeper(city), at=AT)
    assert carry_out(migration=made.pk, at=AT).state == Migration.STOPPED
    assert versions_of([number]) == [version(1).pk]
    assert not stop_migration(migration=made, by=keeper(city), at=AT)


def test_it_is_undone_for_its_own_cases_only(city: City, tmp_path: Path) -> None:
    numbers = [one(city) for one in EVERYWHERE]
    before = [stands(case_file(number)) for number in numbers]
    newer = publish(tmp_path, *RENAMED, *TO_SUPERVISORS)
    done = migrated(city, newer)
    later = register(city).number
    assert plan(undo_order(done), AT).moving == 4
    undone = undo_migration(migration=done, by=keeper(city), at=AT)
    carry_out(migration=undone.pk, at=AT)
    assert versions_of(numbers) == [version(1).pk] * 4
    assert versions_of([later]) == [newer.pk]
    assert [stands(case_file(number)) for number in numbers[:3]] == before[:3]
    assert waiting(numbers[3]) == [("deliver", "handler")]
    assert verify().is_clean


def test_an_incident_ends_where_the_definition_is_another_now(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    number = at_accept(city)
    with pytest.raises(DefinitionFault):
        complete(city, number)
    newer = publish(tmp_path)
    migrated(city, newer, older=2)
    assert not Incident.objects.filter(ended_at=None).exists()
    kinds = list(JournalEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["CaseMigrated", "IncidentEnded"]
    complete(city, number)
    assert waiting(number) == [("review", "supervisor")]


def test_an_incident_stays_where_nothing_was_mended(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    number = at_accept(city)
    with pytest.raises(DefinitionFault):
        complete(city, number)
    break_bracelet(tmp_path)
    newer = publish_again(tmp_path)
    migrated(city, newer, older=2)
    assert versions_of([number]) == [newer.pk]
    assert Incident.objects.filter(ended_at=None).count() == 1


def publish_again(scratch: Path) -> object:
    """The broken version with another limit: as broken as before."""
    from tests.apps.cases import broken

    folder = scratch / "again"
    folder.mkdir()
    original = broken.changed

    def more(place: Path, pack: str, *changes: tuple[str, str, str]) -> None:
        original(place, pack, *changes, *ANOTHER_LIMIT)

    broken.changed = more
    try:
        break_bracelet(folder)
    finally:
        broken.changed = original
    from tongban.apps.catalogue.models import Pack

    return Pack.objects.get(code="social/wandering-bracelet").current


def test_cases_that_are_over_or_stand_still_are_treated_as_what_they_are(city: City, tmp_path: Path) -> None:
    closed, still = at_deliver(city), at_review(city)
    complete(city, closed, outcome="")
    suspend_case(number=still, ground="颱風", by=city.rights("supervisor"), at=AT)
    newer = publish(tmp_path, *RENAMED)
    done = migrated(city, newer)
    assert done.total == 1
    assert versions_of([closed, still]) == [version(1).pk, newer.pk]
    assert case_file(still).state.phase == "suspended"


def test_a_case_that_moved_on_is_no_measure_for_its_group(city: City, tmp_path: Path) -> None:
    numbers = [at_accept(city), at_accept(city)]
    newer = publish(tmp_path, *NO_CORRECTION)
    given = order(newer)
    [group] = groups_of(given)
    complete(city, numbers[0])
    from tongban.apps.cases.migrating.planning import judge

    assert judge(group, numbers[0], given, AT).verdict is Verdict.SINGLY
    assert judge(group, numbers[1], given, AT).verdict is Verdict.TOGETHER


def test_a_handful_of_statements_however_many_cases(city: City, tmp_path: Path) -> None:
    def statements(cases: int) -> int:
        for _ in range(cases):
            at_review(city)
        newer = publish(tmp_path, *RENAMED)
        made = order_migration(
            older=version(newer.number - 1),
            newer=newer,
            activities=proposed(version(newer.number - 1), newer),
            by=keeper(city),
            at=AT,
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            carry_out(migration=made.pk, at=AT)
        return len(asked)

    publish(tmp_path)
    few = statements(2)
    publish(tmp_path)
    assert statements(9) == few


def test_nobody_orders_it_who_does_not_look_after_the_kind(city: City, tmp_path: Path) -> None:
    newer = publish(tmp_path, *RENAMED)
    for who in ("handler", "supervisor", "stranger"):
        with pytest.raises(NotAllowed):
            order_migration(older=version(1), newer=newer, activities={}, by=city.rights(who), at=AT)
    with pytest.raises(Refusal):
        order_migration(older=newer, newer=newer, activities={}, by=keeper(city), at=AT)
    assert not Task.objects.exists()
