"""Every error that is thrown is caught, and what is caught can be thrown."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.process.catching import can_be_caught, catcher_of
from tongban.core.process.checks.rules import Finding, Rule
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Process
from tongban.core.text import Text

_UNCAUGHT = Rule(
    Text("這個錯誤沒有任何地方接住，案件會停在這裡。", "Nothing catches this error; the case would stop here."),
    Text(
        "請在外層子流程加上同代碼的錯誤邊界事件，或改用一般結束。",
        "Put an error event with its code on the sub-process around it, or use a plain end.",
    ),
)
_NEVER_THROWN = Rule(
    Text("裡面沒有任何地方會發生這個錯誤或升級事件。", "Nothing inside throws this error or escalation."),
    Text("請檢查代碼，或刪去這個事件。", "Check its code, or remove the event."),
)


def check_throwing(process: Process, activity: Activity) -> Iterator[Finding]:
    trigger = activity.event.trigger
    if not trigger.goes_outward:
        return
    if activity.kind is Kind.END and trigger is Trigger.ERROR and catcher_of(process, activity) is None:
        yield activity.id, _UNCAUGHT
    if activity.kind in (Kind.BOUNDARY, Kind.START) and not can_be_caught(process, activity):
        yield activity.id, _NEVER_THROWN
