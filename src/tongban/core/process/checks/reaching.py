"""Everything that is drawn lies on a way from a start to an end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tongban.core.process.findings import Findings
from tongban.core.process.graph import Nexts, reached
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, Process
from tongban.core.text import Text

Ways = Iterable[tuple[str, str]]


def check_ways(process: Process, starts: Sequence[str], drawn: Ways, findings: Findings) -> None:
    """`drawn` may lead over elements that were refused and are no activities of the process."""
    ways = list(dict.fromkeys((*drawn, *_ways(process))))
    after = _nexts(ways + [(one.scope, one.id) for one in process.activities.values() if one.scope and _begins(one)])
    beside = [one.id for one in process.activities.values() if one.by_event and not one.scope]
    reachable = set(reached([*starts, *beside], after))
    for id in process.activities:
        if id not in reachable:
            findings.add(
                id,
                Text("從開始走不到這裡。", "It cannot be reached from the start."),
                Text("請接上流程線，或刪去它。", "Connect it, or remove it."),
            )
    _check_ends(process, ways, findings)


def _check_ends(process: Process, ways: Ways, findings: Findings) -> None:
    """The case itself ends at end events only, for people are told how; a sub-process also where nothing follows."""
    before = _nexts([(target, source) for source, target in ways])
    ends = [one.id for one in process.activities.values() if one.kind is Kind.END and not one.scope]
    if not ends:
        findings.add(
            process.id,
            Text("流程沒有結束事件。", "The process has no end event."),
            Text("請加上一個一般結束事件。", "Add a plain end event."),
        )
    last = [one.id for one in process.activities.values() if one.scope and one.is_last]
    can_end = set(reached([*ends, *last], before))
    for one in process.activities.values():
        if one.id not in can_end and not one.by_event and (ends or one.scope):
            findings.add(
                one.id,
                Text("從這裡走不到結束。", "No end can be reached from it."),
                Text("請接到結束事件。", "Connect it to an end event."),
            )


def _ways(process: Process) -> Ways:
    for flow in process.flows.values():
        yield flow.source, flow.target
    for one in process.activities.values():
        target = process.link_target(one)
        if target:
            yield one.id, target
        if one.kind is Kind.BOUNDARY:
            yield one.attached_to, one.id


def _begins(activity: Activity) -> bool:
    """It is begun with the sub-process around it, by an event there, or by people."""
    first = not activity.incoming and activity.kind not in (Kind.BOUNDARY, Kind.CATCH)
    return activity.kind is Kind.START or activity.by_event or first


def _nexts(ways: Ways) -> Nexts:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in ways:
        found[source].append(target)
    return found.__getitem__
