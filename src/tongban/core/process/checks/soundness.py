"""Whether tokens can get stuck or pile up: the reachable markings of each scope, walked through with a bound.

Each place leads to one activity only, so activities never take tokens from each other, and it is enough to follow
one of them at a time (a stubborn set, Valmari 1991): the branches of a parallel are not multiplied with each other.
The one first in order goes first, so that branches keep step and a missing join shows. A sub-process is walked on its
own, and is one activity in the scope around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tongban.core.process.checks.moves import BROKEN_OFF, Marking, Moves, holds, is_join
from tongban.core.process.findings import Findings
from tongban.core.process.graph import reached
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Process
from tongban.core.text import Text

_END: Marking = ()
_FURTHEST = 100
"""So many of the markings furthest away are asked whether they are where tokens go round."""

MAX_ORDERS = 5_000
MAX_MARKINGS = 5_000
"""How many moves are tried: in whatever order, and in one order only."""


@dataclass(slots=True)
class Explored:
    """What a walk through a scope found: where tokens can get stuck, what they can enter twice, where they go round
    for ever, what they entered at all; whether it can come to an end by itself; whether all was seen, or the bound
    was met."""

    stuck: dict[str, None] = field(default_factory=dict)
    doubled: dict[str, None] = field(default_factory=dict)
    endless: dict[str, None] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)
    ends: bool = False
    is_whole: bool = True

    @property
    def is_sound(self) -> bool:
        return not (self.stuck or self.doubled or self.endless)


def check_soundness(process: Process, findings: Findings) -> None:
    """Add a fault per join that can wait for ever, per activity that can be entered twice at once, and per activity
    that is never entered. Beyond MAX_MARKINGS the rest is left to `advance`, which refuses a step that would get
    stuck."""
    moves = Moves(process, endless_scopes(process))
    for scope in process.inside:
        explored = [explore(moves, marking) for marking in beginnings(process, scope)]
        stuck = dict.fromkeys(id for each in explored for id in each.stuck)
        doubled = dict.fromkeys(id for each in explored for id in each.doubled)
        _report(stuck, doubled, findings)
        _report_endless(dict.fromkeys(id for each in explored for id in each.endless), findings)
        if explored and all(each.is_sound and each.is_whole for each in explored):
            entered = set().union(*(each.entered for each in explored))
            _report_dead([id for id in process.inside[scope] if id not in entered], process, findings)


def is_sound(process: Process, scope: str, places: Iterable[str]) -> bool:
    """Whether tokens in these places of `scope` (flows that wait at a join, or activities) come to an end, none left
    waiting and none doubled."""
    moves = Moves(process, endless_scopes(process))
    first = tuple(sorted(places))
    if any(one.scope != scope for one in moves.at(first)):
        raise ValueError(f"not all of these are in {scope or process.id}: {', '.join(first)}")
    return not _piled_up(moves, (), first) and explore(moves, first, orders=0).is_sound


def explore(moves: Moves, first: Marking, orders: int = MAX_ORDERS) -> Explored:
    """Walk through all that can become of tokens at `first`, in whatever order things are done; where that is more
    than `orders` moves, in one order only, which finds all that gets stuck and most of what is doubled."""
    found = _walk(moves, first, orders, in_step=True) if orders else None
    return found if found and found.is_whole else _walk(moves, first, MAX_MARKINGS, in_step=False)


def _walk(moves: Moves, first: Marking, most: int, *, in_step: bool) -> Explored:
    found = Explored()
    after: dict[Marking, list[Marking]] = {}
    waiting = [first]
    tried = 0
    while waiting and tried <= most:
        marking = waiting.pop()
        if marking in after:
            continue
        able = moves.able(marking, in_step)
        after[marking] = [one for activity in able for one in _moved(moves, activity, marking, found)]
        found.entered.update(activity.id for activity in able)
        waiting += after[marking]
        tried += len(after[marking])
        if not able:
            found.stuck.update(dict.fromkeys(sorted(one.id for one in moves.at(marking))))
    found.ends = _END in after
    found.is_whole = not waiting
    if found.is_whole and found.is_sound:
        found.endless.update(dict.fromkeys(_never_ending(moves, after)))
    return found


def _moved(moves: Moves, activity: Activity, marking: Marking, found: Explored) -> list[Marking]:
    """The markings that follow when the activity goes on, where no token is doubled."""
    after = []
    for rest, added in moves.fired(activity, marking):
        twice = _piled_up(moves, rest, added)
        found.doubled.update(dict.fromkeys(twice))
        if not twice:
            after.append(moves.merged(rest, added))
    return list(dict.fromkeys(after))


def _never_ending(moves: Moves, after: Mapping[Marking, list[Marking]]) -> list[str]:
    """What keeps tokens for ever: the activities that hold one where tokens go round and no end can be reached."""
    before: dict[Marking, list[Marking]] = {}
    for marking, ways in after.items():
        for one in ways:
            before.setdefault(one, []).append(marking)
    can_end = set(reached([_END, BROKEN_OFF], lambda marking: before.get(marking, [])))
    lost = next((marking for marking in after if marking not in can_end), None)
    if lost is None:
        return []
    round_and_round = reached([lost], after.__getitem__)
    for marking in round_and_round[-_FURTHEST:]:  # what does not lead back to all of it was only the way there
        ahead = reached([marking], after.__getitem__)
        if len(ahead) < len(round_and_round):
            round_and_round = ahead
    there = {one.id: one for marking in round_and_round for one in moves.at(marking)}
    return sorted(id for id, one in there.items() if holds(one)) or sorted(there)


def endless_scopes(process: Process) -> frozenset[str]:
    """The sub-processes that always break off with an error: none of what is inside comes to an end."""
    ends = (one for one in process.activities.values() if one.scope and one.event.trigger is Trigger.ERROR)
    suspects = {scope for end in ends if end.kind is Kind.END for scope in _outward(process, end.scope)}
    endless: set[str] = set()
    for scope in sorted(suspects, key=lambda scope: -len(_outward(process, scope))):
        moves = Moves(process, frozenset(endless))
        begun = beginnings(process, scope)
        if begun and process.activities[scope].kind is not Kind.AD_HOC:
            walked = [explore(moves, marking) for marking in begun]
            endless |= {scope} if not any(each.ends or each.stuck for each in walked) else set()
    return frozenset(endless)


def _outward(process: Process, scope: str) -> list[str]:
    found = []
    while scope:
        found.append(scope)
        scope = process.activities[scope].scope
    return found


def beginnings(process: Process, scope: str) -> list[Marking]:
    """The markings with which a scope may begin. Where people choose what to do, they may choose everything."""
    inside = [process.activities[id] for id in process.inside[scope]]
    if scope and process.activities[scope].kind is Kind.AD_HOC:
        chosen = [one.id for one in inside if not one.incoming and one.kind is not Kind.BOUNDARY and not one.by_event]
        return [tuple(sorted(chosen))] if chosen else []
    starts = [one.id for one in inside if one.kind is Kind.START]
    return [(id,) for id in starts]


def _piled_up(moves: Moves, rest: Marking, added: Marking) -> list[str]:
    """Where a second token comes by one flow into a join, or to something that holds one already."""
    there = Counter(_keys(moves, rest))
    come = Counter(_keys(moves, added))
    return sorted({id for id, flow in come if come[id, flow] + there[id, flow] > 1})


def _keys(moves: Moves, marking: Marking) -> Iterator[tuple[str, str]]:
    """What may be there once only: a token at an activity that keeps it while somebody or something is waited for, for
    two are twice the same work; and one on each way into a join. All else passes, an end takes any number."""
    for place in marking:
        for activity in moves.at((place,)):
            if is_join(activity):
                yield activity.id, place
            elif holds(activity):
                yield activity.id, ""


def _report(stuck: dict[str, None], doubled: dict[str, None], findings: Findings) -> None:
    for id in stuck:
        findings.add(
            id,
            Text("這裡可能永遠等不到其他分支。", "It may wait for ever for the other branches."),
            Text(
                "請檢查前面的分岔：平行閘道只等平行分出的分支。",
                "Check the split before it: a parallel gateway waits only for branches split in parallel.",
            ),
        )
    for id in doubled:
        findings.add(
            id,
            Text("同一時間可能進入這裡兩次。", "It may be entered twice at the same time."),
            Text("請先用平行閘道把分支會合。", "Join the branches with a parallel gateway first."),
        )


def _report_endless(ids: Iterable[str], findings: Findings) -> None:
    for id in ids:
        findings.add(
            id,
            Text("進入這裡之後，流程永遠不會結束。", "Once it is entered, the process can never come to an end."),
            Text(
                "請檢查回頭的流程線：不要讓一條分支不斷重來。", "Check the way back: no branch may begin anew for ever."
            ),
        )


def _report_dead(ids: list[str], process: Process, findings: Findings) -> None:
    for id in ids:
        if not process.activities[id].by_event:
            findings.add(
                id,
                Text("無論怎麼進行都不會走到這裡。", "Whatever happens, it is never reached."),
                Text("請檢查前面的條件與結束，或刪去它。", "Check the conditions and ends before it, or remove it."),
            )
