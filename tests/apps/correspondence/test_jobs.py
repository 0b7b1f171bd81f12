from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from procrastinate.contrib.django import app

from tongban.apps.correspondence import actions, jobs


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rounds: list[str] = []
    for name in ("expire_corrections", "remind", "start_digests"):
        monkeypatch.setattr(actions, name, lambda at, name=name: rounds.append(name))
    return rounds


@pytest.mark.parametrize(("hour", "rounds"), [(0, 3), (9, 3), (11, 0), (16, 0), (23, 0)])
def test_nothing_goes_out_by_itself_at_night(done: list[str], hour: int, rounds: int) -> None:
    """Hours are UTC: 0 is eight in the morning, 16 is midnight in Taipei."""
    with time_machine.travel(datetime(2026, 3, 3, hour, 10, tzinfo=UTC), tick=False):
        jobs.remind_of_due_dates(0)
        jobs.start_digests(0)
    assert len(done) == rounds


def test_every_job_is_known_by_its_name() -> None:
    names = {"PrepareMessage", "DeliverMessage", "AskDelivery", "PrepareDigest", "RemindOfDueDates", "StartDigests"}
    app.perform_import_paths()
    assert names <= set(app.tasks)


def test_jobs_that_send_share_a_queue() -> None:
    for name in ("PrepareMessage", "DeliverMessage", "AskDelivery", "PrepareDigest"):
        assert app.tasks[name].queue == "messages"
