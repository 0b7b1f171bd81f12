"""裁罰: what the penalty standard proposes for a case at a step, and the amount that takes effect with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tongban.core import process
from tongban.core.process import DecisionMade, Task
from tongban.core.text import Text

from .commands import CompleteTask
from .deciding import decider, recorded, variables_for
from .definition import Definition, PenaltyRule
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .situation import Situation
from .state import CaseState, Penalty, PenaltyStanding


@dataclass(frozen=True, slots=True)
class Proposal:
    """The amount that the standard gives, and the statute's bounds for any other, where it names them; NT dollars."""

    rule: PenaltyRule
    amount: int
    least: int | None
    most: int | None
    made: DecisionMade
    known: Mapping[str, object]

    def events(self, here: Situation) -> tuple[Event, ...]:
        return recorded((self.made,), self.known, here)


def proposal(definition: Definition, state: CaseState, activity: str, at: datetime) -> Proposal | None:
    """What the standard proposes at this user task; None where none stands on it. `at`: aware, its day is `today`.

    Raises DecisionFailed with the reason where the standard gives no amount.
    """
    rule, drawn = definition.penalty_on(activity), definition.process
    if rule is None or drawn is None:
        return None
    known = process.given(at) | variables_for(state)
    asked = replace(drawn.activities[activity], decision=rule.decision)
    made = process.ask(asked, decider(definition, at), known)
    amount = _number(made.value, rule.amount)
    if amount is None or amount < 0:
        why = process.reason(made.decided)
        text = Text(f"裁罰基準沒有給出金額：{why.zh}", f"The penalty standard gives no amount: {why.en}")
        raise process.DecisionFailed(text, activity)
    least, most = (_number(made.value, name) if name else None for name in (rule.least, rule.most))
    return Proposal(rule, amount, least, most, made, known)


def _number(value: object, output: str) -> int | None:
    found = value.get(output) if output and isinstance(value, Mapping) else None if output else value
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def proposed_for(state: CaseState, task: Task, outcome: str, here: Situation) -> Proposal | None:
    """The proposal when completing `task` with `outcome` imposes a penalty."""
    rule = here.definition.penalty_on(task.activity)
    if rule is None or (rule.outcome and rule.outcome != outcome):
        return None
    return proposal(here.definition, state, task.activity, here.instant)


def imposed(result: Outcome, task: Task, command: CompleteTask, here: Situation) -> Outcome:
    """`result` with the proposed amount in force, where the step imposes one."""
    proposed = proposed_for(result.state, task, command.outcome, here)
    if proposed is None:
        return result
    if command.amount is not None and command.amount != proposed.amount:
        text = Text(
            f"裁罰基準為 {proposed.amount:,} 元；不同金額須敘明理由並經他人核可",
            f"The standard gives NT${proposed.amount:,}; another amount needs a reason and a second person's approval",
        )
        raise Refusal("deviation", text, (FieldRefusal("amount", text),))
    number = len(result.state.penalties) + 1
    penalty = Penalty(
        number, task.activity, task.number, command.outcome, proposed.amount, proposed.amount, PenaltyStanding.IN_FORCE
    )
    return in_force(result, penalty, proposed, here)


def in_force(result: Outcome, penalty: Penalty, proposed: Proposal, here: Situation) -> Outcome:
    kept = tuple(_beside(one, penalty) for one in result.state.penalties if one.number != penalty.number)
    imposed = Event(
        "PenaltyImposed",
        {
            "penalty": penalty.number,
            "activity": penalty.activity,
            "proposed": penalty.proposed,
            "amount": penalty.amount,
            "deviation": penalty.is_deviation,
        },
        here.on,
    )
    state = replace(result.state, penalties=(*kept, penalty))
    return Outcome(state, (*result.events, *proposed.events(here), imposed), result.messages)


def _beside(one: Penalty, new: Penalty) -> Penalty:
    """A step that is done again leaves one amount in force, not two."""
    again = one.activity == new.activity and one.standing is PenaltyStanding.IN_FORCE
    return replace(one, standing=PenaltyStanding.REPLACED) if again else one


def need_no_deviation(state: CaseState, task: Task) -> None:
    if state.deviation_at(task.number) is not None:
        text = Text(
            "本步驟正待他人核可不同的裁罰金額，請先核可或退回",
            "Another amount waits for approval here: approve or refuse it first",
        )
        raise Refusal("deviation-awaits", text)
