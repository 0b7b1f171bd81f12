from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

from tests.apps.journal.sealed import grow
from tongban.apps.journal import jobs
from tongban.apps.journal.queries import latest_seal

TAIPEI = ZoneInfo("Asia/Taipei")


def due(task: str, after: datetime) -> datetime:
    [cron] = [p.cron for p in app.periodic_registry.periodic_tasks.values() if p.task.name == task]
    return croniter(cron, after.astimezone(UTC)).get_next(datetime).astimezone(TAIPEI)


def test_the_seal_comes_every_night_at_half_past_two_in_taipei() -> None:
    evening = datetime(2028, 2, 28, 20, 0, tzinfo=TAIPEI)
    first = due("SealJournal", evening)
    assert first == datetime(2028, 2, 29, 2, 30, tzinfo=TAIPEI)
    assert due("SealJournal", first) - first == timedelta(days=1)


def test_months_are_prepared_every_month() -> None:
    first = due("PrepareLookMonths", datetime(2028, 2, 28, 20, 0, tzinfo=TAIPEI))
    assert (first.month, due("PrepareLookMonths", first).month) == (3, 4)


def test_the_nightly_job_seals_and_a_second_run_finds_it_done(
    settings: object, tmp_path: Path, own_database: str
) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    grow("case:1")
    jobs.seal_journal(timestamp=0)
    jobs.seal_journal(timestamp=1)
    sealed = latest_seal()
    assert sealed is not None
    assert (sealed.number, sealed.chains) == (1, 1)


@pytest.mark.django_db
def test_the_monthly_job_leaves_nothing_to_prepare() -> None:
    from django.utils import timezone

    from tongban.apps.journal.actions import prepare_look_months

    jobs.prepare_look_months(timestamp=0)
    assert prepare_look_months(timezone.now()) == 0
