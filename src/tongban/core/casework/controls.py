"""Control fields (控管欄位): after every change, which must be watched now and whom to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tongban.core.decisions import FeelError

from .definition import Control
from .outcome import Event, MessageIntent, Outcome
from .situation import Situation
from .state import ControlDue


def watch(outcome: Outcome, here: Situation) -> Outcome:
    """`outcome` with its controls brought up to date: newly on, moved to another date, or off again."""
    before = {control.key: control for control in outcome.state.controls}
    after: dict[str, ControlDue] = {}
    told: list[MessageIntent] = []
    facts: dict[str, object] = {**outcome.state.answers, "outcome": outcome.state.outcome or None}
    if outcome.state.process is not None:
        facts |= outcome.state.process.variables
    for control in here.definition.controls:
        if not _holds(control, facts):
            continue
        due = _day(facts.get(control.field)) if control.field else None
        if control.field and (due is None or outcome.state.phase.is_over):
            continue
        after[control.key] = ControlDue(control.key, due)
        if control.notify_unit and control.key not in before:
            told.append(MessageIntent("control", control.text, to=control.notify_unit))
    events = tuple(
        Event("ControlSet", {"control": due.key, "due_on": due.due_on.isoformat() if due.due_on else None})
        for key, due in after.items()
        if before.get(key) != due
    ) + tuple(Event("ControlLifted", {"control": key}) for key in before if key not in after)
    if not events:
        return outcome
    return replace(
        outcome,
        state=replace(outcome.state, controls=tuple(after.values())),
        events=outcome.events + events,
        messages=outcome.messages + tuple(told),
    )


def _holds(control: Control, facts: Mapping[str, object]) -> bool:
    if control.when is None:
        return True
    known: dict[str, object] = dict.fromkeys(control.when.names)
    try:
        return control.when.evaluate({**known, **facts}) is True
    except FeelError:
        return False


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
