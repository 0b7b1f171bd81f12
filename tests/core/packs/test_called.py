"""Processes that a pack calls: its own, and those of other packs, which are fetched and then stay."""

from __future__ import annotations

from tests.core.packs.valid import files
from tongban.core.packs import read_pack, with_called

_OPEN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="{id}" isExecutable="true">'
)
_CLOSE = "</process></definitions>"
_FLOW = '<bpmn:sequenceFlow id="f8" sourceRef="deliver" targetRef="done" />'
_CALL = (
    '<bpmn:callActivity id="hand" name="交付" calledElement="{name}"/>'
    '<bpmn:sequenceFlow id="f8" sourceRef="deliver" targetRef="hand" />'
    '<bpmn:sequenceFlow id="f8b" sourceRef="hand" targetRef="done" />'
)


def process(id: str, inside: str = '<userTask id="give" name="交付手鍊" camunda:candidateGroups="counter"/>') -> bytes:
    flows = (
        '<startEvent id="s"/><endEvent id="e"/>'
        '<sequenceFlow id="a" sourceRef="s" targetRef="give"/><sequenceFlow id="b" sourceRef="give" targetRef="e"/>'
    )
    return (_OPEN.format(id=id) + flows + inside + _CLOSE).encode()


def calling(name: str) -> dict[str, bytes]:
    given = files()
    text = given["process.bpmn"].decode()
    assert _FLOW in text
    text = text.replace(_FLOW, _CALL.format(name=name)).replace(
        '<bpmn:endEvent id="done" name="結案">\n      <bpmn:incoming>f8</bpmn:incoming>',
        '<bpmn:endEvent id="done" name="結案">\n      <bpmn:incoming>f8b</bpmn:incoming>',
    )
    manifest = given["pack.yaml"].replace(b"{on: deliver,", b"{on: hand,")
    return given | {"process.bpmn": text.encode(), "pack.yaml": manifest}


def test_a_process_of_the_pack_is_put_inside_the_call() -> None:
    found, faults = read_pack(calling("hand-over") | {"processes/hand-over.bpmn": process("hand-over")})
    assert found is not None, [fault.in_("en") for fault in faults]
    assert found.process is not None
    assert found.process.activities["hand/give"].scope == "hand"


def test_a_call_of_what_is_not_there_is_named_at_the_call() -> None:
    _, faults = read_pack(calling("hand-over"))
    assert ("process.bpmn", "hand") in {(fault.file, fault.place) for fault in faults}


def test_a_file_that_nothing_calls_is_a_fault() -> None:
    _, faults = read_pack(files() | {"processes/hand-over.bpmn": process("hand-over")})
    assert [fault.file for fault in faults] == ["processes/hand-over.bpmn"]


def test_a_fault_of_a_called_process_is_named_in_its_own_file() -> None:
    _, faults = read_pack(calling("hand-over") | {"processes/hand-over.bpmn": process("hand-over", "")})
    assert "processes/hand-over.bpmn" in {fault.file for fault in faults}


def test_another_packs_process_is_fetched_once_and_stays() -> None:
    whole = with_called(calling("social/hand-over"), {"social/hand-over": process("old")}.get)
    assert whole["processes/social/hand-over.bpmn"] == process("old")
    again = with_called(whole, {"social/hand-over": process("new")}.get)
    assert again == whole
    assert read_pack(whole)[1] == []


def test_calls_in_a_circle_are_fetched_once_and_refused() -> None:
    call = '<callActivity id="give" name="再來" calledElement="{}"/>'
    others = {"x/a": process("a", call.format("x/b")), "x/b": process("b", call.format("x/a"))}
    whole = with_called(calling("x/a"), others.get)
    assert {"processes/x/a.bpmn", "processes/x/b.bpmn"} <= whole.keys()
    _, faults = read_pack(whole)
    assert any("calls itself" in fault.text.en for fault in faults)
