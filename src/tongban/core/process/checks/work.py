"""Work is given to somebody, under a name, and as often as the drawing says."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.process.checks.rules import Finding, Rule
from tongban.core.process.engine.timers import unreadable
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, LoopKind, Process
from tongban.core.text import Text

_NOBODY = Rule(
    Text("待辦沒有指定由誰辦理。", "The task names nobody who may do it."),
    Text("請填寫候選群組，例如 handler。", "Fill in its candidate groups, for example handler."),
)
_NAMELESS = Rule(
    Text("待辦沒有名稱，承辦人在清單上看不出要做什麼。", "The task has no name; nobody would know what is to be done."),
    Text("請填寫名稱，例如「書面審查」。", "Name it by what is done, for example “Review the papers”."),
)
_NO_TOPIC = Rule(
    Text("服務工作沒有指定由哪個程式處理。", "The service task does not say which kind of work it is."),
    Text("請填寫 topic（或 task type）。", "Fill in its topic (or task type)."),
)
_CALLS_NOTHING = Rule(
    Text("呼叫活動沒有指定要呼叫的流程。", "The call activity names no process."),
    Text("請填寫要呼叫的流程 id。", "Fill in the id of the process to call."),
)
_NO_NUMBER = Rule(
    Text("多重實例沒有說明要做幾次。", "It is done several times, but nothing says how often."),
    Text("請填寫次數，或要逐一處理的清單。", "Fill in a number, or the list to go through."),
)
_NO_AGAIN = Rule(
    Text("重複的工作沒有說明何時再做一次。", "It is repeated, but nothing says when to do it again."),
    Text("請填寫重複的條件。", "Fill in the condition for doing it again."),
)
_WRITE_TIME = Text("請用 ISO 8601 的寫法，例如 P3D。", "Write it in ISO 8601, such as P3D.")


def check_work(process: Process, activity: Activity) -> Iterator[Finding]:
    if activity.kind.is_for_people:
        yield from _for_people(activity)
    if activity.kind is Kind.SERVICE and not activity.topic:
        yield activity.id, _NO_TOPIC
    if activity.kind is Kind.CALL and not activity.called and not process.inside[activity.id]:
        yield activity.id, _CALLS_NOTHING
    if activity.loop:
        yield from _rounds(activity)


def _for_people(task: Activity) -> Iterator[Finding]:
    if not task.groups and task.assignment is None:
        yield task.id, _NOBODY
    if not task.name.strip():
        yield task.id, _NAMELESS
    why = unreadable(task.due) if task.due else None
    if why:
        yield task.id, Rule(why, _WRITE_TIME)


def _rounds(activity: Activity) -> Iterator[Finding]:
    loop = activity.loop
    assert loop is not None
    if loop.kind is LoopKind.REPEAT:
        if loop.again is None:
            yield activity.id, _NO_AGAIN
    elif loop.times is None and loop.over is None:
        yield activity.id, _NO_NUMBER
