"""Drawings mangled at random: whatever comes, faults are named in bounded time and nothing is raised."""

from __future__ import annotations

import time
from copy import deepcopy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.conformance.bpmn_miwg.raw import read_raw
from tests.conformance.bpmn_miwg.run import FAILED, judged
from tests.core.process.bpmn.parts import TASK, around, extended
from tests.core.process.bpmn.styles import MODEL, STYLES
from tongban.core.process import Kind, Process, Trigger, difference, link_calls, read_document, read_process

RICH = around(
    '<subProcess id="a" default="f2"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
    f'</multiInstanceLoopCharacteristics><startEvent id="i"/>{TASK}<adHocSubProcess id="h"><task id="u"/>'
    "<completionCondition>done</completionCondition></adHocSubProcess></subProcess>",
    '<message id="m" name="付款"/><error id="r" errorCode="E1"/>',
    '<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration>'
    '</timerEventDefinition></boundaryEvent><callActivity id="c" calledElement="p"/><scriptTask id="k">'
    + extended('<zeebe:script expression="=1" resultVariable="one"/><zeebe:ioMapping><zeebe:input/></zeebe:ioMapping>')
    + '</scriptTask><eventBasedGateway id="g"/><intermediateCatchEvent id="w"><messageEventDefinition messageRef="m"/>'
    '</intermediateCatchEvent><sequenceFlow id="f3" sourceRef="g" targetRef="w"/><laneSet id="l"><lane id="handler">'
    "<flowNodeRef>c</flowNodeRef></lane></laneSet>",
)
SEEDS = [RICH, *(text.encode() for text in STYLES.values())]
TAGS = [
    *Kind,
    *Trigger,
    "sequenceFlow",
    "process",
    "lane",
    "transaction",
    "multiInstanceLoopCharacteristics",
    "message",
]
NAMES = [
    "id",
    "name",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "isExecutable",
    "instantiate",
    "scriptFormat",
]
NAMES += [
    "messageRef",
    "errorRef",
    "calledElement",
    "cancelActivity",
    "triggeredByEvent",
    "isSequential",
    "loopMaximum",
]
NAMES += [
    f"{{http://camunda.org/schema/1.0/bpmn}}{name}" for name in ("candidateGroups", "collection", "dueDate", "topic")
]
VALUES = st.sampled_from(
    ["", "s", "t", "a", "b", "f1", "p", "true", "false", "=", "=[1", "${x}", "x:y", "/", "handler", "P1D"]
)


def _mangle(root: etree._Element, data: st.DataObject) -> None:
    found = [element for element in root.iter("{*}*") if element is not root]
    one, other = (found[data.draw(st.integers(0, len(found) - 1))] for _ in range(2))
    match data.draw(st.integers(0, 5)):
        case 0 if (parent := one.getparent()) is not None:
            parent.remove(one)
        case 1 if other not in one.iter():
            other.append(deepcopy(one))
        case 2:
            one.tag = f"{{{MODEL}}}{data.draw(st.sampled_from(TAGS))}"
        case 3:
            one.text = data.draw(VALUES)
        case 4 if one.attrib:
            del one.attrib[data.draw(st.sampled_from(sorted(map(str, one.attrib))))]
        case _:
            one.set(data.draw(st.sampled_from(NAMES)), data.draw(VALUES))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_mangled_drawing_is_read_whole_and_gives_faults_only(data: st.DataObject) -> None:
    root = etree.fromstring(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 12))):
        if len(root):
            _mangle(root, data)
    source = etree.tostring(root, encoding="utf-8")
    began = time.perf_counter()
    document, faults = read_document(source, "p.bpmn")
    process, more = read_process(source, "p.bpmn")
    assert document is not None
    outcome = judged("p.bpmn", document, faults, read_raw(source))
    assert outcome.result != FAILED, outcome.detail
    assert process is not None or more
    assert all(fault.file == "p.bpmn" and fault.text.zh and fault.text.en for fault in (*faults, *more))
    if process is not None:
        _hold(process)
    assert time.perf_counter() - began < 5


def _hold(process: Process) -> None:
    """What is returned hangs together even when it has faults: other checks go on with it."""
    assert process.start in process.activities
    for flow in process.flows.values():
        assert flow.id in process.activities[flow.source].outgoing
        assert flow.id in process.activities[flow.target].incoming
    assert all(not one.scope or one.scope in process.activities for one in process.activities.values())
    linked, _ = link_calls(process, {"p": process, "s": process})
    assert not difference(process, process)
    assert linked.in_order()
    difference(process, linked)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0), st.integers(0, 20), st.binary(max_size=6)), max_size=6)
)
def test_damaged_bytes_give_faults_only(source: bytes, damages: list[tuple[int, int, bytes]]) -> None:
    damaged = bytearray(source)
    for at, length, new in damages:
        begin = at % len(damaged)
        damaged[begin : begin + length] = new
    for reader in (read_document, read_process):
        found, faults = reader(bytes(damaged), "p.bpmn")
        assert found is not None or faults
