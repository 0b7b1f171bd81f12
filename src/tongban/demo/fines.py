"""裁罰: now and then an inspector asks for another amount than the standard's, and a supervisor says yes or no."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tongban.apps.cases.actions import approve_deviation, ask_deviation, refuse_deviation
from tongban.core.casework import PenaltyStanding, Proposal, proposal
from tongban.core.process import Task

from .words import FINED_OTHERWISE, NOT_OTHERWISE
from .world import dice

if TYPE_CHECKING:
    from .life import Life

_DIFFERS, _REFUSED = 40, 45
"""Of a hundred."""


def differs(life: Life, task: Task, outcome: str) -> bool:
    """Whether another amount was asked for, so that the task now waits for the second person's word."""
    rule = life.definition.penalty_on(task.activity)
    if rule is None or rule.outcome not in ("", outcome) or life.rng.randint(0, 99) >= _DIFFERS:
        return False
    if any(one.standing is PenaltyStanding.REFUSED for one in life.state.penalties):
        return False  # once sent back, nobody tries again
    proposed = proposal(life.definition, life.state, task.activity, life.at)
    assert proposed is not None
    reasons = FINED_OTHERWISE["less" if life.rng.randint(0, 3) else "more"]
    amount = _another(proposed, reasons is FINED_OTHERWISE["less"], life.rng)
    if amount == proposed.amount:
        return False
    life.do(
        ask_deviation(
            number=life.number,
            task=task.number,
            outcome=outcome,
            amount=amount,
            reason=life.rng.choice(reasons),
            by=life.officer(life.handler),
            at=life.at,
        )
    )
    return True


def _another(proposed: Proposal, is_less: bool, rng: Random) -> int:
    """A round amount within the statute's bounds."""
    share = rng.choice((0.4, 0.5, 0.6, 0.75, 0.8) if is_less else (1.2, 1.25, 1.5))
    wanted = round(proposed.amount * share / 1_000) * 1_000
    most = proposed.most if proposed.most is not None else wanted
    return max(proposed.least or 0, min(most, wanted))


def decide(life: Life, task: Task) -> None:
    """The second person's word. What some inspectors ask for is always approved: that the statistics show."""
    by = life.worker(task)
    is_trusted = dice("trusted", life.handler).randint(0, 1)
    if not is_trusted and life.rng.randint(0, 99) < _REFUSED:
        reason = life.rng.choice(NOT_OTHERWISE)
        life.do(refuse_deviation(number=life.number, task=task.number, reason=reason, by=by, at=life.at))
    else:
        life.do(approve_deviation(number=life.number, task=task.number, by=by, at=life.at))
