"""What follows when the process has moved: public steps done, the clock paused or running, the case closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tongban.core.process import Advance, Kind, Trigger
from tongban.core.text import Text

from .commands import CorrectionRequest
from .deciding import recorded
from .outcome import Event, MessageIntent, Outcome, Refusal
from .situation import Situation
from .state import CaseState, Correction, PenaltyStanding, Phase, StepDone
from .taken_away import settle


def reach(
    outcome: Outcome,
    advanced: Advance,
    here: Situation,
    *,
    worded: Mapping[str, str] | None = None,
    request: CorrectionRequest | None = None,
    skipped: str = "",
) -> Outcome:
    """Apply `advanced` to `outcome`. `worded`: activity → wording of its public step for this case; `skipped`: the
    activity that was passed over, so that its public step is not told as done."""
    # Answers were lent to the conditions; they stay where they belong and are not kept twice.
    drawn = here.definition.process
    results = drawn.results if drawn else frozenset()
    known = advanced.state.variables.items()
    kept = {k: v for k, v in known if k == "outcome" or k.endswith("_outcome") or k in results}
    state = replace(outcome.state, process=replace(advanced.state, variables=kept))
    made = recorded(advanced.decisions, advanced.state.variables, here)
    result = Outcome(state, (*outcome.events, *made), outcome.messages)
    result = settle(result, advanced, here)
    result = _steps(result, advanced, here, worded or {}, skipped)
    result = _told(result, advanced, here)
    result = _pause(result, advanced, here, request)
    if advanced.state.ended:
        return finish(result, here, str(kept.get("outcome", "")))
    return result


def _steps(result: Outcome, advanced: Advance, here: Situation, worded: Mapping[str, str], skipped: str) -> Outcome:
    process = here.definition.process
    ends = {a for a in advanced.entered if process is not None and process.activities[a].kind is Kind.END}
    for activity in (*advanced.left, *ends):
        if activity == skipped or (step := here.definition.step_on(activity)) is None:
            continue
        text = worded.get(activity, "")
        result = Outcome(
            replace(result.state, steps=(*result.state.steps, StepDone(activity, here.on, text))),
            (*result.events, Event("StepReached", {"step": activity}, here.on)),
            (*result.messages, MessageIntent("step", step.text, text=text)) if step.notify or text else result.messages,
        )
    return result


def _told(result: Outcome, advanced: Advance, here: Situation) -> Outcome:
    """What the drawing says to the world outside: a message goes to the applicant in the pack's words."""
    for thrown in advanced.thrown:
        facts = {"activity": thrown.activity, "what": thrown.trigger.name.lower(), "name": thrown.name}
        told = result.messages
        if thrown.trigger is Trigger.MESSAGE and thrown.name in here.definition.messages:
            told = (*told, MessageIntent("thrown", thrown.name))
        result = Outcome(result.state, (*result.events, Event("EventThrown", facts, here.on)), told)
    return result


def _pause(result: Outcome, advanced: Advance, here: Situation, request: CorrectionRequest | None) -> Outcome:
    for task in advanced.state.tasks:
        ground = here.definition.clock.pauses.get(task.activity)
        if ground is None or task.activity not in advanced.entered:
            continue
        if request is None:
            raise Refusal(
                "correction-details",
                Text(
                    "此處理結果將通知申請人補正，請填寫補正事項、理由及期限",
                    "This outcome asks the applicant for a correction: say what is missing, why and by when",
                ),
            )
        return open_correction(result, request, here, ground, task.number, task.activity)
    return result


def open_correction(
    result: Outcome, request: CorrectionRequest, here: Situation, ground: Text, task: int | None, code: str
) -> Outcome:
    """The clock stands still from the day the citizen was asked (行政程序法 §51). A date that falls on a day off
    moves to the next working day, as the law has it (§48 IV): the citizen is told the day that counts."""
    state = result.state
    due_on = here.calendar.next_working(request.due_on, state.clock.place)
    correction = Correction(
        number=len(state.corrections) + 1,
        missing=request.missing.strip(),
        reason=request.reason.strip(),
        consequence=request.consequence.strip(),
        asked_on=here.on,
        due_on=due_on,
        code=code,
        task=task,
    )
    state = replace(
        state,
        phase=Phase.AWAITING_CORRECTION,
        clock=state.clock.pause(here.moment, ground, code),
        corrections=(*state.corrections, correction),
    )
    told = notify(here, "correction", **correction.values)
    asked = Event("CorrectionAsked", {"correction": correction.number, "due_on": due_on.isoformat()}, here.on)
    return Outcome(
        state, (*result.events, asked, Event("ClockPaused", {"ground": code}, here.on)), result.messages + told
    )


def finish(result: Outcome, here: Situation, outcome: str) -> Outcome:
    """The matter is decided: the period is met on the effective day."""
    state = over(result.state, Phase.CLOSED, outcome, here)
    closed = Event("CaseClosed", {"outcome": outcome}, here.on)
    told = notify(here, f"closed:{outcome}") or notify(here, "closed")
    return Outcome(state, (*result.events, closed), result.messages + told)


def over(state: CaseState, phase: Phase, outcome: str, here: Situation) -> CaseState:
    """Nothing is waited for any more: an open correction ends with the case, and so do the clock's pauses
    and a deviation nobody approved."""
    corrections = tuple(
        c if c.ended_on is not None else replace(c, ended_on=here.on, ended_by=phase.value) for c in state.corrections
    )
    penalties = tuple(
        replace(p, standing=PenaltyStanding.LAPSED) if p.standing is PenaltyStanding.AWAITING else p
        for p in state.penalties
    )
    clock = state.clock.meet(here.moment)
    ended = replace(state, phase=phase, clock=clock, outcome=outcome, closed_on=here.on)
    return replace(ended, corrections=corrections, penalties=penalties)


def notify(here: Situation, event: str, **values: str) -> tuple[MessageIntent, ...]:
    code = here.definition.notify.get(event)
    return (MessageIntent(event.partition(":")[0], code, values=values),) if code else ()
