"""Events wait for something that can come, at a place where it can be waited for."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.process.checks.rules import Finding, Rule
from tongban.core.process.engine.timers import unreadable
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Process
from tongban.core.text import Text

_WAITS = frozenset((Kind.CATCH, Kind.BOUNDARY, Kind.RECEIVE))
_NAMED = frozenset((Trigger.MESSAGE, Trigger.SIGNAL))
_AWAITED = frozenset((Trigger.MESSAGE, Trigger.SIGNAL, Trigger.TIMER, Trigger.CONDITIONAL))

_INTO_START = Rule(
    Text("流程線不能回到開始事件。", "No flow may lead into a start event."),
    Text("請接到開始之後的活動。", "Lead it to the activity after the start."),
)
_OUT_OF_END = Rule(
    Text("結束事件之後不能再有流程線。", "No flow may lead out of an end event."),
    Text("請刪去流程線。", "Remove the flow."),
)
_INTO_BOUNDARY = Rule(
    Text("流程線不能進入邊界事件。", "No flow may lead into a boundary event."),
    Text("請接到活動本身。", "Lead it to the activity itself."),
)
_ON_NOTHING = Rule(
    Text("邊界事件只能附在工作或子流程上。", "A boundary event stands on a task or a sub-process only."),
    Text("請把它附到會等候的活動上。", "Attach it to an activity that takes time."),
)
_ON_PASSED = Rule(
    Text("這個活動一到就完成，邊界事件永遠不會發生。", "The activity is done at once; the event can never come."),
    Text("請把它附到會等候的活動上。", "Attach it to an activity that takes time."),
)
_NO_NAME = Rule(
    Text("沒有指定等候的訊息或訊號。", "It does not say which message or signal it waits for."),
    Text("請選擇訊息或訊號並填寫名稱。", "Choose a message or signal that has a name."),
)
_NO_CONDITION = Rule(
    Text("條件事件沒有條件。", "The conditional event has no condition."),
    Text("請填寫 FEEL 條件。", "Fill in a condition in FEEL."),
)
_NO_TIMER = Rule(
    Text("計時事件沒有時間。", "The timer event has no time."),
    Text("請填寫日期、期間或週期，例如 P3D。", "Fill in a date, a duration or a cycle, such as P3D."),
)
_WRITE_TIME = Text("請用 ISO 8601 的寫法，例如 P3D。", "Write it in ISO 8601, such as P3D.")
_ONE_EVENT = Rule(
    Text("事件閘道之後至少要有兩個事件。", "An event-based gateway leads to two events or more."),
    Text("請再接一個事件，或刪去閘道。", "Add an event, or remove the gateway."),
)
_NO_EVENT = Rule(
    Text(
        "事件閘道之後只能直接接等候的事件或接收工作，且不經其他路徑進入。",
        "Behind an event-based gateway stand only events that wait and receive tasks, with no other way into them.",
    ),
    Text("請在閘道之後放訊息、計時、訊號或條件事件。", "Put a message, timer, signal or conditional event there."),
)
_NO_PARTNER = Rule(
    Text("連結沒有同名的另一端。", "The link has no other end of the same name."),
    Text("請在同一層畫出同名的連結事件。", "Draw the link event of the same name in the same scope."),
)
_TWO_PARTNERS = Rule(
    Text("連結有一個以上的同名目的地。", "There is more than one link of this name to go to."),
    Text("請為每個目的地取不同的名稱。", "Give each its own name."),
)
_LINK_FLOW = Rule(
    Text("連結的另一端代替流程線，這裡不能再接。", "A link stands for a flow; none may be drawn here as well."),
    Text("請刪去流程線。", "Remove the flow."),
)


def check_event(process: Process, activity: Activity) -> Iterator[Finding]:
    if activity.kind is Kind.START and activity.incoming:
        yield activity.id, _INTO_START
    if activity.kind is Kind.END and activity.outgoing:
        yield activity.id, _OUT_OF_END
    if activity.kind is Kind.BOUNDARY:
        yield from _boundary(process, activity)
    if activity.kind is Kind.EVENT_BASED:
        yield from _event_gateway(process, activity)
    if activity.event.trigger is Trigger.LINK:
        yield from _link(process, activity)
    if _waits(process, activity):
        yield from _awaited(activity)


def _waits(process: Process, activity: Activity) -> bool:
    """A start of the process itself is begun from outside, whatever it says."""
    return activity.kind in _WAITS or (activity.kind is Kind.START and activity.scope != "")


def _boundary(process: Process, event: Activity) -> Iterator[Finding]:
    host = process.activities.get(event.attached_to)
    if event.incoming:
        yield event.id, _INTO_BOUNDARY
    if host and (host.kind.is_gateway or host.kind.is_event):
        yield event.id, _ON_NOTHING
    elif host and host.kind.is_passed:
        yield event.id, _ON_PASSED


def _event_gateway(process: Process, gateway: Activity) -> Iterator[Finding]:
    if len(gateway.outgoing) < 2:
        yield gateway.id, _ONE_EVENT
    for target in map(process.activities.__getitem__, process.after(gateway.id)):
        is_event = target.kind is Kind.RECEIVE or (target.kind is Kind.CATCH and target.event.trigger in _AWAITED)
        if not is_event or len(target.incoming) > 1 or target.loop or process.boundaries.get(target.id):
            yield target.id, _NO_EVENT


def _link(process: Process, link: Activity) -> Iterator[Finding]:
    others = [process.activities[id] for id in process.inside[link.scope]]
    partners = [one for one in others if one.event == link.event and one.kind is not link.kind]
    if not partners:
        yield link.id, _NO_PARTNER
    if link.kind is Kind.THROW and len(partners) > 1:
        yield link.id, _TWO_PARTNERS
    if link.outgoing if link.kind is Kind.THROW else link.incoming:
        yield link.id, _LINK_FLOW


def _awaited(activity: Activity) -> Iterator[Finding]:
    event = activity.event
    if not event.name and (event.trigger in _NAMED or activity.kind is Kind.RECEIVE):
        yield activity.id, _NO_NAME
    if event.trigger is Trigger.CONDITIONAL and event.condition is None:
        yield activity.id, _NO_CONDITION
    if event.trigger is Trigger.TIMER:
        why = unreadable(event.timer) if event.timer else None
        if event.timer is None:
            yield activity.id, _NO_TIMER
        elif why:
            yield activity.id, Rule(why, _WRITE_TIME)
