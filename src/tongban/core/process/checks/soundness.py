"""Whether tokens can get stuck or pile up: the reachable markings, walked through with a bound.

A marking is the set of flows that hold a token. Each flow leads to one activity only, so activities never take
tokens from each other, and it is enough to follow one of them at a time (a stubborn set, Valmari 1991): the
branches of a parallel are not multiplied with each other. The one first in order goes first, so that branches
keep step and a missing join shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tongban.core.process.findings import Findings
from tongban.core.process.model import Activity, Kind, Process
from tongban.core.text import Text

MAX_MARKINGS = 5_000

Marking = frozenset[str]


def check_soundness(process: Process, findings: Findings) -> None:
    """Add a fault per join that can wait for ever and per activity that can be entered twice at once. Beyond
    MAX_MARKINGS the rest is left to `advance`, which refuses a step that would get stuck."""
    stuck, doubled = _explore(process, frozenset(process.activities[process.start].outgoing))
    _report(stuck, doubled, findings)


def ends_from(process: Process, activity: str) -> bool:
    """Whether a single token that leaves `activity` comes to an end without waiting for other branches."""
    stuck, _ = _explore(process, frozenset(process.activities[activity].outgoing))
    return not stuck


def is_sound(process: Process, scope: str, places: Iterable[str]) -> bool:
    """Whether tokens at these flows and activities of `scope` come to an end, none left waiting, none doubled."""
    marking: set[str] = set()
    for place in places:
        flows = {place} if place in process.flows else set(process.activities[place].outgoing)
        if marking & flows:
            return False
        marking |= flows
    stuck, doubled = _explore(process, frozenset(marking))
    return not stuck and not doubled


def _explore(process: Process, first: Marking) -> tuple[dict[str, None], dict[str, None]]:
    """Where tokens that begin with `first` can get stuck, and what they can enter twice."""
    ranks = {activity.id: rank for rank, activity in enumerate(process.in_order())}
    seen, waiting = {first}, [first]
    stuck: dict[str, None] = {}
    doubled: dict[str, None] = {}
    while waiting and len(seen) <= MAX_MARKINGS:
        marking = waiting.pop()
        activity = _next(process, marking, ranks)
        if activity is None:
            stuck.update(dict.fromkeys(sorted(process.flows[flow].target for flow in marking)))
            continue
        for rest, added in _fired(activity, marking):
            twice = _piled_up(process, rest, added)
            doubled.update(dict.fromkeys(twice))
            after = rest | added
            if not twice and after not in seen:
                seen.add(after)
                waiting.append(after)
    return stuck, doubled


def _piled_up(process: Process, rest: Marking, added: Marking) -> list[str]:
    """Where a second token comes by one flow, or to one user task. An end takes any number of them."""
    doubled = {process.flows[flow].target for flow in rest & added}
    come = {process.flows[flow].target for flow in added}
    there = {process.flows[flow].target for flow in rest}
    kinds = {id: process.activities[id].kind for id in come}
    return sorted(
        id
        for id in come
        if (id in doubled and kinds[id] is not Kind.END) or (id in there and kinds[id] is Kind.USER_TASK)
    )


def _next(process: Process, marking: Marking, ranks: dict[str, int]) -> Activity | None:
    """The first activity, in order, that its tokens let go on."""
    targets = {process.flows[flow].target for flow in marking}
    able = [
        activity
        for activity in map(process.activities.__getitem__, targets)
        if activity.kind is not Kind.PARALLEL or marking.issuperset(activity.incoming)
    ]
    return min(able, key=lambda activity: ranks[activity.id], default=None)


def _fired(activity: Activity, marking: Marking) -> Iterator[tuple[Marking, Marking]]:
    """What stays and what is new, for each way the activity can go on."""
    if activity.kind is Kind.PARALLEL:
        yield marking - set(activity.incoming), frozenset(activity.outgoing)
        return
    taken = next(flow for flow in activity.incoming if flow in marking)
    for way in activity.outgoing or (None,):
        yield marking - {taken}, frozenset([way] if way else [])


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
