"""Hours of periodic jobs are UTC: 17:20 is 01:20 at night in Taipei."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="*/5 * * * *")
@app.task(name="RollUp", lock="RollUp", queueing_lock="RollUp")
def roll_up(timestamp: int) -> None:
    """Months that are over are counted once, and again after something in them was changed."""
    actions.roll_up(at=timezone.now())


@app.periodic(cron="10 17 * * *")
@app.task(name="RollUpEverything", lock="RollUp", queueing_lock="RollUpEverything")
def roll_up_everything(timestamp: int) -> None:
    """Every night from the cases themselves, so that no figure can stay wrong."""
    actions.roll_up_everything(at=timezone.now())


@app.periodic(cron="20 17 * * *")
@app.task(name="RollUpDurations", lock="RollUp", queueing_lock="RollUpDurations")
def roll_up_durations(timestamp: int) -> None:
    """How long cases took in the last quarter; running twice gives the same."""
    actions.roll_up_durations(on=timezone.localdate())
