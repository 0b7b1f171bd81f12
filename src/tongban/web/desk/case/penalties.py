"""The penalty standard at a task: what it proposes and why, or what another amount waits for."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.core.casework import Penalty, PenaltyStanding, RowHit, proposal, rows_hit
from tongban.core.casework.deciding import facts
from tongban.core.process import DecisionFailed
from tongban.web.parts.actors import names_of

from .opening import Opened


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """`fault`: why the standard gives no amount; then `amount` is None and the step cannot impose one.

    `refused`: another amount that was asked for here last and sent back, by whom.
    """

    amount: int | None
    least: int | None = None
    most: int | None = None
    rows: tuple[RowHit, ...] = ()
    fault: str = ""
    refused: Penalty | None = None
    refused_by: str = ""


@dataclass(frozen=True, slots=True)
class DeviationShown:
    """Another amount that awaits approval; `is_own`: this reader asked for it, and so cannot approve it."""

    penalty: Penalty
    asked_by: str
    is_own: bool
    proposal: ProposalShown | None

    @property
    def difference(self) -> str:
        """Against the standard: −40.0 %; empty where that is nothing."""
        proposed, amount = self.penalty.proposed, self.penalty.amount
        sign = "−" if amount < proposed else "+"
        return f"{sign}{abs(amount - proposed) / proposed * 100:.1f} %" if proposed else ""


def proposal_shown(opened: Opened, activity: str) -> ProposalShown | None:
    """None where no penalty standard stands on the step."""
    try:
        found = proposal(opened.definition, opened.file.state, activity, opened.at)
    except DecisionFailed as failed:
        return ProposalShown(None, fault=failed.text.in_(opened.language))
    if found is None:
        return None
    made = facts(found.made, found.known, opened.definition)
    rows = tuple(rows_hit(opened.definition, made, opened.language))
    last = next((one for one in reversed(opened.file.state.penalties) if one.activity == activity), None)
    if last is None or last.standing is not PenaltyStanding.REFUSED:
        return ProposalShown(found.amount, found.least, found.most, rows)
    by = names_of({last.decided_by}).get(last.decided_by, last.decided_by)
    return ProposalShown(found.amount, found.least, found.most, rows, refused=last, refused_by=by)


def deviation_shown(opened: Opened, task: int) -> DeviationShown | None:
    penalty = opened.file.state.deviation_at(task)
    if penalty is None:
        return None
    name = names_of({penalty.asked_by}).get(penalty.asked_by, penalty.asked_by)
    is_own = penalty.asked_by == opened.rights.actor
    return DeviationShown(penalty, name, is_own, proposal_shown(opened, penalty.activity))
