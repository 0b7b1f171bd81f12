"""A process with something of everything, as an official's modeler writes it: read without a fault, linked, begun."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.process.bpmn.parts import HEAD, extended
from tongban.core.calendar import taiwan_calendar
from tongban.core.process import NOT_STARTED, Kind, LoopKind, Start, Trigger, advance, link_calls, read_process

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
CALENDAR = taiwan_calendar(2026, 2027)


def flows(*ways: str) -> str:
    found = []
    for way in ways:
        ends, _, condition = way.partition(" | ")
        source, target = ends.split(" ")
        inner = f"<bpmn:conditionExpression>={condition}</bpmn:conditionExpression>" if condition else ""
        found.append(
            f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
        )
    return "".join(found)


def task(id: str, more: str = "") -> str:
    groups = extended('<zeebe:assignmentDefinition candidateGroups="handler"/>').replace("extension", "bpmn:extension")
    return f'<bpmn:userTask id="{id}" name="{id}">{groups}{more}</bpmn:userTask>'


TOP = '<bpmn:message id="m" name="補件"/><bpmn:error id="r" errorCode="E1"/>'
ASK = (
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=units" '
    'inputElement="unit" outputCollection="replies" outputElement="=outcome"/></bpmn:extensionElements>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)
BODY = (
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="count"><bpmn:extensionElements><zeebe:script expression="=2 * 3" '
    'resultVariable="six"/></bpmn:extensionElements></bpmn:scriptTask>'
    f'<bpmn:subProcess id="ask" name="會辦"><bpmn:startEvent id="as"/>{task("reply", ASK)}<bpmn:endEvent id="ae"/>'
    f'{flows("as reply", "reply ae")}</bpmn:subProcess>'
    '<bpmn:boundaryEvent id="late" attachedToRef="ask" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    "working_days: 3</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    f'{task("remind")}<bpmn:endEvent id="reminded"/><bpmn:inclusiveGateway id="or" default="or-call"/>'
    '<bpmn:callActivity id="call" name="查核"><bpmn:extensionElements><zeebe:calledElement processId="check"/>'
    f'</bpmn:extensionElements></bpmn:callActivity>{task("visit")}<bpmn:inclusiveGateway id="join"/><bpmn:endEvent id="e"/>'
    '<bpmn:subProcess id="aside" triggeredByEvent="true"><bpmn:startEvent id="came" isInterrupting="false">'
    f'<bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>{task("file")}<bpmn:endEvent id="filed"/>'
    f'{flows("came file", "file filed")}</bpmn:subProcess>'
    + flows(
        "s count", "count ask", "ask or", "late remind", "remind reminded", "or call", "or visit | six > 5", "call join",
        "visit join", "join e",
    )
)  # fmt: skip
CHECK = f'<bpmn:startEvent id="cs"/>{task("look")}<bpmn:endEvent id="ce"/>{flows("cs look", "look ce")}'


def drawn(id: str, body: str, top: str = "") -> bytes:
    head = HEAD.replace("<definitions xmlns=", "<bpmn:definitions xmlns:bpmn=")
    return f'{head}{top}<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


def test_a_process_with_something_of_everything_is_read_linked_and_begun() -> None:
    process, faults = read_process(drawn("whole", BODY, TOP), "process.bpmn")
    called, more = read_process(drawn("check", CHECK), "check.bpmn")
    assert [fault.in_("en") for fault in (*faults, *more)] == []
    assert process is not None
    assert called is not None
    linked, faults = link_calls(process, {"check": called})
    assert not faults
    assert {"reply", "remind", "visit", "file", "call/look"} <= {one.id for one in linked.user_tasks}
    loop = linked.activities["reply"].loop
    assert loop is not None
    assert loop.kind is LoopKind.PARALLEL
    assert linked.activities["late"].event.timer is not None
    state = advance(linked, NOT_STARTED, Start({"units": ["fire", "police"]}), AT, calendar=CALENDAR).state
    assert [one.activity for one in state.tasks] == ["reply", "reply"]
    assert {(wait.activity, wait.trigger) for wait in state.waits} == {
        ("late", Trigger.TIMER),
        ("came", Trigger.MESSAGE),
    }
    assert state.variables["six"] == 6
    assert linked.activities["call"].kind is Kind.CALL
