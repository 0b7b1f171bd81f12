"""What cases have done for them in the background."""

from __future__ import annotations

import logging
from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.apps.cases import duedates
from tongban.apps.cases.actions import carry_out, fire_due_timers

log = logging.getLogger(__name__)
AGAIN_SECONDS = 60
"""Acts that were under way with the old calendar are over by then."""


@app.task(name="RecomputeDueDates", queue="upkeep", lock="RecomputeDueDates")
def recompute_due_dates(since: str = "", again: bool = True) -> None:
    """After the calendar has changed: twice, the second time for what was being written meanwhile."""
    done = duedates.recompute(date.fromisoformat(since) if since else None)
    log.info("due dates: %s open cases looked at, %s changed", done.looked_at, done.changed)
    if again:
        later = recompute_due_dates.configure(schedule_in={"seconds": AGAIN_SECONDS})
        later.defer(since=since, again=False)


@app.periodic(cron="* * * * *")
@app.task(name="FireTimers", queue="upkeep", queueing_lock="FireTimers")
def fire_timers(timestamp: int = 0) -> None:
    """Once a minute; a backlog is worked off by as many workers as there are, the earliest first."""
    fired = fire_due_timers(at=timezone.now())
    if fired:
        log.info("timers: %s fired", fired)


@app.task(name="MigrateCases", queue="upkeep", lock="MigrateCases")
def migrate_cases(migration: int) -> None:
    """One order at a time; cut off, it is tried again and goes on where it was."""
    done = carry_out(migration=migration, at=timezone.now())
    log.info("migration %s: %s", done.pk, done.state)
