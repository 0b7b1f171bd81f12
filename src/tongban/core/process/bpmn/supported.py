"""Which elements of a drawing nothing here can carry out: each is a fault at its id, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tongban.core.process.bpmn.drawn import Document, Element
from tongban.core.process.bpmn.tags import BESIDE_NODES, CHOREOGRAPHIES, EVENTS, NODES, SUB_PROCESSES, is_reference
from tongban.core.process.bpmn.xml import is_false, is_true, unprefixed
from tongban.core.process.findings import Findings
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.text import Text


class Refusal(NamedTuple):
    text: Text
    remedy: Text


_CHOREOGRAPHY = Refusal(
    Text("不支援編舞圖（choreography）。", "Choreographies are not supported."),
    Text("請改畫流程（process）；機關之間的往來用訊息流表示。", "Draw a process; show the exchange as message flows."),
)
UNSUPPORTED = {
    "transaction": Refusal(
        Text("不支援交易子流程（transaction）。", "Transactions are not supported."),
        Text("請改用一般子流程。", "Use an ordinary sub-process."),
    ),
    "complexGateway": Refusal(
        Text("不支援複雜閘道（complexGateway）。", "Complex gateways are not supported."),
        Text("請改用排他、平行或包容閘道。", "Use exclusive, parallel or inclusive gateways."),
    ),
    "choreography": _CHOREOGRAPHY,
    "globalChoreographyTask": _CHOREOGRAPHY,
    "choreographyTask": _CHOREOGRAPHY,
    "subChoreography": _CHOREOGRAPHY,
    "callChoreography": _CHOREOGRAPHY,
}
"""Elements refused wherever they stand."""

_COMPENSATION = Refusal(
    Text("不支援補償（compensation）。", "Compensation is not supported."),
    Text("請把回復的步驟畫成一般的工作。", "Draw the steps that undo it as ordinary tasks."),
)
_CANCEL = Refusal(
    Text("不支援取消事件，它屬於交易子流程。", "Cancel events, which belong to transactions, are not supported."),
    Text("請改用錯誤事件或升級事件。", "Use an error or escalation event."),
)
TRIGGERS_REFUSED = {"compensateEventDefinition": _COMPENSATION, "cancelEventDefinition": _CANCEL}

_SEVERAL = Refusal(
    Text("不支援有多種觸發方式的事件。", "Events with more than one trigger are not supported."),
    Text("請分成數個事件，各有一種觸發方式。", "Split it into several events with one trigger each."),
)
_INSTANTIATES = Refusal(
    Text("不支援由這個元素開始流程（instantiate）。", "Starting the process here (instantiate) is not supported."),
    Text("請在前面畫開始事件。", "Draw a start event before it."),
)
_PARALLEL_EVENTS = Refusal(
    Text("不支援平行的事件閘道。", "Parallel event-based gateways are not supported."),
    Text("請改用平行閘道接數個事件。", "Use a parallel gateway that leads to several events."),
)
_COMPLEX_ROUNDS = Refusal(
    Text("不支援多重實例在各輪丟出事件（behavior）。", "Events thrown by rounds (behavior) are not supported."),
    Text("請選 All，並在活動之後畫丟出事件。", "Choose All, and draw a throwing event behind the activity."),
)
_ALWAYS_INTERRUPTS = Refusal(
    Text("錯誤事件一定會中斷，不能設為不中斷。", "An error always interrupts; it cannot be non-interrupting."),
    Text("請改為中斷，或改用升級事件。", "Make it interrupting, or use an escalation event."),
)

_WAITED_FOR = frozenset((Trigger.MESSAGE, Trigger.TIMER, Trigger.CONDITIONAL, Trigger.SIGNAL))
_BORDER = _WAITED_FOR | {Trigger.ERROR, Trigger.ESCALATION}
_THROWN = frozenset((Trigger.NONE, Trigger.MESSAGE, Trigger.SIGNAL, Trigger.ESCALATION))
_EVENT_START = "startEvent of an event sub-process"
_INNER_START = "startEvent of a sub-process"
TRIGGERS = {
    Kind.START.value: _WAITED_FOR | {Trigger.NONE},
    _INNER_START: frozenset((Trigger.NONE,)),
    _EVENT_START: _BORDER,
    Kind.CATCH.value: _WAITED_FOR | {Trigger.LINK},
    Kind.THROW.value: _THROWN | {Trigger.LINK},
    Kind.BOUNDARY.value: _BORDER,
    Kind.END.value: _THROWN | {Trigger.ERROR, Trigger.TERMINATE},
}
"""Place of an event → what it may wait for or bring about there (BPMN 2.0.2, tables 10.84 to 10.93)."""


def refuse_unsupported(document: Document, findings: Findings) -> None:
    """Add a fault for each element that is not supported, in the order of the file."""
    for element in document.elements:
        for refusal in dict.fromkeys(_refusals(document, element)):
            findings.add(element.place, *refusal)


def _refusals(document: Document, element: Element) -> Iterator[Refusal]:
    if element.tag in UNSUPPORTED:
        yield UNSUPPORTED[element.tag]
    if element.tag in EVENTS:
        yield from _of_event(document, element)
    if is_true(element.attributes.get("isForCompensation")):
        yield _COMPENSATION
    if is_true(element.attributes.get("instantiate")):
        yield _INSTANTIATES
    if element.attributes.get("eventGatewayType") == "Parallel":
        yield _PARALLEL_EVENTS
    if any(one.attributes.get("behavior", "All") != "All" for one in _loops(document, element)):
        yield _COMPLEX_ROUNDS
    if _is_unknown(document, element):
        yield Refusal(
            Text(f"不認得這裡的元素 {element.tag}。", f"The element {element.tag} is not known here."),
            Text("請用 BPMN 2.0 的元素重畫。", "Draw it with elements of BPMN 2.0."),
        )


def _of_event(document: Document, event: Element) -> Iterator[Refusal]:
    tags = triggers_of(document, event)
    refused = [TRIGGERS_REFUSED[tag] for tag in tags if tag in TRIGGERS_REFUSED]
    yield from refused
    if len(tags) > 1 or is_true(event.attributes.get("parallelMultiple")):
        yield _SEVERAL
    elif not refused:
        tag = tags[0] if tags else Trigger.NONE.value
        place = _place_of(document, event)
        if tag not in TRIGGERS[place]:
            yield _misplaced(place, tag)
        if tag == Trigger.ERROR and any(map(is_false, map(event.attributes.get, ("cancelActivity", "isInterrupting")))):
            yield _ALWAYS_INTERRUPTS


def triggers_of(document: Document, event: Element) -> list[str]:
    """The tags of its event definitions, of those at the top of the file that it refers to as well."""
    own = [part.tag for part in document.children.get(event.number, ()) if part.tag.endswith("EventDefinition")]
    named = [document.by_id.get(unprefixed(id)) for id in document.named(event, "eventDefinitionRef")]
    return own + [one.tag for one in named if one is not None]


def _place_of(document: Document, event: Element) -> str:
    holder = None if event.holder is None else document.elements[event.holder]
    if event.tag != Kind.START or holder is None or holder.tag not in SUB_PROCESSES:
        return event.tag
    return _EVENT_START if is_true(holder.attributes.get("triggeredByEvent")) else _INNER_START


def _misplaced(place: str, tag: str) -> Refusal:
    allowed = [trigger.value.removesuffix("EventDefinition") for trigger in Trigger if trigger in TRIGGERS[place]]
    return Refusal(
        Text(f"{place} 不能是 {tag}。", f"A {place} cannot be {tag}."),
        Text(f"這裡可用：{'、'.join(allowed)}。", f"Possible here: {', '.join(allowed)}."),
    )


def _loops(document: Document, element: Element) -> list[Element]:
    parts = document.children.get(element.number, ())
    return [part for part in parts if part.tag == "multiInstanceLoopCharacteristics"]


def _is_unknown(document: Document, element: Element) -> bool:
    """Something in a process that is no element of BPMN 2.0, or a step outside of any process: nobody can say what it
    would do."""
    holder = None if element.holder is None else document.elements[element.holder]
    if holder is None or (holder.tag != "process" and holder.tag not in SUB_PROCESSES):
        return element.tag in NODES and (holder is None or holder.tag not in CHOREOGRAPHIES)
    return element.tag not in NODES | BESIDE_NODES and not is_reference(element.tag)
