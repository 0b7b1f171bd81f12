"""Conditions stand where a choice is, and a choice always finds a way on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tongban.core.decisions import leave_nothing_out
from tongban.core.process.findings import Findings
from tongban.core.process.model import Activity, Flow, Kind, Process
from tongban.core.process.outcomes import OUTCOME, look_ahead
from tongban.core.text import Text


def check_choices(process: Process, ways: Sequence[tuple[str, str]], findings: Findings) -> None:
    """Add what is wrong. A gateway is not judged by half: not when a condition of it could not be read, nor when
    a way that is drawn (`ways`) leads to an element that was refused."""
    broken = {fault.place for fault in findings.faults}
    drawn = Counter(source for source, _ in ways)
    stuck = _stuck(process)
    for flow in process.flows.values():
        _check_place(process, flow, findings)
    for activity in process.activities.values():
        if activity.kind is Kind.EXCLUSIVE:
            _check_conditions(process, activity, broken, findings)
            whole = drawn[activity.id] == len(activity.outgoing) and broken.isdisjoint(activity.outgoing)
            if whole and activity.outgoing and not _finds_a_way(process, activity, stuck):
                _report_gap(activity, findings)


def _check_place(process: Process, flow: Flow, findings: Findings) -> None:
    source = process.activities[flow.source]
    if flow.condition and source.kind is not Kind.EXCLUSIVE:
        findings.add(
            flow.id,
            Text(
                "只有排他閘道之後的流程線可以有條件。", "Only a flow behind an exclusive gateway may have a condition."
            ),
            Text("請把條件移到排他閘道之後。", "Move the condition behind an exclusive gateway."),
        )
    if flow.condition and source.default == flow.id:
        findings.add(
            flow.id,
            Text("預設流程線不能有條件。", "The default flow may have no condition."),
            Text("請刪去條件，或改選別的預設。", "Remove the condition, or choose another default."),
        )


def _check_conditions(process: Process, gateway: Activity, broken: set[str], findings: Findings) -> None:
    if len(gateway.outgoing) == 1:
        return
    for flow in process.ways_from(gateway.id):
        if flow.condition is None and flow.id != gateway.default and flow.id not in broken:
            findings.add(
                flow.id,
                Text("這條流程線既沒有條件，也不是預設。", "The flow has no condition and is not the default."),
                Text("請加上條件，或設為預設。", "Give it a condition, or make it the default."),
            )


def _report_gap(gateway: Activity, findings: Findings) -> None:
    findings.add(
        gateway.id,
        Text("可能沒有一個條件成立，又沒有預設流程線。", "All conditions may be false, and there is no default flow."),
        Text("請把其中一條設為預設。", "Make one of its flows the default."),
    )


def _finds_a_way(process: Process, gateway: Activity, stuck: set[str]) -> bool:
    """There is a default or bare flow, or the conditions cover everything, or at least every outcome that the
    user tasks before it offer: `advance` refuses any other outcome when the task is completed."""
    ways = process.ways_from(gateway.id)
    conditions = [flow.condition for flow in ways if flow.condition]
    if gateway.default or len(conditions) < len(ways) or leave_nothing_out(conditions):
        return True
    asks_only_outcome = all(condition.names == {OUTCOME} for condition in conditions)
    after_tasks = all(feeder.kind is Kind.USER_TASK for feeder in _feeders(process, gateway))
    return asks_only_outcome and after_tasks and gateway.id not in stuck


def _stuck(process: Process) -> set[str]:
    """The gateways at which an outcome that a user task offers finds no way on."""
    entries = {
        tuple(process.after(task.id)): task.id for task in process.activities.values() if task.kind is Kind.USER_TASK
    }
    return {
        gateway
        for task in entries.values()
        for outcome in process.outcomes_of(task)
        for gateway in look_ahead(process, task, outcome).stuck_at
    }


def _feeders(process: Process, gateway: Activity) -> list[Activity]:
    """The start or user tasks from which one comes to the gateway without another wait."""
    waiting = process.before(gateway.id)
    found = dict.fromkeys(waiting)
    for id in waiting:
        if process.activities[id].kind.is_passed:
            fresh = [before for before in process.before(id) if before not in found]
            found.update(dict.fromkeys(fresh))
            waiting += fresh
    return [process.activities[id] for id in found if not process.activities[id].kind.is_passed]
