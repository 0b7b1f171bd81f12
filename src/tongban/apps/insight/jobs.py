from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions import roll_up_durations as roll_up


@app.periodic(cron="20 17 * * *")  # 01:20 in Taipei
@app.task(name="RollUpDurations", lock="RollUpDurations", queueing_lock="RollUpDurations")
def roll_up_durations(timestamp: int) -> None:
    """How long cases took in the last quarter; running twice gives the same."""
    roll_up(on=timezone.localdate())
