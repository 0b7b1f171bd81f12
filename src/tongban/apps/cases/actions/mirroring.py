"""Cases another system runs: it pushes public steps, we show them and watch the period."""

from __future__ import annotations

from datetime import date, datetime

from tongban.apps.cases.acting import By, Done, act, decided
from tongban.apps.org.policy import Deed
from tongban.core.casework import PushStep


def push_step(
    *,
    number: str,
    activity: str,
    text: str = "",
    outcome: str = "",
    effective_on: date | None = None,
    by: By,
    at: datetime,
) -> Done:
    """A public step of a mirrored case was reached; with `outcome` the case is closed."""
    command = PushStep(activity=activity, text=text, outcome=outcome, effective_on=effective_on, late_reason="pushed")
    return act(
        number, deed=Deed.COMPLETE, by=by, at=at, seen=None, perform=lambda under_way: decided(under_way, command)
    )
