"""通知補正: the citizen is asked for what is missing; meanwhile the agency's time stands still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from tongban.core import process
from tongban.core.calendar import Counting, Moment, day_of
from tongban.core.text import Text

from .commands import AnswerCorrection, AskCorrection, CorrectionRequest, ExpireCorrection
from .deciding import advance, variables_for
from .definition import CORRECTION
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .progress import notify, open_correction, reach
from .registering import checked
from .situation import Situation, need, need_running
from .state import CaseState, Correction, Phase

DEFAULT_GROUND = Text("通知補正期間（行政程序法第51條）", "Period for correction (Administrative Procedure Act §51)")


def ask(state: CaseState, command: AskCorrection, here: Situation) -> Outcome:
    need_running(state)
    check_request(command.request, here)
    ground = here.definition.clock.pauses.get(CORRECTION, DEFAULT_GROUND)
    return open_correction(Outcome(state, ()), command.request, here, ground, None, CORRECTION)


def answer(state: CaseState, command: AnswerCorrection, here: Situation) -> Outcome:
    correction = _waiting(state)
    if here.on < correction.asked_on:
        text = Text("補正日不可早於通知補正日", "The correction cannot precede the request for it")
        raise Refusal("too-early", text, (FieldRefusal("effective_on", text),))
    answers = state.answers
    if command.answers:
        amended: Mapping[str, object] = {**answers, **command.answers}
        known = {question.name for question in here.definition.form.questions}
        intake = {k: v for k, v in amended.items() if k in known}
        # What no longer applies goes with the question it answered.
        others = {k: v for k, v in answers.items() if k not in known}
        answers = {**others, **checked(here.definition.form, intake, here, previous=answers)}
    return _go_on(replace(state, answers=answers), correction, "answered", here.moment, here)


def expire(state: CaseState, command: ExpireCorrection, here: Situation) -> Outcome:
    """From the day after the correction's due date on. The clock runs again from the due date, whenever it is noted:
    only the time the citizen had does not count; the officer decides what follows."""
    correction = _waiting(state)
    if here.today <= correction.due_on:
        raise Refusal("not-yet", Text("補正期限尚未屆滿", "The period for the correction has not passed yet"))
    in_hours = state.clock.counting is Counting.OFFICE_MINUTES
    over = correction.due_on + timedelta(1) if in_hours else correction.due_on
    return _go_on(state, correction, "expired", over, here)


def _go_on(state: CaseState, correction: Correction, how: str, resumed: Moment, here: Situation) -> Outcome:
    ended = replace(correction, ended_on=here.on, ended_by=how)
    corrections = tuple(ended if c.number == correction.number else c for c in state.corrections)
    clock = state.clock.resume(resumed, correction.code)
    state = replace(state, phase=Phase.IN_PROGRESS, clock=clock, corrections=corrections)
    kind = {"answered": "CorrectionAnswered", "expired": "CorrectionExpired"}[how]
    events = (Event(kind, {"correction": correction.number}, here.on), Event("ClockResumed", {}, day_of(resumed)))
    told = notify(here, "correction-expired", **correction.values) if how == "expired" else ()
    outcome = Outcome(state, events, told)
    if correction.task is None or state.process is None or here.definition.process is None:
        return outcome
    task = next(t for t in state.process.tasks if t.number == correction.task)
    command = process.CompleteTask(task.number, variables_for(state, how, task.activity))
    return reach(outcome, advance(state.process, command, here, state.clock.place), here)


def check_request(request: CorrectionRequest, here: Situation) -> None:
    need(request.missing, "missing", Text("應補正事項", "what is missing"))
    need(request.reason, "reason", Text("補正理由", "the reason"))
    need(request.consequence, "consequence", Text("逾期未補正之效果", "what follows if it is not supplied"))
    if request.due_on <= here.on:
        text = Text("補正期限須晚於通知日", "The due date must lie after the day of the request")
        raise Refusal("due_on", text, (FieldRefusal("due_on", text),))


def _waiting(state: CaseState) -> Correction:
    if (correction := state.correction) is None or state.phase is not Phase.AWAITING_CORRECTION:
        raise Refusal("no-correction", Text("本案目前沒有待補正事項", "No correction is being waited for"))
    return correction
