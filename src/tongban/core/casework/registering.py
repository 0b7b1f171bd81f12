"""Taking in an application: answers checked, a unit found for it, the clock started, the first step reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tongban.core import process
from tongban.core.calendar import Clock
from tongban.core.forms import Answer, FormSchema
from tongban.core.text import Text

from .commands import Register
from .deciding import advance, variables_for
from .dispatching import dispatch
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .progress import reach
from .situation import Situation
from .state import CaseState, Phase


def register(command: Register, here: Situation) -> Outcome:
    definition = here.definition
    if command.channel not in definition.channels:
        text = Text("本類案件不受理此管道", "Applications of this kind are not taken in this way")
        raise Refusal("channel", text, (FieldRefusal("channel", text),))
    answers = checked(definition.form, command.answers, here)
    dispatched = dispatch(command, answers, here)
    state = CaseState(
        phase=Phase.RECEIVED,
        clock=Clock.start(definition.limit, here.moment, command.place or dispatched.district or None),
        process=None,
        answers=answers,
    )
    registered = Event("CaseRegistered", {"kind": definition.code, "channel": command.channel}, here.on)
    told = (MessageIntent("registered", definition.notify["registered"]),) if "registered" in definition.notify else ()
    outcome = Outcome(state, (registered, *dispatched.events), told)
    if definition.process is not None:
        advanced = advance(process.NOT_STARTED, process.Start(variables_for(state)), here, state.clock.place)
        outcome = reach(outcome, advanced, here)
    return replace(outcome, unit=dispatched.unit)


def checked(
    form: FormSchema, answers: Mapping[str, object], here: Situation, previous: Mapping[str, Answer] | None = None
) -> Mapping[str, Answer]:
    """Answers as the form stores them, or a Refusal that places every fault at its question."""
    result = form.check(answers, at=here.instant, previous=previous)
    if result.faults:
        places = tuple(FieldRefusal(fault.name, fault.text) for fault in result.faults)
        text = Text(f"有 {len(places)} 個欄位需要更正", f"{len(places)} fields need correction")
        raise Refusal("answers", text, places)
    return result.answers
