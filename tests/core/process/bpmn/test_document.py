"""Whatever a modeler draws is read whole: in its prefixes, its encodings, with or without what the schema leaves open."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from tests.conformance.bpmn_miwg.run import READ, run_file
from tests.core.process.bpmn.styles import BPMN_IO, MODEL, SIGNAVIO, STYLES
from tongban.core.process import Document, Trigger, read_document, read_process

OPEN = f'<definitions xmlns="{MODEL}">'


def read(source: str | bytes) -> Document:
    document, faults = read_document(source if isinstance(source, bytes) else source.encode(), "p.bpmn")
    assert document is not None
    assert not faults
    return document


def refused(body: str) -> list[tuple[str, str]]:
    """Place and text of the faults in a process with this inside."""
    _, faults = read_document(f'{OPEN}<process id="p">{body}</process></definitions>'.encode(), "p.bpmn")
    assert all(fault.remedy.zh and fault.remedy.en and fault.text.zh for fault in faults)
    return [(fault.place, fault.text.en) for fault in faults]


@pytest.mark.parametrize("style", STYLES)
def test_every_modelers_way_of_writing_is_read_whole(style: str, tmp_path: Path) -> None:
    document = read(STYLES[style])
    assert (len(document.nodes), len(document.flows)) == (5, 4)
    assert {node.tag for node in document.nodes} >= {"startEvent", "exclusiveGateway", "endEvent"}
    path = tmp_path / "one.bpmn"
    path.write_text(STYLES[style], encoding="utf-8")
    assert run_file(path, "one.bpmn").result == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5", "gb18030"])
def test_names_come_through_every_encoding(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    source = BPMN_IO.replace("UTF-8", declared).encode(encoding)
    assert [node.name for node in read(source).nodes][:2] == ["收件", "審查"]


def test_a_file_that_says_utf_16_and_is_utf_8_is_read() -> None:
    assert read(BPMN_IO.replace("UTF-8", "utf-16")).by_id["t"].name == "審查"


def test_bytes_that_do_not_fit_their_encoding_and_strange_encodings_are_a_fault() -> None:
    for source in (BPMN_IO.encode("big5"), BPMN_IO.replace("UTF-8", "UTF-7").encode(), b"\xff\xfe<\x00a"):
        document, faults = read_document(source, "p.bpmn")
        assert document is None
        assert [fault.place for fault in faults] == ["line 1"]


def test_pools_lanes_messages_and_notes_are_kept() -> None:
    document = read(SIGNAVIO)
    assert [one.name for one in document.of("participant")] == ["社會局", "申請人"]
    assert document.of("messageFlow")[0].attributes["targetRef"] == "s"
    assert document.of("lane")[0].named("flowNodeRef") == ("s", "t", "gone")
    note = read(BPMN_IO).of("text")[0]
    assert (note.text, read(BPMN_IO).elements[note.holder or 0].tag) == ("註記", "textAnnotation")


def test_nested_elements_know_their_scope() -> None:
    inner = '<subProcess id="a"><subProcess id="b"><task id="t"/></subProcess><task id="u"/></subProcess><task id="v"/>'
    document = read(f'{OPEN}<process id="p">{inner}</process><process id="q"><task id="w"/></process></definitions>')
    assert {node.id: node.scope for node in document.nodes} == {
        "a": "p", "b": "a", "t": "b", "u": "a", "v": "p", "w": "q",
    }  # fmt: skip


def test_a_doctype_in_a_comment_or_a_text_is_no_doctype() -> None:
    mail = '<task id="t"><documentation><![CDATA[<!DOCTYPE html><p>]]></documentation></task>'
    read(f'<!-- <!DOCTYPE x> --><?pi <!DOCTYPE ?>{OPEN}<process id="p">{mail}</process></definitions>')


@pytest.mark.parametrize(
    ("event", "allowed"),
    [
        ("startEvent", "message timer conditional signal none"),
        ("intermediateCatchEvent", "message timer conditional signal link"),
        ("intermediateThrowEvent", "none message signal escalation link"),
        ("endEvent", "none message signal escalation error terminate"),
        ("boundaryEvent", "message timer conditional signal error escalation"),
    ],
)
def test_an_event_has_only_the_triggers_that_bpmn_allows_there(event: str, allowed: str) -> None:
    for tag in (*Trigger, "cancel", "compensate"):
        trigger = tag.removesuffix("EventDefinition")
        definition = "" if trigger == "none" else f"<{trigger}EventDefinition/>"
        found = refused(f'<task id="t"/><{event} id="e" attachedToRef="t">{definition}</{event}>')
        assert bool(found) == (trigger not in allowed.split()), (event, trigger)
        assert {place for place, _ in found} <= {"e"}


def test_a_sub_process_begins_plainly_and_an_event_sub_process_does_not() -> None:
    plain, eventual = '<startEvent id="s"/>', '<startEvent id="s"><errorEventDefinition/></startEvent>'
    assert not refused(f'<subProcess id="a">{plain}</subProcess>')
    assert refused(f'<subProcess id="a">{eventual}</subProcess>') == [
        ("s", "A startEvent of a sub-process cannot be errorEventDefinition.")
    ]
    assert not refused(f'<subProcess id="a" triggeredByEvent="true">{eventual}</subProcess>')
    assert refused(f'<subProcess id="a" triggeredByEvent="1">{plain}</subProcess>')


def test_an_error_always_interrupts() -> None:
    event = (
        '<task id="t"/><boundaryEvent id="b" cancelActivity="{}" attachedToRef="t"><{}EventDefinition/></boundaryEvent>'
    )
    assert refused(event.format("false", "error"))
    assert not refused(event.format("true", "error"))
    assert not refused(event.format("false", "escalation"))


def test_event_definitions_at_the_top_of_the_file_count_as_the_events_own() -> None:
    event = '<endEvent id="e"><eventDefinitionRef>t:d</eventDefinitionRef></endEvent>'
    for definition, faulty in (("terminate", False), ("timer", True)):
        top = f'<{definition}EventDefinition id="d"/>'
        _, faults = read_document(f'{OPEN}{top}<process id="p">{event}</process></definitions>'.encode(), "p.bpmn")
        assert [fault.place for fault in faults] == ["e"] * faulty


def test_a_choreography_is_refused_with_all_its_tasks() -> None:
    body = '<choreography id="c"><startEvent id="s"/><choreographyTask id="t"/><subChoreography id="u"/></choreography>'
    _, faults = read_document(f"{OPEN}{body}</definitions>".encode(), "p.bpmn")
    assert [fault.place for fault in faults] == ["c", "t", "u"]
    process, faults = read_process(f"{OPEN}{body}</definitions>".encode(), "p.bpmn")
    assert process is None
    assert faults


def test_an_element_that_is_no_bpmn_is_refused_and_a_vendors_own_is_not() -> None:
    assert refused('<magicTask id="m"/>') == [("m", "The element magicTask is not known here.")]
    assert refused('<task id="t"><task id="u"/></task>') == [("u", "The element task is not known here.")]
    assert not refused('<v:magicTask xmlns:v="urn:vendor" id="m"/>')


def test_what_hangs_in_the_air_is_refused() -> None:
    sub = '<subProcess id="a"><task id="inner"/></subProcess><task id="t"/>'
    assert refused(f'{sub}<sequenceFlow id="f" sourceRef="t" targetRef="inner"/>') == [
        ("f", "A sequence flow may not cross the border of a (sub-)process.")
    ]
    for wrong in (
        '<sequenceFlow id="f" sourceRef="t"/>',
        '<sequenceFlow id="f" sourceRef="t" targetRef="gone"/>',
        '<boundaryEvent id="f" attachedToRef="gone"><timerEventDefinition/></boundaryEvent>',
        '<boundaryEvent id="f" attachedToRef="inner"><timerEventDefinition/></boundaryEvent>',
        '<exclusiveGateway id="f" default="gone"/>',
        '<task id="f"><incoming>gone</incoming></task>',
    ):
        assert [place for place, _ in refused(sub + wrong)] == ["f"], wrong
    assert refused('<task id="t"/><task id="t"/>') == [("t", "The element has no id, or another one has the same.")]
    assert refused("<task/>") == [("line 1", "The element has no id, or another one has the same.")]


def test_two_million_elements_are_refused_at_once_and_in_little_memory() -> None:
    for many in (b"<task/>" * 2_000_000, b"<a/>" * 1_200_000, b"<a b='' c='' d=''/>" * 200_001):
        source = f'{OPEN}<process id="p">'.encode() + many + b"</process></definitions>"
        tracemalloc.start()
        began = time.perf_counter()
        document, faults = read_document(source, "p.bpmn")
        taken, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert document is None
        assert len(faults) == 1
        assert taken < 10
        assert peak < 100_000_000


def test_deep_nesting_is_refused_or_read_but_never_too_much() -> None:
    for depth in (100, 300, 100_000):
        body = "".join(f'<subProcess id="s{n}">' for n in range(depth)) + "</subProcess>" * depth
        document, faults = read_document(f'{OPEN}<process id="p">{body}</process></definitions>'.encode(), "p.bpmn")
        assert (document is None) == (depth > 200)
        assert bool(faults) == (depth > 200)
