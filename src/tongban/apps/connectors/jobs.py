"""Upkeep: answers to requests are kept a month, longer than any system tries again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from tongban.apps.connectors.models import Received

KEEP = timedelta(days=30)


@app.periodic(cron="10 19 * * *")
@app.task(name="ForgetReceived", queueing_lock="ForgetReceived")
def forget_received(timestamp: int) -> None:
    Received.objects.filter(at__lt=datetime.fromtimestamp(timestamp, UTC) - KEEP).delete()
