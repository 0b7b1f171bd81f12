"""Where a case stands, as its applicant may know it. Pure: a citizen's page and a 1999 agent's tell the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.calendar import Calendar, CalendarError
from tongban.core.casework import CaseState, Correction, Definition, Phase, PublicStep, StepDone
from tongban.core.casework.texts import render
from tongban.core.process import Process
from tongban.core.process.graph import reached
from tongban.core.text import Text

NO_TEXT = Text("", "")
DONE, NOW, WAITING, TO_COME = "done", "now", "waiting", "to-come"

_CLOSED = Text("結案", "Closed")
_CLOSED_AS = Text("結案（{outcome}）", "Closed ({outcome})")
_WITHDRAWN = Text("撤回申請", "Withdrawn")


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A public step. `text`: what was said of it in this case, or the prepared words that will be said."""

    name: Text
    state: str
    on: date | None = None
    text: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Progress:
    """`due_on` is None while the period stands still; `left` then says how much of it remains (as does `why`)."""

    phase: Phase
    steps: tuple[ShownStep, ...]
    due_on: date | None
    late: bool
    left: Text
    why: tuple[Text, ...]
    correction: Correction | None
    closed_on: date | None
    outcome: Text

    @property
    def is_over(self) -> bool:
        return self.phase.is_over

    @property
    def now(self) -> ShownStep | None:
        return next((step for step in self.steps if step.state in (NOW, WAITING)), None)


def progress(
    definition: Definition, state: CaseState, calendar: Calendar, on: date, values: Mapping[str, Text]
) -> Progress:
    """How the case stands on day `on`. `values` fill the ((placeholders)) of prepared texts."""
    due_on, late, left, why = _period(state, calendar, on)
    return Progress(
        phase=state.phase,
        steps=tuple(_steps(definition, state, values)),
        due_on=due_on,
        late=late,
        left=left,
        why=why,
        correction=state.correction,
        closed_on=state.closed_on,
        outcome=_outcome(definition, state),
    )


def _period(state: CaseState, calendar: Calendar, on: date) -> tuple[date | None, bool, Text, tuple[Text, ...]]:
    clock = state.clock
    try:
        left = clock.counting.text(clock.remaining(calendar, on))
        return clock.due_on(calendar), clock.is_late(calendar, on), left, tuple(clock.explain(calendar, on))
    except CalendarError:
        # So old that the calendar no longer reaches it: the steps are still worth showing.
        return None, False, Text("", ""), ()


def _outcome(definition: Definition, state: CaseState) -> Text:
    if state.phase is Phase.WITHDRAWN:
        return _WITHDRAWN
    return definition.outcome_name(state.outcome) if state.outcome else Text("", "")


def _steps(definition: Definition, state: CaseState, values: Mapping[str, Text]) -> Iterator[ShownStep]:
    done = {step.activity: step for step in state.steps}
    current, ahead = _current(definition, state, done), _ahead(definition, state)
    for step in definition.public_steps:
        name, finished = definition.step_name(step), done.get(step.on)
        if step.on in current:
            yield ShownStep(name, WAITING if state.correction else NOW, None, _prepared(definition, step, values))
        elif finished is not None:
            said = Text(finished.text, finished.text) if finished.text else _prepared(definition, step, values)
            yield ShownStep(name, DONE, finished.on, said)
        elif not state.phase.is_over and step.on in ahead:
            yield ShownStep(name, TO_COME, None, _prepared(definition, step, values))
    if state.phase is Phase.WITHDRAWN:
        yield ShownStep(_WITHDRAWN, DONE, state.closed_on)
    elif state.phase.is_over:
        outcome = _outcome(definition, state)
        yield ShownStep(_CLOSED_AS.fill(outcome=outcome) if outcome.zh else _CLOSED, DONE, state.closed_on)


def _current(definition: Definition, state: CaseState, done: Mapping[str, StepDone]) -> frozenset[str]:
    """The steps being worked on: where a token waits, or the first that the way leads to from there (a correction
    leads back to the step it was asked in). Where another system runs the process, the first after the last done."""
    if state.phase.is_over:
        return frozenset()
    shown = [step.on for step in definition.public_steps]
    if definition.process is not None and state.process is not None:
        ahead = (_first_ahead(definition.process, token.activity, frozenset(shown)) for token in state.process.tokens)
        if found := frozenset(activity for activity in ahead if activity):
            return found
    last = max((index for index, on in enumerate(shown) if on in done), default=-1)
    return frozenset(shown[last + 1 : last + 2])


def _ahead(definition: Definition, state: CaseState) -> Container[str]:
    """The activities that the case can still come to: one that was skipped, or left aside, is not promised any more."""
    if definition.process is None or state.process is None:
        return {step.on for step in definition.public_steps}
    return set(reached([token.activity for token in state.process.tokens], definition.process.leads_to))


def _first_ahead(process: Process, activity: str, shown: frozenset[str]) -> str | None:
    """The nearest of the `shown` activities from `activity` on, itself included."""
    queue, seen = deque([activity]), {activity}
    while queue:
        here = queue.popleft()
        if here in shown:
            return here
        fresh = [target for target in process.after(here) if target not in seen]
        seen.update(fresh)
        queue.extend(fresh)
    return None


def _prepared(definition: Definition, step: PublicStep, values: Mapping[str, Text]) -> Text:
    body = definition.messages[step.text].body
    zh = render(body.zh, {**{name: value.zh for name, value in values.items()}, "step": definition.step_name(step).zh})
    en = render(body.en, {**{name: value.en for name, value in values.items()}, "step": definition.step_name(step).en})
    return Text(zh.strip(), en.strip())
