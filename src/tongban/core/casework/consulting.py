"""What becomes of a request: answered, passed back, given more time, nudged, withdrawn. The case's clock runs on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tongban.core.text import Text

from .commands import AskMoreTime, DecideTime, GiveAnswer, NudgeUnit, PassBack, WithdrawRequest
from .consultation import OPINIONS, WITHOUT_WORDS, Consultation, Mode, Opinion, Standing
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .registering import checked
from .situation import Situation, need, need_open
from .state import CaseState

HANDLER = "handler"


def answer(state: CaseState, command: GiveAnswer, here: Situation) -> Outcome:
    one = _open(state, command.request)
    opinions = OPINIONS[one.mode]
    if command.opinion not in opinions:
        text = Text("請選擇回復意見", "Choose what you answer")
        raise Refusal("opinion", text, (FieldRefusal("opinion", text),))
    opinion = Opinion(command.opinion)
    said = command.text.strip()
    if opinion not in WITHOUT_WORDS:
        said = need(said, "text", Text("意見或辦理情形", "what you have to say"))
    form = here.definition.forms.get(here.definition.consultation_form)
    answers = checked(form, command.answers, here) if form else {}
    done = _ended(one, Standing.ANSWERED, command.by, here)
    done = replace(done, opinion=opinion.value, answer=said, answers=answers)
    facts = {**_facts(done), "opinion": opinion.value}
    event = Event("ConsultationAnswered", facts, here.on)
    return Outcome(_with(state, done), (event,), (tell("consultation-answered", done, HANDLER),))


def pass_back(state: CaseState, command: PassBack, here: Situation) -> Outcome:
    one = _open(state, command.request)
    reason = need(command.reason, "reason", Text("非本機關權責之理由", "why it is not your unit's matter"))
    if command.suggested and (command.suggested not in command.units or command.suggested == one.unit):
        text = Text("建議的機關不存在或就是貴單位", "The suggested unit does not exist, or is your own")
        raise Refusal("suggested", text, (FieldRefusal("suggested", text),))
    back = _ended(one, Standing.PASSED_BACK, command.by, here)
    back = replace(back, reason=reason, suggested=command.suggested)
    facts = {**_facts(back), "suggested": command.suggested}
    event = Event("ConsultationPassedBack", facts, here.on)
    return Outcome(_with(state, back), (event,), (tell("consultation-passed-back", back, HANDLER),))


def ask_time(state: CaseState, command: AskMoreTime, here: Situation) -> Outcome:
    one = _open(state, command.request)
    reason = need(command.reason, "reason", Text("需要更多時間之理由", "why you need more time"))
    _check_later(command.until, one, here)
    wish = replace(one, wanted_until=command.until, wanted_because=reason)
    event = Event("MoreTimeAsked", {**_facts(wish), "until": command.until.isoformat()}, here.on)
    return Outcome(_with(state, wish), (event,), (tell("consultation-time-asked", wish, HANDLER),))


def decide_time(state: CaseState, command: DecideTime, here: Situation) -> Outcome:
    """A later day, with or without having been asked; None refuses what was asked for."""
    one = _open(state, command.request)
    if command.until is None:
        if one.wanted_until is None:
            raise Refusal("no-wish", Text("受會單位並未請求展延", "The unit has not asked for more time"))
        need(command.reason, "reason", Text("不同意展延之理由", "why there is no more time"))
        refused = replace(one, wanted_until=None, wanted_because="")
        event = Event("MoreTimeRefused", _facts(refused), here.on)
        return Outcome(_with(state, refused), (event,), (tell("consultation-time-refused", refused, one.unit),))
    _check_later(command.until, one, here)
    due_on = here.calendar.next_working(command.until, state.clock.place)
    later = replace(one, due_on=due_on, wanted_until=None, wanted_because="")
    event = Event("MoreTimeGranted", {**_facts(later), "due_on": due_on.isoformat()}, here.on)
    return Outcome(_with(state, later), (event,), (tell("consultation-time-granted", later, one.unit),))


def nudge(state: CaseState, command: NudgeUnit, here: Situation) -> Outcome:
    one = _open(state, command.request)
    if one.nudged_on == here.today:
        raise Refusal("nudged", Text("今日已催辦過這個單位", "This unit was nudged today already"))
    nudged = replace(one, nudges=one.nudges + 1, nudged_on=here.today)
    event = Event("UnitNudged", {**_facts(nudged), "times": nudged.nudges}, here.on)
    return Outcome(_with(state, nudged), (event,), (tell("consultation-nudged", nudged, one.unit),))


def withdraw(state: CaseState, command: WithdrawRequest, here: Situation) -> Outcome:
    need_open(state)
    one = find_request(state, command.request)
    is_part = one.mode is Mode.PARALLEL_DISPATCH and one.standing is Standing.PASSED_BACK
    if not is_part:
        one = _open(state, command.request)
    reason = need(command.reason, "reason", Text("撤回理由", "why it is withdrawn"))
    gone = replace(_ended(one, Standing.WITHDRAWN, command.by, here), reason=reason)
    told = () if is_part else (tell("consultation-withdrawn", gone, one.unit),)
    return Outcome(_with(state, gone), (Event("ConsultationWithdrawn", _facts(gone), here.on),), told)


def find_request(state: CaseState, number: int) -> Consultation:
    for one in state.consultations:
        if one.number == number:
            return one
    raise Refusal("no-request", Text("查無這項會辦", "There is no such request"))


def _open(state: CaseState, number: int) -> Consultation:
    need_open(state)
    one = find_request(state, number)
    if not one.is_open:
        raise Refusal("request-over", _OVER[one.standing])
    return one


_OVER = {
    Standing.ANSWERED: Text("這項會辦已經回復", "This request was answered already"),
    Standing.PASSED_BACK: Text("這項會辦已退回承辦單位", "This request was passed back"),
    Standing.WITHDRAWN: Text("這項會辦已由承辦單位撤回", "This request was withdrawn"),
    Standing.REPLACED: Text("這項會辦已改會其他單位", "Another unit was asked instead"),
    Standing.LAPSED: Text("本案已續辦，這項會辦不需回復", "The case has gone on: no answer is needed any more"),
}


def _check_later(until: date, one: Consultation, here: Situation) -> None:
    if until <= one.due_on or until < here.today:
        text = Text("須晚於原回復期限及今日", "The day must lie after the due date, and not in the past")
        raise Refusal("until", text, (FieldRefusal("until", text),))


def _ended(one: Consultation, standing: Standing, by: str, here: Situation) -> Consultation:
    ended = replace(one, standing=standing, ended_on=here.on, ended_by=by)
    return replace(ended, wanted_until=None, wanted_because="")


def _with(state: CaseState, changed: Consultation) -> CaseState:
    others = tuple(changed if one.number == changed.number else one for one in state.consultations)
    return replace(state, consultations=others)


def _facts(one: Consultation) -> dict[str, object]:
    return {"request": one.number, "round": one.round, "mode": one.mode.value, "unit": one.unit}


def tell(event: str, one: Consultation, to: str) -> MessageIntent:
    """`to`: the unit's code, or `handler` for whoever asked."""
    return MessageIntent(event, "", to=to, values={"request": str(one.number)})
