"""分案: which unit handles a case that is taken in, by the pack's own table.

A table never stands between a citizen and his application: where it fails, or names a unit that is not there, the
case is taken in all the same, stays with the unit that the offer names, and the journal says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core import process
from tongban.core.decisions import FeelError
from tongban.core.forms import Answer
from tongban.core.process import DecisionMade
from tongban.core.text import Text

from .commands import Register
from .deciding import decider, recorded
from .outcome import Event
from .situation import Situation

DISPATCH_NAMES = frozenset({"district", "channel", "taken_in", "kind"})
"""What a dispatch table may look at beside the answers to the intake form and `today`."""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """`unit`: the code the table gives, empty for none; `district`: where the unit that handles the case sits."""

    unit: str
    district: str
    events: tuple[Event, ...] = ()


def dispatch(command: Register, answers: Mapping[str, Answer], here: Situation) -> Dispatched:
    """What the pack's table says of this application; never refuses it."""
    rule, units = here.definition.dispatch, command.units or {}
    unit, events = ("", ()) if rule is None else _asked(rule.decision, command, answers, here)
    return Dispatched(unit, units.get(unit or command.handled_by, ""), events)


def _asked(
    decision: str, command: Register, answers: Mapping[str, Answer], here: Situation
) -> tuple[str, tuple[Event, ...]]:
    known = {**answers, **process.given(here.instant), **_given(command, here)}
    try:
        decided = decider(here.definition, here.instant)(decision, known)
    except FeelError as error:
        return "", (_failed(decision, error.text),)
    code = decided.value
    if code is None and decided.notes:
        return "", (_failed(decision, process.reason(decided)),)
    if code is not None and not isinstance(code, str):
        return "", (_failed(decision, _NOT_A_CODE),)
    unit = (code or "").strip()
    if unit and command.units is not None and unit not in command.units:
        return "", (_failed(decision, _NO_SUCH_UNIT.fill(unit=unit)),)
    made = DecisionMade("", decision, unit or None, decided)
    return unit, recorded((made,), known, here)


def _given(command: Register, here: Situation) -> dict[str, object]:
    return {
        "district": command.district,
        "channel": command.channel,
        "taken_in": command.taken_in,
        "kind": here.definition.code,
    }


def _failed(decision: str, why: Text) -> Event:
    return Event("DispatchFailed", {"decision": decision, "why": why.as_json()})


_NO_SUCH_UNIT = Text("機關代碼 {unit} 不存在或已裁撤。", "there is no open unit {unit}.")
_NOT_A_CODE = Text("結果不是機關代碼。", "the result is not the code of a unit.")
