"""What hung on a task that the process took away: an event interrupted it, or the case went back before it."""

from __future__ import annotations

from dataclasses import replace

from tongban.core.process import Advance

from .outcome import Event, Outcome
from .situation import Situation
from .state import CaseState, PenaltyStanding, Phase


def settle(result: Outcome, advanced: Advance, here: Situation) -> Outcome:
    """Nobody waits for its correction any more, so the clock runs again; nobody can approve its deviation any more."""
    if not advanced.cancelled:
        return result
    state = result.state
    waiting = {task.number for task in advanced.state.tasks}
    events = [Event("WorkCancelled", {"activities": list(advanced.cancelled)}, here.on)]
    correction = state.correction
    if correction is not None and correction.task is not None and correction.task not in waiting:
        state = _without_correction(state, correction.number, here)
        events.append(Event("ClockResumed", {}, here.on))
    penalties = tuple(
        replace(penalty, standing=PenaltyStanding.LAPSED)
        if penalty.standing is PenaltyStanding.AWAITING and penalty.task not in waiting
        else penalty
        for penalty in state.penalties
    )
    return Outcome(replace(state, penalties=penalties), (*result.events, *events), result.messages)


def _without_correction(state: CaseState, number: int, here: Situation) -> CaseState:
    corrections = tuple(
        replace(one, ended_on=here.on, ended_by="cancelled") if one.number == number else one
        for one in state.corrections
    )
    code = next(one.code for one in state.corrections if one.number == number)
    clock = state.clock.resume(here.moment, code)
    return replace(state, phase=Phase.IN_PROGRESS, corrections=corrections, clock=clock)
