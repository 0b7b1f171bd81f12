from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions import forget_tries as forget


@app.periodic(cron="*/15 * * * *")
@app.task(name="ForgetTries", queueing_lock="ForgetTries")
def forget_tries(timestamp: int) -> None:
    """Keep the counted tries few; running twice deletes nothing more."""
    forget(at=timezone.now())
