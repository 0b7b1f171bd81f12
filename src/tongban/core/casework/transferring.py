"""移轉: the case goes to another unit, which accepts or refuses it; until then it stays where it is, and so does its work.

Number, clock, journal and the citizen's password go with the case. Its clock is the one that was started: an
application sent on to the authority in charge counts as filed with that one (行政程序法 §17 II), so the period, and the
district by whose office closures it is counted, are those of the day it came in.
"""

from __future__ import annotations

from dataclasses import replace

from tongban.core.process import ProcessState
from tongban.core.text import Text

from .commands import AcceptTransfer, AskTransfer, RefuseTransfer, WithdrawTransfer
from .outcome import Event, FieldRefusal, MessageIntent, Outcome, Refusal
from .progress import notify
from .situation import Situation, need, need_open
from .state import CaseState
from .transfer import Transfer, TransferStanding, moved, returns

MOST_RETURNS = 2
"""How often a case may come back to a unit that had it; then whoever leads both units decides (行政程序法 §14)."""
HANDLER = "handler"


def ask(state: CaseState, command: AskTransfer, here: Situation) -> Outcome:
    """Ask a unit to take the case over, or give it to the unit at once where the actor leads both."""
    standing = _process(state)
    if state.transfer is not None:
        raise Refusal(
            "transfer-open",
            Text(
                "本案已請求移轉，待受移轉單位承接；如要改送其他單位請先撤回",
                "A transfer of this case is being asked for already: take that back first",
            ),
        )
    _check_target(command.unit, command.source, command.units, staffed=command.staffed)
    reason = need(command.reason, "reason", Text("移轉理由", "why the case goes to another unit"))
    if not command.at_once:
        _check_circle(state, command.unit)
    one = Transfer(
        number=len(state.transfers) + 1,
        source=command.source,
        target=command.unit,
        work=0 if command.at_once else standing.next_number,
        reason=reason,
        asked_by=command.by,
        asked_on=here.on,
    )
    state = replace(state, transfers=(*state.transfers, one))
    if command.at_once:
        return _went(state, one, command.by, here, _tell("transfer-assigned", one, one.target))
    state = replace(state, process=replace(standing, next_number=standing.next_number + 1))
    event = Event("TransferAsked", _facts(one), here.on)
    return Outcome(state, (event,), (_tell("transfer-asked", one, one.target),))


def accept(state: CaseState, command: AcceptTransfer, here: Situation) -> Outcome:
    one = _open(state, command.transfer)
    _check_target(one.target, command.source, command.units, staffed=command.staffed)
    return _went(state, one, command.by, here, _tell("transfer-accepted", one, HANDLER))


def refuse(state: CaseState, command: RefuseTransfer, here: Situation) -> Outcome:
    one = _open(state, command.transfer)
    reason = need(command.reason, "reason", Text("不承接之理由", "why it is not your unit's matter"))
    if command.suggested and (command.suggested not in command.units or command.suggested in (one.target, one.source)):
        text = Text("建議的機關須為現有的其他機關", "The suggested unit must be another one that exists")
        raise Refusal("suggested", text, (FieldRefusal("suggested", text),))
    back = _ended(one, TransferStanding.REFUSED, command.by, here)
    back = replace(back, answer=reason, suggested=command.suggested)
    event = Event("TransferRefused", {**_facts(back), "suggested": command.suggested}, here.on)
    return Outcome(_with(state, back), (event,), (_tell("transfer-refused", back, HANDLER),))


def withdraw(state: CaseState, command: WithdrawTransfer, here: Situation) -> Outcome:
    one = _open(state, command.transfer)
    gone = _ended(one, TransferStanding.WITHDRAWN, command.by, here)
    event = Event("TransferWithdrawn", _facts(gone), here.on)
    return Outcome(_with(state, gone), (event,), (_tell("transfer-withdrawn", gone, gone.target),))


def settle(result: Outcome, here: Situation) -> Outcome:
    """Nobody is asked to take over a case that is over."""
    one = result.state.transfer
    if one is None or not result.state.phase.is_over:
        return result
    lapsed = replace(one, standing=TransferStanding.LAPSED, ended_on=here.on)
    event = Event("TransferLapsed", _facts(lapsed), here.on)
    told = (*result.messages, _tell("transfer-lapsed", lapsed, lapsed.target))
    return replace(result, state=_with(result.state, lapsed), events=(*result.events, event), messages=told)


def _went(state: CaseState, one: Transfer, by: str, here: Situation, told: MessageIntent) -> Outcome:
    """The case is the target's from now on."""
    gone = replace(_ended(one, TransferStanding.ACCEPTED, by, here), times=len(moved(state.transfers)) + 1)
    facts = {**_facts(gone), "times": gone.times, "at_once": gone.is_at_once}
    messages = (told, *notify(here, "transferred"))
    return Outcome(_with(state, gone), (Event("CaseTransferred", facts, here.on),), messages, gone.target)


def _process(state: CaseState) -> ProcessState:
    need_open(state)
    if state.process is None:
        text = Text("本案流程由其他系統辦理，請於原系統移轉", "Another system runs this case: transfer it there")
        raise Refusal("no-process", text)
    return state.process


def _open(state: CaseState, number: int) -> Transfer:
    need_open(state)
    one = next((one for one in state.transfers if one.number == number), None)
    if one is None:
        raise Refusal("no-transfer", Text("查無這項移轉", "There is no such transfer"))
    if not one.is_open:
        raise Refusal("transfer-over", _OVER[one.standing])
    return one


_OVER = {
    TransferStanding.ACCEPTED: Text("本案已移轉完成", "The case was transferred already"),
    TransferStanding.REFUSED: Text("受移轉單位已表示不承接", "The unit that was asked has refused"),
    TransferStanding.WITHDRAWN: Text("移轉請求已撤回", "The request was taken back"),
    TransferStanding.LAPSED: Text("本案已結案，移轉請求已失效", "The case was closed, the request has lapsed"),
}


def _check_target(unit: str, source: str, units: frozenset[str], *, staffed: bool) -> None:
    if not unit:
        text = Text("請選擇受移轉單位", "Choose the unit that the case goes to")
    elif unit == source:
        text = Text("本案已在這個單位，請選擇其他單位", "The case is with this unit already: choose another one")
    elif unit not in units:
        text = Text("這個單位不存在或已裁撤，請選擇現有的單位", "There is no such unit (any more): choose another one")
    elif not staffed:
        text = Text(
            "這個單位沒有可辦理目前步驟的人員，請洽該單位或選擇其他單位",
            "Nobody there holds the position that the current step needs: ask the unit, or choose another one",
        )
    else:
        return
    raise Refusal("unit", text, (FieldRefusal("unit", text),))


def _check_circle(state: CaseState, unit: str) -> None:
    gone = moved(state.transfers)
    had_it = {one.source for one in gone} | {one.target for one in gone}
    if unit not in had_it or returns(gone) < MOST_RETURNS:
        return
    text = Text(
        f"本案已移轉 {len(gone)} 次，其中 {returns(gone)} 次移回曾經承辦的單位；請報請共同上級主管以「改分」決定承辦單位",
        f"This case has been transferred {len(gone)} times, {returns(gone)} of them back to a unit that had had it: "
        "whoever leads both units decides now, by transferring it at once",
    )
    raise Refusal("circle", text, (FieldRefusal("unit", text),))


def _ended(one: Transfer, standing: TransferStanding, by: str, here: Situation) -> Transfer:
    return replace(one, standing=standing, ended_on=here.on, ended_by=by)


def _with(state: CaseState, changed: Transfer) -> CaseState:
    others = tuple(changed if one.number == changed.number else one for one in state.transfers)
    return replace(state, transfers=others)


def _facts(one: Transfer) -> dict[str, object]:
    return {"transfer": one.number, "from": one.source, "to": one.target}


def _tell(event: str, one: Transfer, to: str) -> MessageIntent:
    """`to`: the receiving unit's code, or `handler` for whoever asked."""
    return MessageIntent(event, "", to=to, values={"transfer": str(one.number)})
