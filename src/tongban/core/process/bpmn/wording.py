"""Kinds, settings and values of a process in the words of the studio."""

from __future__ import annotations

from tongban.core.calendar import Limit
from tongban.core.decisions import Expression
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Assigned, Event, Loop, LoopKind, Timer
from tongban.core.text import Text

KINDS = {
    Kind.START: Text("開始事件", "Start event"),
    Kind.END: Text("結束事件", "End event"),
    Kind.CATCH: Text("等待事件", "Catching event"),
    Kind.THROW: Text("發出事件", "Throwing event"),
    Kind.BOUNDARY: Text("邊界事件", "Boundary event"),
    Kind.TASK: Text("工作", "Task"),
    Kind.USER_TASK: Text("待辦", "User task"),
    Kind.MANUAL: Text("人工作業", "Manual task"),
    Kind.SERVICE: Text("系統工作", "Service task"),
    Kind.SEND: Text("發送工作", "Send task"),
    Kind.RECEIVE: Text("接收工作", "Receive task"),
    Kind.SCRIPT: Text("計算工作", "Script task"),
    Kind.BUSINESS_RULE: Text("業務規則工作", "Business rule task"),
    Kind.EXCLUSIVE: Text("排他閘道", "Exclusive gateway"),
    Kind.PARALLEL: Text("平行閘道", "Parallel gateway"),
    Kind.INCLUSIVE: Text("包容閘道", "Inclusive gateway"),
    Kind.EVENT_BASED: Text("事件閘道", "Event-based gateway"),
    Kind.SUB_PROCESS: Text("子流程", "Sub-process"),
    Kind.AD_HOC: Text("自由順序子流程", "Ad-hoc sub-process"),
    Kind.CALL: Text("呼叫流程", "Call activity"),
}
TRIGGERS = {
    Trigger.NONE: Text("一般", "plain"),
    Trigger.TIMER: Text("計時", "timer"),
    Trigger.MESSAGE: Text("訊息", "message"),
    Trigger.SIGNAL: Text("信號", "signal"),
    Trigger.ERROR: Text("錯誤", "error"),
    Trigger.ESCALATION: Text("升級", "escalation"),
    Trigger.CONDITIONAL: Text("條件", "condition"),
    Trigger.LINK: Text("連結", "link"),
    Trigger.TERMINATE: Text("終止", "terminate"),
    Trigger.WORK: Text("系統工作", "work"),
}
ASPECTS = {
    "kind": Text("種類", "kind"),
    "groups": Text("候選群組", "candidate groups"),
    "assignment": Text("指派算式", "assignment"),
    "form": Text("表單", "form"),
    "due": Text("期限", "due date"),
    "decision": Text("決策", "decision"),
    "result": Text("結果變數", "result variable"),
    "script": Text("算式", "formula"),
    "topic": Text("系統工作類型", "kind of work"),
    "called": Text("呼叫的流程", "process called"),
    "event": Text("觸發方式", "trigger"),
    "attached_to": Text("所附的活動", "activity it is attached to"),
    "interrupting": Text("中斷", "interrupting"),
    "by_event": Text("由事件啟動", "begun by an event"),
    "loop": Text("重複", "repetition"),
    "inputs": Text("帶入的變數", "inputs"),
    "outputs": Text("帶出的變數", "outputs"),
    "default": Text("預設流程線", "default flow"),
    "until": Text("完成條件", "completion condition"),
    "one_at_a_time": Text("一次一件", "one at a time"),
    "cancels_rest": Text("完成時取消其餘", "cancels the rest"),
    "scope": Text("所在的子流程", "sub-process it is in"),
    "documentation": Text("說明", "documentation"),
}
"""Settings of an activity; its name is told apart, its flows are told by themselves."""

FLOW_ASPECTS = {
    "source": Text("起點", "source"),
    "target": Text("終點", "target"),
    "condition": Text("條件", "condition"),
}
_LOOPS = {
    LoopKind.PARALLEL: Text("同時", "at once"),
    LoopKind.SEQUENTIAL: Text("逐一", "one after the other"),
    LoopKind.REPEAT: Text("重做", "again"),
}
_NOTHING = Text("無", "none")


def kind_words(kind: Kind) -> Text:
    return KINDS[kind]


def value_words(value: object) -> Text:
    """A setting as a person reads it."""
    if isinstance(value, Kind):
        return KINDS[value]
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Limit):
        return value.text
    if isinstance(value, Timer):
        return value_words(value.limit or value.formula or value.text)
    if isinstance(value, Event):
        return _joined(TRIGGERS[value.trigger], value.name, value.timer, value.condition)
    if isinstance(value, Loop):
        told = (value.times, value.over, value.item, value.results, value.result, value.until, value.again)
        return _joined(_LOOPS[value.kind], *told, str(value.at_most or ""))
    if isinstance(value, tuple):
        words = [value_words(one) for one in value]
        return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words)) if words else _NOTHING
    return _plain(value)


def _plain(value: object) -> Text:
    if isinstance(value, Assigned):
        text = f"{value.name} = {value.formula.text}"
    else:
        text = value.text if isinstance(value, Expression) else str(value or "")
    return Text(text, text) if text else _NOTHING


def _joined(first: Text, *rest: object) -> Text:
    words = [first, *(value_words(one) for one in rest if one)]
    return Text(" ".join(word.zh for word in words), " ".join(word.en for word in words))
