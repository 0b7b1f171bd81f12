"""Conditions stand where a choice is, and a choice always finds a way on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tongban.core.decisions import leave_nothing_out
from tongban.core.process.findings import Findings
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, Flow, Process
from tongban.core.process.outcomes import OUTCOME, look_ahead, passed_behind
from tongban.core.text import Text

_MAY_ASK = frozenset((Kind.EXCLUSIVE, Kind.INCLUSIVE))


def check_choices(process: Process, ways: Sequence[tuple[str, str]], findings: Findings) -> None:
    """Add what is wrong. A choice is not judged by half: not when a condition of it could not be read, nor when
    a way that is drawn (`ways`) leads to an element that was refused."""
    broken = findings.places
    drawn = Counter(source for source, _ in ways)
    stuck, feeders = _stuck(process), _feeders(process)
    for flow in process.flows.values():
        _check_place(process, flow, findings)
    for activity in process.activities.values():
        if not _chooses(process, activity):
            continue
        _check_conditions(process, activity, broken, findings)
        borders = len(process.boundaries.get(activity.id, ()))
        whole = drawn[activity.id] == len(activity.outgoing) + borders and broken.isdisjoint(activity.outgoing)
        if whole and activity.outgoing and not _finds_a_way(process, activity, stuck, feeders):
            _report_gap(activity, findings)


def _may_ask(activity: Activity) -> bool:
    """Conditions may stand behind activities too, which then take every way that holds."""
    return activity.kind in _MAY_ASK or not (activity.kind.is_gateway or activity.kind.is_event)


def _chooses(process: Process, activity: Activity) -> bool:
    asks = activity.default or any(flow.condition for flow in process.ways_from(activity.id))
    return activity.kind is Kind.EXCLUSIVE or (_may_ask(activity) and bool(asks))


def _check_place(process: Process, flow: Flow, findings: Findings) -> None:
    source = process.activities[flow.source]
    if flow.condition and not _may_ask(source):
        findings.add(
            flow.id,
            Text(
                "事件、平行閘道與事件閘道之後的流程線不能有條件。",
                "A flow behind an event, a parallel or an event-based gateway may have no condition.",
            ),
            Text("請把條件移到排他閘道之後。", "Move the condition behind an exclusive gateway."),
        )
    if flow.condition and source.default == flow.id:
        findings.add(
            flow.id,
            Text("預設流程線不能有條件。", "The default flow may have no condition."),
            Text("請刪去條件，或改選別的預設。", "Remove the condition, or choose another default."),
        )


def _check_conditions(process: Process, choice: Activity, broken: frozenset[str], findings: Findings) -> None:
    """Beside flows with conditions one without is either meant as the default, or always taken, which nobody sees."""
    if len(choice.outgoing) == 1:
        return
    for flow in process.ways_from(choice.id):
        if flow.condition is None and flow.id != choice.default and flow.id not in broken:
            findings.add(
                flow.id,
                Text("這條流程線既沒有條件，也不是預設。", "The flow has no condition and is not the default."),
                Text("請加上條件，或設為預設。", "Give it a condition, or make it the default."),
            )


def _report_gap(choice: Activity, findings: Findings) -> None:
    findings.add(
        choice.id,
        Text("可能沒有一個條件成立，又沒有預設流程線。", "All conditions may be false, and there is no default flow."),
        Text("請把其中一條設為預設。", "Make one of its flows the default."),
    )


def _finds_a_way(
    process: Process, choice: Activity, stuck: set[str], feeders: Mapping[str, Sequence[Activity]]
) -> bool:
    """There is a default or bare flow, or the conditions cover everything, or at least every outcome that the
    tasks before it offer: `advance` refuses any other outcome when the task is completed."""
    ways = process.ways_from(choice.id)
    conditions = [flow.condition for flow in ways if flow.condition]
    if choice.default or len(conditions) < len(ways) or leave_nothing_out(conditions):
        return True
    asks_only_outcome = all(condition.names == {OUTCOME} for condition in conditions)
    after_tasks = all(feeder.kind.is_for_people for feeder in feeders.get(choice.id, ()))
    return asks_only_outcome and after_tasks and choice.id not in stuck


def _stuck(process: Process) -> set[str]:
    """Where an outcome that a task for people offers finds no way on."""
    tasks = [activity for activity in process.activities.values() if activity.kind.is_for_people]
    entries = {tuple(process.after(task.id)): task.id for task in tasks if not _chooses(process, task)}
    entries |= {(task.id,): task.id for task in tasks if _chooses(process, task)}
    return {
        choice
        for task in entries.values()
        for outcome in process.outcomes_of(task)
        for choice in look_ahead(process, task, outcome).stuck_at
    }


def _feeders(process: Process) -> dict[str, list[Activity]]:
    """Choice → the starts, events and tasks from which one comes to it without another wait, itself among them where
    it is a task that chooses."""
    found: dict[str, list[Activity]] = {}
    for activity in process.activities.values():
        if _begins_a_way(process, activity):
            for choice in passed_behind(process, activity.id):
                found.setdefault(choice.id, []).append(activity)
    return found


def _begins_a_way(process: Process, activity: Activity) -> bool:
    if activity.kind is Kind.START:
        return not activity.scope or process.activities[activity.scope].by_event
    if activity.kind.is_scope:
        return process.start_of(activity.id) is None
    return not activity.is_passed and activity.kind is not Kind.END
