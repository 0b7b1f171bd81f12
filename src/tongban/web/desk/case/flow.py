"""The public steps as the citizen sees them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tongban.apps.lookups.progress import NOW, WAITING, progress
from tongban.core.casework import Phase

from .opening import Opened


class Step(NamedTuple):
    label: str
    state: str
    on: date | None = None


def public_steps(opened: Opened) -> list[Step]:
    """What the applicant is shown, so that officer and applicant speak of the same step; a suspended one waits."""
    state = opened.file.state
    shown = progress(opened.definition, state, opened.calendar, opened.today, {}).steps
    stands = state.phase is Phase.SUSPENDED
    return [
        Step(step.name.in_(opened.language), WAITING if stands and step.state == NOW else step.state, step.on)
        for step in shown
    ]
