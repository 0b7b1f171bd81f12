from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from tongban.config import jobs, serve

carried_out: list[int] = []


@pytest.fixture
def note() -> Iterator[Task]:
    """A job that writes down its argument; known to the queue for one test."""
    carried_out.clear()

    def write_down(number: int) -> None:
        if number < 0:
            raise ValueError("negative")
        carried_out.append(number)

    yield app.task(name="test.WriteDown")(write_down)
    del app.tasks["test.WriteDown"]


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def ours(column: str) -> list[object]:
    """A column of this test's jobs, leaving out the upkeep."""
    return [
        row[0] for row in rows(f"SELECT {column} FROM procrastinate_jobs WHERE task_name LIKE 'test.%' ORDER BY id")
    ]


def test_a_job_is_carried_out_by_a_worker_that_only_polls(own_database: str, note: Task) -> None:
    note.defer(number=7)
    serve.worker(until_idle=True)
    assert carried_out == [7]
    assert ours("id") == []


def test_a_job_of_a_change_that_was_rolled_back_never_existed(own_database: str, note: Task) -> None:
    with transaction.atomic():
        note.defer(number=1)
        transaction.set_rollback(True)
    with transaction.atomic():
        note.defer(number=2)
    serve.worker(until_idle=True)
    assert carried_out == [2]


def test_what_a_job_defers_belongs_to_the_jobs_own_transaction(own_database: str, note: Task) -> None:
    def half_done() -> None:
        with transaction.atomic():
            note.defer(number=3)
            raise ValueError("after deferring")

    task = app.task(name="test.HalfDone")(half_done)
    try:
        task.defer()
        serve.worker(until_idle=True)
    finally:
        del app.tasks["test.HalfDone"]
    assert carried_out == []
    assert ours("task_name") == ["test.HalfDone"]


def test_periodic_jobs_come_of_themselves_only_while_a_worker_stays(own_database: str) -> None:
    serve.worker(until_idle=True)
    assert rows("SELECT * FROM procrastinate_periodic_defers") == []


def test_a_plain_row_is_a_job(own_database: str, note: Task) -> None:
    rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('default', 'test.WriteDown', '{\"number\": 5}') RETURNING id"
    )
    serve.worker(until_idle=True)
    assert carried_out == [5]


def test_a_new_job_costs_one_row_and_wakes_nobody(own_database: str, note: Task) -> None:
    with psycopg.connect(own_database, autocommit=True) as listener:
        listener.execute("LISTEN procrastinate_any_queue_v1")
        note.defer(number=1)
        assert list(listener.notifies(timeout=0.1)) == []
    assert rows("SELECT * FROM procrastinate_events") == []


def test_a_failed_job_stays_with_the_moment_it_failed(own_database: str, note: Task) -> None:
    note.defer(number=-1)
    serve.worker(until_idle=True)
    end = "SELECT status, type FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
    assert rows(end) == [("failed", "failed")]


def _killed_in_the_middle(job: int) -> None:
    """As a worker leaves it that was killed a minute ago."""
    rows(
        "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"
        " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker"
        f" WHERE procrastinate_jobs.id = {job} RETURNING 1"
    )


def upkeep() -> None:
    jobs.retry_stalled_jobs.defer(timestamp=0)
    serve.worker(until_idle=True)


def test_the_job_of_a_killed_worker_is_carried_out_by_the_next(own_database: str, note: Task) -> None:
    _killed_in_the_middle(note.defer(number=9))
    upkeep()
    serve.worker(until_idle=True)
    assert carried_out == [9]


def test_the_job_of_a_living_worker_is_left_alone(own_database: str, note: Task) -> None:
    _killed_in_the_middle(note.defer(number=9))
    rows("UPDATE procrastinate_workers SET last_heartbeat = now() RETURNING 1")
    upkeep()
    assert ours("status") == ["doing"]


def test_a_job_that_kills_every_worker_is_given_up(own_database: str, note: Task) -> None:
    _killed_in_the_middle(note.defer(number=9))
    rows(f"UPDATE procrastinate_jobs SET attempts = {jobs.TRIES} RETURNING 1")
    upkeep()
    assert ours("status") == ["failed"]


def test_a_stalled_job_whose_like_waits_already_gives_way_to_it(own_database: str, note: Task) -> None:
    _killed_in_the_middle(note.configure(queueing_lock="only-one").defer(number=4))
    waiting = note.configure(queueing_lock="only-one", schedule_in={"hours": 1}).defer(number=4)
    upkeep()
    assert ours("id") == [waiting]


def test_old_failures_are_deleted_and_young_ones_kept(own_database: str, note: Task) -> None:
    old, young = note.defer(number=-1), note.defer(number=-2)
    serve.worker(until_idle=True)
    with psycopg.connect(own_database, autocommit=True) as direct:
        direct.execute("UPDATE procrastinate_events SET at = now() - interval '91 days' WHERE job_id = %s", [old])
    jobs.delete_old_jobs.defer(timestamp=0)
    serve.worker(until_idle=True)
    assert ours("id") == [young]
