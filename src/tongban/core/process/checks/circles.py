"""Loops that nobody and nothing holds up: once taken, such a way round is never left."""

from __future__ import annotations

from tongban.core.process.findings import Findings
from tongban.core.process.graph import circles
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, LoopKind, Process
from tongban.core.process.outcomes import steps
from tongban.core.text import Text


def check_circles(process: Process, findings: Findings) -> None:
    """Nothing changes between gateways, and a table asked the same says the same. Only a script that writes what a
    condition asks for may end a loop by itself."""
    asked = frozenset(name for _, condition in process.conditions() for name in condition.names)
    passed = [one.id for one in process.activities.values() if _holds_nobody_up(process, one, asked)]
    for id in circles(passed, lambda id: _next(process, id)):
        findings.add(
            id,
            Text(
                "這裡的迴圈可能沒有經過任何待辦、計時或等候，會無止境地繞。",
                "A loop through it meets no task, timer or wait and never ends.",
            ),
            Text("請在迴圈中放一個使用者工作或計時事件。", "Put a user task or a timer into the loop."),
        )


def _holds_nobody_up(process: Process, activity: Activity, asked: frozenset[str]) -> bool:
    if activity.kind is Kind.SCRIPT and activity.result in asked:
        return False
    if activity.event.trigger.goes_outward:  # thrown or caught, it happens within the step
        return True
    is_walked_through = activity.kind.is_scope and process.start_of(activity.id) is not None
    return activity.is_passed or is_walked_through or _may_be_skipped(activity)


def _may_be_skipped(activity: Activity) -> bool:
    """Of what is done as often as something says, it may be no time at all."""
    loop = activity.loop
    if loop is None:
        return False
    if loop.kind is LoopKind.REPEAT:
        return loop.first_asked
    return not (loop.times and not loop.times.names and loop.times.evaluate({}))


def _next(process: Process, id: str) -> list[str]:
    activity = process.activities[id]
    passed = [one for _, leaves in steps(process, activity, process.ways_from(id)) for one in leaves]
    return passed + [one for one in process.after(id) if _may_be_skipped(process.activities[one])]
