"""The pack's decisions asked for one case: what they may see, and what is recorded of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tongban.core import process
from tongban.core.decisions import Decided, FeelError
from tongban.core.process import Advance, Decider, DecisionMade, ProcessState
from tongban.core.text import Text

from .definition import Definition
from .outcome import Event
from .situation import Situation
from .state import CaseState


def variables_for(state: CaseState, outcome: str = "", activity: str = "") -> dict[str, object]:
    """What conditions may name: all answers, the last outcome, and each task's own as `<activity>_outcome`."""
    known = dict(state.process.variables) if state.process else {}
    if activity:
        known |= {f"{activity}_outcome": outcome}
        if outcome:
            # A step without a choice (handing over, filing) leaves what was decided before it in force.
            known["outcome"] = outcome
    return {**state.answers, **known}


def advance(standing: ProcessState, command: process.Command, here: Situation, place: str | None) -> Advance:
    """One step of the drawn process, its business rule tasks answered by the pack's tables. `place`: the district
    whose closures count for its timers."""
    drawn = here.definition.process
    assert drawn is not None
    decide = decider(here.definition, here.instant)
    return process.advance(drawn, standing, command, here.exact, decide, here.calendar, place)


def decider(definition: Definition, at: datetime) -> Decider:
    def decide(decision: str, known: Mapping[str, object]) -> Decided:
        model = definition.decisions
        if model is None or not any(one.id == decision for one in model.decisions):
            raise FeelError(Text(f"業務包沒有決策「{decision}」。", f"the pack holds no decision “{decision}”."))
        return model.evaluate(decision, known, at=at)

    return decide


def recorded(made: Iterable[DecisionMade], known: Mapping[str, object], here: Situation) -> tuple[Event, ...]:
    """`DecisionMade` for each: the rules that held, the inputs and the value; nothing that is personal."""
    return tuple(Event("DecisionMade", facts(one, known, here.definition), here.on) for one in made)


def facts(made: DecisionMade, known: Mapping[str, object], definition: Definition) -> dict[str, object]:
    model = definition.decisions
    looked_at = (one.name for one in model.inputs_of(made.decision)) if model else ()
    names = [name for name in looked_at if name in known and name not in definition.personal_data]
    return {
        "activity": made.activity,
        "decision": made.decision,
        "rules": {hit.table: list(hit.rules) for hit in made.decided.hits},
        "inputs": {name: process.plain(known[name]) for name in names},
        "value": made.value,
    }
