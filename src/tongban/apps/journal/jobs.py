"""What the journal does by itself. Times are UTC, as procrastinate's periodic tasks have them."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="30 18 * * *")  # 02:30 in Taipei
@app.task(
    name="SealJournal",
    lock="SealJournal",
    queueing_lock="SealJournal",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def seal_journal(timestamp: int) -> None:
    """Seal the night that is now; does nothing when it is sealed already."""
    actions.seal(timezone.now())


@app.periodic(cron="0 19 1 * *")  # 03:00 in Taipei, once a month, three months ahead: one may fail
@app.task(
    name="PrepareLookMonths",
    lock="PrepareLookMonths",
    queueing_lock="PrepareLookMonths",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def prepare_look_months(timestamp: int) -> None:
    """Make the coming months' partitions of looks."""
    actions.prepare_look_months(timezone.now())
