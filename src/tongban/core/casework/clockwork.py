"""展期, 停止計算 and 恢復: what may be done to the statutory period, and what may not."""

from __future__ import annotations

from dataclasses import replace

from tongban.core import process
from tongban.core.calendar import STANDSTILL
from tongban.core.process import ProcessState
from tongban.core.text import Text

from .commands import Extend, Resume, Suspend
from .deciding import advance
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .progress import notify
from .situation import Situation, need, need_open, need_running
from .state import CaseState, Phase


def extend(state: CaseState, command: Extend, here: Situation) -> Outcome:
    """Before it expires, within the pack's rule, and the applicant is told why (行政程序法 §51 III, IV)."""
    need_open(state)
    reason = need(command.reason, "reason", Text("展期理由", "the reason for the extension"))
    rule = here.definition.clock.extension
    if rule is None:
        raise Refusal("no-extension", Text("本類案件不得展期", "Cases of this kind cannot be extended"))
    if (why := rule.refusal(state.clock, command.by, here.today, here.calendar)) is not None:
        raise Refusal("extension", why, (FieldRefusal("by", why),))
    state = replace(state, clock=state.clock.extend(command.by, reason, here.moment))
    event = Event("ClockExtended", {"amount": command.by.amount, "unit": str(command.by.unit)}, here.on)
    return Outcome(state, (event,), notify(here, "extended", reason=reason))


def suspend(state: CaseState, command: Suspend, here: Situation) -> Outcome:
    need_running(state)
    ground = need(command.ground, "ground", Text("停止計算之事由", "the ground"))
    clock = state.clock.stand_still(here.moment, Text(ground, ground))
    event = Event("CaseSuspended", {}, here.on)
    state = replace(state, process=_stepped(state, process.Suspend(), here))
    return Outcome(replace(state, phase=Phase.SUSPENDED, clock=clock), (event,))


def resume(state: CaseState, command: Resume, here: Situation) -> Outcome:
    if state.phase is not Phase.SUSPENDED:
        raise Refusal("not-suspended", Text("本案並未停止計算", "This case does not stand still"))
    clock = state.clock.resume(here.moment, STANDSTILL)
    state = replace(state, process=_stepped(state, process.Resume(), here))
    return Outcome(replace(state, phase=Phase.IN_PROGRESS, clock=clock), (Event("CaseResumed", {}, here.on),))


def _stepped(state: CaseState, command: process.Suspend | process.Resume, here: Situation) -> ProcessState | None:
    """The drawing's timers stand still with the period, and go on with it."""
    standing = state.process
    if standing is None or here.definition.process is None or not standing.waits:
        return standing
    if isinstance(command, process.Resume) and standing.suspended_at is None:
        return standing
    return advance(standing, command, here, state.clock.place).state
