"""Whether a process that was read can be run: every node on a way from start to end, every choice decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tongban.core.process.checks.choices import check_choices
from tongban.core.process.checks.soundness import check_soundness
from tongban.core.process.findings import Findings
from tongban.core.process.graph import circles, reached
from tongban.core.process.model import Activity, Kind, Process
from tongban.core.text import Text


def check(process: Process, starts: Sequence[str], ways: Sequence[tuple[str, str]], findings: Findings) -> None:
    """Add what is wrong. `ways` are those that are drawn: what hangs behind a refused element is not lost, and a
    second fault about it would mislead."""
    for activity in process.activities.values():
        _check_shape(activity, findings)
    check_choices(process, ways, findings)
    _check_ways(process, starts, ways, findings)
    _check_circles(process, findings)
    if not findings.faults:
        check_soundness(process, findings)


def _check_shape(activity: Activity, findings: Findings) -> None:
    if activity.kind is Kind.START and activity.incoming:
        findings.add(
            activity.id,
            Text("流程線不能回到開始事件。", "No flow may lead into a start event."),
            Text("請接到開始之後的活動。", "Lead it to the activity after the start."),
        )
    if activity.kind is Kind.END and activity.outgoing:
        findings.add(
            activity.id,
            Text("結束事件之後不能再有流程線。", "No flow may lead out of an end event."),
            Text("請刪去流程線。", "Remove the flow."),
        )
    if activity.kind in (Kind.START, Kind.USER_TASK, Kind.BUSINESS_RULE) and len(activity.outgoing) > 1:
        findings.add(
            activity.id,
            Text("有一條以上的流程線從這裡出去。", "More than one flow leaves it."),
            Text(
                "請在後面放排他閘道（擇一）或平行閘道（並行）。",
                "Put an exclusive (one of them) or parallel (all of them) gateway behind it.",
            ),
        )


def _check_ways(process: Process, starts: Sequence[str], ways: Sequence[tuple[str, str]], findings: Findings) -> None:
    after: defaultdict[str, list[str]] = defaultdict(list)
    before: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in ways:
        after[source].append(target)
        before[target].append(source)
    reachable = set(reached(starts, after.__getitem__))
    for id in process.activities:
        if id not in reachable:
            findings.add(
                id,
                Text("從開始走不到這裡。", "It cannot be reached from the start."),
                Text("請接上流程線，或刪去它。", "Connect it, or remove it."),
            )
    ends = [activity.id for activity in process.activities.values() if activity.kind is Kind.END]
    if not ends:
        findings.add(
            process.id,
            Text("流程沒有結束事件。", "The process has no end event."),
            Text("請加上一個一般結束事件。", "Add a plain end event."),
        )
        return
    can_end = set(reached(ends, before.__getitem__))
    for id in process.activities:
        if id not in can_end:
            findings.add(
                id,
                Text("從這裡走不到結束。", "No end can be reached from it."),
                Text("請接到結束事件。", "Connect it to an end event."),
            )


def _check_circles(process: Process, findings: Findings) -> None:
    """Nothing changes between gateways, and a table asked the same says the same: a way round without a user task is
    never left once it is taken."""
    passed = [activity.id for activity in process.activities.values() if activity.kind.is_passed]
    for id in circles(passed, process.after):
        findings.add(
            id,
            Text("這裡的迴圈沒有經過任何待辦，會無止境地繞。", "A loop through it meets no user task and never ends."),
            Text("請在迴圈中放一個使用者工作。", "Put a user task into the loop."),
        )
