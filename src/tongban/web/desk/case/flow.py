"""The public steps as the citizen sees them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tongban.core.casework import Phase

from .opening import Opened


class Step(NamedTuple):
    label: str
    state: str
    on: date | None = None


def public_steps(opened: Opened) -> list[Step]:
    """Done with the day, then the one that is under way, then those to come. After the end nothing is to come."""
    state = opened.file.state
    done = {step.activity: step.on for step in state.steps}
    reached = [step.on in done for step in opened.definition.public_steps]
    last = max((i for i, is_done in enumerate(reached) if is_done), default=-1)
    found = []
    for index, step in enumerate(opened.definition.public_steps):
        label = opened.definition.step_name(step).in_(opened.language)
        if step.on in done:
            found.append(Step(label, "done", done[step.on]))
        elif index > last and not state.phase.is_over:
            waits = state.phase in (Phase.AWAITING_CORRECTION, Phase.SUSPENDED)
            found.append(Step(label, ("waiting" if waits else "now") if index == last + 1 else "to-come"))
    return found
