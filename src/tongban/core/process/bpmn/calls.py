"""Other processes put inside the call activities that name them, when a process is published.

A case then runs on one process, and a new version of the called one changes nothing for it. What comes from the call
`c` has ids that begin with `c/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tongban.core.process.findings import Findings
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Flow, Process
from tongban.core.text import Fault, Text

MAX_DEPTH = 8
MAX_ACTIVITIES = 5_000
"""Of the whole, calls within calls among them."""


_TWICE = (
    Text("呼叫進來的元素與這裡的元素 id 相同。", "An element that is called in has the id of another one here."),
    Text("請更改 id，不要使用斜線。", "Change the id; do not use slashes."),
)


@dataclass
class _Linking:
    called: Mapping[str, Process]
    findings: Findings
    activities: dict[str, Activity] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    is_full: bool = False
    begun_at: str = ""
    """The call of the drawing itself that is being followed: faults are shown there."""


def link_calls(
    process: Process, called: Mapping[str, Process], file: str = "process.bpmn"
) -> tuple[Process, list[Fault]]:
    """`process` with what its call activities call inside them; `called` are the processes there are, by the name a
    call uses. A call that was linked before stays as it is. Faults, at the call of the drawing itself: what is called
    is missing, calls itself, cannot be begun, or is too deep or too large.
    """
    linking = _Linking(called, Findings(file))
    _add(process, "", "", (process.id,), linking)
    if linking.is_full:
        linking.findings.add(
            process.id,
            Text(
                f"連同呼叫的流程，活動超過 {MAX_ACTIVITIES:,} 個。",
                f"With the processes it calls it has more than {MAX_ACTIVITIES:,} activities.",
            ),
            Text("請減少呼叫，或把流程改小。", "Call less, or make the processes smaller."),
        )
        return process, linking.findings.faults
    activities, flows = MappingProxyType(linking.activities), MappingProxyType(linking.flows)
    return replace(process, activities=activities, flows=flows), linking.findings.faults


def _add(process: Process, prefix: str, scope: str, path: tuple[str, ...], linking: _Linking) -> None:
    """Copy a process into `scope`; `path` are the names of the processes that are being entered."""
    left_out = _other_starts(process) if prefix else frozenset()
    flows = [flow for flow in process.flows.values() if flow.source not in left_out]
    kept = {flow.id for flow in flows}
    for activity in _start_first(process) if prefix else process.activities.values():
        if activity.id in left_out:
            continue
        if len(linking.activities) >= MAX_ACTIVITIES:
            linking.is_full = True
            return
        copied = _copied(activity, kept, prefix, scope)
        linking.begun_at = linking.begun_at if prefix else copied.id
        if copied.id in linking.activities:
            linking.findings.add(linking.begun_at, *_TWICE)
        linking.activities[copied.id] = copied
        if copied.kind is Kind.CALL and not process.inside[activity.id]:
            _enter(copied, path, linking)
    for flow in flows:
        one = replace(flow, id=prefix + flow.id, source=prefix + flow.source, target=prefix + flow.target)
        linking.flows[one.id] = one


def _enter(call: Activity, path: tuple[str, ...], linking: _Linking) -> None:
    fault = _fault(call, path, linking.called)
    if fault is not None:
        linking.findings.add(linking.begun_at, *fault)
    elif call.called in linking.called:
        _add(linking.called[call.called], f"{call.id}/", call.id, (*path, call.called), linking)


def _fault(call: Activity, path: tuple[str, ...], called: Mapping[str, Process]) -> tuple[Text, Text] | None:
    way = " → ".join((*path, call.called))
    if call.called not in called:
        return (
            Text(f"呼叫的流程「{call.called}」不存在。", f"The process “{call.called}” that is called does not exist."),
            Text("請選擇已發布的流程。", "Choose a process that is published."),
        )
    if call.called in path or called[call.called].id == path[0]:
        return (
            Text(f"流程呼叫了自己：{way}。", f"The process calls itself: {way}."),
            Text("請拿掉其中一個呼叫；要重做請用迴圈。", "Remove one of the calls; to do it again use a loop."),
        )
    if len(path) > MAX_DEPTH:
        return (
            Text(f"呼叫超過 {MAX_DEPTH} 層：{way}。", f"Calls are more than {MAX_DEPTH} deep: {way}."),
            Text("請減少層數。", "Use fewer levels."),
        )
    if called[call.called].activities[called[call.called].start].event.trigger is not Trigger.NONE:
        return (
            Text(f"「{call.called}」沒有一般開始事件，不能呼叫。", f"“{call.called}” has no plain start event."),
            Text("請在被呼叫的流程加上一般開始事件。", "Give the called process a plain start event."),
        )
    return None


def _other_starts(process: Process) -> frozenset[str]:
    """What begins a called process on its own has no part in a call."""
    starts = (id for id in process.inside[""] if process.activities[id].kind is Kind.START)
    return frozenset(id for id in starts if id != process.start)


def _start_first(process: Process) -> list[Activity]:
    first = process.activities[process.start]
    return [first, *(one for one in process.activities.values() if one.id != first.id)]


def _copied(activity: Activity, kept: set[str], prefix: str, scope: str) -> Activity:
    if not prefix:
        return activity
    default = activity.default if activity.default in kept else None
    return replace(
        activity,
        id=prefix + activity.id,
        scope=prefix + activity.scope if activity.scope else scope,
        incoming=tuple(prefix + flow for flow in activity.incoming if flow in kept),
        outgoing=tuple(prefix + flow for flow in activity.outgoing if flow in kept),
        default=prefix + default if default else None,
        attached_to=prefix + activity.attached_to if activity.attached_to else "",
    )
