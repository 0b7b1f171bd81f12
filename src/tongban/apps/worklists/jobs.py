"""What worklists do by themselves. Times are UTC."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="10 19 * * *")  # 03:10 in Taipei
@app.task(name="ForgetOldDrafts", lock="ForgetOldDrafts", queueing_lock="ForgetOldDrafts")
def forget_old_drafts(timestamp: int) -> None:
    actions.forget_old_drafts(at=timezone.now())
