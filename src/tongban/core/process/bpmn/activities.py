"""A node of the drawing → an activity that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from tongban.core.process.bpmn.assignment import check_result, read_assignment, read_rule_task
from tongban.core.process.bpmn.dialects import refuse_behaviour
from tongban.core.process.bpmn.events import read_event
from tongban.core.process.bpmn.loops import read_loop
from tongban.core.process.bpmn.mappings import read_mappings, read_script
from tongban.core.process.bpmn.reading import CONDITION, Reading, extended, extensions
from tongban.core.process.bpmn.xml import is_false, is_true, local, parts, plain_text, unprefixed, within
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity
from tongban.core.text import Text

_COMPUTED = ("assignment", "transformation")
_PEOPLE = ("performer", "humanPerformer")


def read_activity(element: etree._Element, scope: str, lanes: Mapping[str, str], reading: Reading) -> Activity:
    kind = Kind(local(element))
    _refuse(element, reading)
    inputs, outputs = read_mappings(element, reading)
    return Activity(
        id=element.get("id", ""),
        name=element.get("name", ""),
        kind=kind,
        scope=scope,
        default=element.get("default") or None,
        documentation="\n".join(filter(None, map(plain_text, parts(element, "documentation")))),
        loop=read_loop(element, reading),
        inputs=inputs,
        outputs=outputs,
        **_particulars(element, kind, lanes, reading),
    )


def _particulars(element: etree._Element, kind: Kind, lanes: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """What only this kind has."""
    if kind.is_for_people:
        return read_assignment(element, lanes, reading)._asdict()
    if kind is Kind.BUSINESS_RULE:
        return read_rule_task(element, reading)._asdict()
    if kind is Kind.SCRIPT:
        script, result = read_script(element, reading)
        check_result(result, element, reading)
        return {"script": script, "result": result}
    if kind is Kind.SERVICE:
        return {"topic": _topic(element, reading)}
    if kind is Kind.CALL:
        return {"called": _called(element, reading)}
    if kind is Kind.SUB_PROCESS:
        return {"by_event": is_true(element.get("triggeredByEvent"))}
    if kind is Kind.AD_HOC:
        return _at_will(element, reading)
    if kind.is_event or kind in (Kind.SEND, Kind.RECEIVE):
        return _eventual(element, kind, reading)
    return {}


def _eventual(element: etree._Element, kind: Kind, reading: Reading) -> dict[str, Any]:
    stays = is_false(element.get("cancelActivity")) or is_false(element.get("isInterrupting"))
    host = element.get("attachedToRef", "")
    return {
        "event": read_event(element, kind, reading),
        "attached_to": host if host in reading.by_id else unprefixed(host),
        "interrupting": not stays,
    }


def _topic(element: etree._Element, reading: Reading) -> str:
    said = [extended(element, "topic"), *(one.get("type", "") for one in extensions(element, "taskDefinition"))]
    return reading.constant(element, next(filter(None, said), ""))


def _called(element: etree._Element, reading: Reading) -> str:
    """The process a call activity names. A task of the file itself, kept for several processes, cannot be called."""
    said = [one.get("processId", "") for one in extensions(element, "calledElement")]
    called = reading.constant(element, next(filter(None, [*said, element.get("calledElement", "")]), ""))
    found = reading.named(called)
    if found is not None and local(found).startswith("global"):
        reading.fault(
            element,
            Text("不支援呼叫全域工作。", "Calling a global task is not supported."),
            Text("請把工作直接畫在這裡，或呼叫流程。", "Draw the task here, or call a process."),
        )
    return called if called in reading.by_id else unprefixed(called)


def _at_will(element: etree._Element, reading: Reading) -> dict[str, Any]:
    said = next(iter(parts(element, "completionCondition")), None)
    language = "" if said is None else said.get("language", "")
    return {
        "until": reading.formula(element, plain_text(said), CONDITION, language),
        "one_at_a_time": element.get("ordering") == "Sequential",
        "cancels_rest": not is_false(element.get("cancelRemainingInstances")),
    }


def _refuse(element: etree._Element, reading: Reading) -> None:
    """Settings that would have to be carried out and are not."""
    refuse_behaviour(element, element, reading)
    for part in parts(element):
        if local(part).endswith("Characteristics") or local(part).endswith("EventDefinition"):
            refuse_behaviour(part, element, reading)
        named = [local(part)] if local(part) in _PEOPLE else []
        if local(part).startswith("data"):
            named += [local(inner) for inner in within(part) if local(inner) in _COMPUTED]
        for name in named:
            reading.fault(
                element,
                Text(f"{local(element)} 不支援 {name}。", f"{local(element)} with {name} is not supported."),
                Text("請在繪圖工具中移除這項設定。", "Remove it in the modeler."),
            )
