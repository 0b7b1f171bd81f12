"""A typhoon day is added: the due dates of all open cases are computed anew."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

from benchmarks.place import Place


def typhoon(place: Place) -> tuple[int, int, float]:
    """(open cases looked at, due dates changed, seconds)."""
    from tongban.apps.cases.duedates import recompute
    from tongban.apps.officedays.actions import add_closure

    add_closure(day=date(2026, 6, 1), district="", reason="颱風停止上班", by="bench", at=datetime.now(UTC))
    began = time.monotonic()
    done = recompute(date(2026, 5, 1))
    return done.looked_at, done.changed, time.monotonic() - began
