"""A drawing as BPMN 2.0 XML, in the dialect of either engine: expressions in FEEL or in Python, all else alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.conformance.bpmn_spiff.drawing import PEOPLE, PROCESS, Asked, Drawing, Event, Flow, Loop, Node, Script

WALKED = "case"
MOMENT = "PT1H"
ROUNDS = "R2/PT1H"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:walks">'
)
_BY_MESSAGE = ("receiveTask", "sendTask")
_COMPARED = {"=": "==", "<": "<", ">=": ">="}
_NAMED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


class Dialect(NamedTuple):
    """How an engine wants a condition, a script task's inside and the text of a timer."""

    test: Callable[[Asked], str]
    script: Callable[[Script], str]
    timer: Callable[[str], str]


def _our_script(script: Script) -> str:
    formula = f"= {script.name} + {script.added}"
    return f'<extensionElements><zeebe:script expression="{formula}" resultVariable="{script.result}"/></extensionElements>'


FEEL = Dialect(lambda test: f"= {test.name} {test.operator} {test.number}", _our_script, lambda text: text)
PYTHON = Dialect(
    lambda test: f"{test.name} {_COMPARED[test.operator]} {test.number}",
    lambda script: f"<script>{script.result} = {script.name} + {script.added}</script>",
    lambda text: f'"{text}"',
)


def write(drawing: Drawing, dialect: Dialect) -> dict[str, bytes]:
    """Process id → a file with that process alone; WALKED is the one that is begun."""
    return {id or WALKED: _file(drawing, id, dialect) for id in ("", *drawing.processes())}


def _file(drawing: Drawing, process: str, dialect: Dialect) -> bytes:
    body = _inside(drawing, process, dialect)
    id = process or WALKED
    said = f'<process id="{id}" name="{id}" isExecutable="true">{body}</process>'
    return f"{_HEAD}{_roots(drawing)}{said}</definitions>".encode()


def _roots(drawing: Drawing) -> str:
    events = dict.fromkeys(n.event for n in drawing.nodes if n.event and n.event.trigger in _NAMED)
    return "".join(
        f'<{e.trigger} id="{_root(e)}" name="{e.name}"' + (f' {key}="{e.name}"/>' if key != "name" else "/>")
        for e in events
        for key in [_NAMED[e.trigger]]
    )


def _root(event: Event) -> str:
    return f"{event.trigger}_{event.name}"


def _inside(drawing: Drawing, scope: str, dialect: Dialect) -> str:
    nodes = [node for node in drawing.inside(scope) if node.kind != PROCESS]
    ids = {node.id for node in nodes}
    flows = [_flow(flow, dialect) for flow in drawing.flows if flow.source in ids]
    return "".join([_node(drawing, node, dialect) for node in nodes] + flows)


def _flow(flow: Flow, dialect: Dialect) -> str:
    asked = ""
    if flow.test:
        asked = (
            f'<conditionExpression xsi:type="tFormalExpression">{escape(dialect.test(flow.test))}</conditionExpression>'
        )
    return f'<sequenceFlow id="{flow.id}" sourceRef="{flow.source}" targetRef="{flow.target}">{asked}</sequenceFlow>'


def _node(drawing: Drawing, node: Node, dialect: Dialect) -> str:
    attributes = {"id": node.id, "name": node.id, "default": node.default, "calledElement": node.called}
    attributes |= {"attachedToRef": node.attached_to}
    if node.attached_to and not node.interrupting:
        attributes["cancelActivity"] = "false"
    if node.kind in PEOPLE:
        attributes["camunda:candidateGroups"] = "handler"
    if node.kind in _BY_MESSAGE and node.event:
        attributes["messageRef"] = _root(node.event)
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items() if value)
    return f"<{node.kind} {said}>{''.join(_parts(drawing, node, dialect))}</{node.kind}>"


def _parts(drawing: Drawing, node: Node, dialect: Dialect) -> list[str]:
    """What is said inside the element, in the order that the schema wants."""
    script = dialect.script(node.script) if node.script else ""
    extends = script.startswith("<extensionElements")
    return [
        script if extends else "",
        *(f"<incoming>{flow.id}</incoming>" for flow in drawing.into(node.id)),
        *(f"<outgoing>{flow.id}</outgoing>" for flow in drawing.out_of(node.id)),
        _loop(node.loop, dialect) if node.loop else "",
        "" if extends else script,
        _inside(drawing, node.id, dialect) if node.kind == "subProcess" else "",
        _event(node.event, dialect) if node.event and node.kind not in _BY_MESSAGE else "",
    ]


def _event(event: Event, dialect: Dialect) -> str:
    if event.trigger in ("timer", "cycle"):
        tag, text = ("timeDuration", MOMENT) if event.trigger == "timer" else ("timeCycle", ROUNDS)
        said = f'<{tag} xsi:type="tFormalExpression">{dialect.timer(text)}</{tag}>'
        return f"<timerEventDefinition>{said}</timerEventDefinition>"
    named = f' {event.trigger}Ref="{_root(event)}"' if event.name else ""
    return f"<{event.trigger}EventDefinition{named}/>"


def _loop(loop: Loop, dialect: Dialect) -> str:
    if loop.kind == "repeat":
        again = f"<loopCondition>{escape(dialect.test(loop.again))}</loopCondition>" if loop.again else ""
        first = ' testBefore="true"' if loop.first_asked else ""
        return f'<standardLoopCharacteristics loopMaximum="{loop.times}"{first}>{again}</standardLoopCharacteristics>'
    until = f"<completionCondition>{escape(dialect.test(loop.until))}</completionCondition>" if loop.until else ""
    sequential = "true" if loop.kind == "sequential" else "false"
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<loopCardinality>{loop.times}</loopCardinality>{until}</multiInstanceLoopCharacteristics>"
    )
