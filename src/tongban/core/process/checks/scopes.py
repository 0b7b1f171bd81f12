"""Sub-processes have a beginning of the right kind, and only what their kind allows."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.process.checks.rules import Finding, Rule
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, Process
from tongban.core.text import Text

_NO_START = Rule(
    Text("子流程裡沒有開始事件。", "The sub-process has no start event."),
    Text("請在子流程裡加上一個一般開始事件。", "Add a plain start event inside."),
)
_MORE_STARTS = Rule(
    Text("子流程裡有一個以上的開始事件。", "The sub-process has more than one start event."),
    Text("請只留一個。", "Keep one."),
)
_EVENT_FLOWS = Rule(
    Text(
        "事件子流程由事件開始，不能有流程線或邊界事件。",
        "An event sub-process begins by its event; no flow and no boundary event belongs to it.",
    ),
    Text("請刪去流程線與邊界事件。", "Remove the flows and boundary events."),
)
_NOTHING_TO_DO = Rule(
    Text("可自由安排的子流程裡，沒有可以開始的活動。", "Nothing in the ad-hoc sub-process can be begun."),
    Text("請放入至少一個沒有流程線進入的活動。", "Put in an activity that no flow leads into."),
)
_START_AT_WILL = Rule(
    Text("可自由安排的子流程不能有開始或結束事件。", "An ad-hoc sub-process may have neither start nor end events."),
    Text("請刪去它；辦理的人自行選擇先後。", "Remove it; those who do the work choose the order."),
)


def check_scope(process: Process, activity: Activity) -> Iterator[Finding]:
    if not activity.kind.is_scope:
        return
    inside = [process.activities[id] for id in process.inside[activity.id]]
    starts = [one for one in inside if one.kind is Kind.START]
    if activity.kind is Kind.AD_HOC:
        yield from _at_will(activity, inside)
    elif not starts and (inside or activity.kind is not Kind.CALL):
        yield activity.id, _NO_START
    else:
        yield from ((extra.id, _MORE_STARTS) for extra in starts[1:])
    if activity.by_event and (activity.incoming or activity.outgoing or process.boundaries.get(activity.id)):
        yield activity.id, _EVENT_FLOWS


def _at_will(scope: Activity, inside: list[Activity]) -> Iterator[Finding]:
    for one in inside:
        if one.kind in (Kind.START, Kind.END):
            yield one.id, _START_AT_WILL
    if not any(can_be_begun(one) for one in inside):
        yield scope.id, _NOTHING_TO_DO


def can_be_begun(activity: Activity) -> bool:
    """In an ad-hoc sub-process people begin what nothing leads to."""
    return not (activity.incoming or activity.by_event or activity.kind in (Kind.BOUNDARY, Kind.START, Kind.END))
