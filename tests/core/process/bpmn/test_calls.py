"""Processes put inside the call activities that name them."""

from __future__ import annotations

import pytest

from tests.core.process.bpmn.parts import HEAD, TASK
from tongban.core.process import Kind, Process, link_calls, read_process
from tongban.core.process.bpmn.calls import MAX_ACTIVITIES, MAX_DEPTH


def drawn(id: str, body: str, start: str = '<startEvent id="s"/>') -> Process:
    found, _ = read_process(f'{HEAD}<process id="{id}">{start}{body}</process></definitions>'.encode(), "p.bpmn")
    assert found is not None
    return found


def calling(id: str, *called: str) -> Process:
    return drawn(id, "".join(f'<callActivity id="c{n}" calledElement="{name}"/>' for n, name in enumerate(called)))


LEAF = drawn(
    "leaf",
    f'{TASK}<exclusiveGateway id="x" default="g"/><subProcess id="u"><startEvent id="v"/></subProcess><endEvent id="e"/>'
    '<boundaryEvent id="b" attachedToRef="t"><terminateEventDefinition/></boundaryEvent>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="x" targetRef="e"/>',
)


def said(process: Process, called: dict[str, Process]) -> list[tuple[str, str]]:
    _, faults = link_calls(process, called)
    assert all(fault.remedy.zh and fault.text.zh and fault.file == "process.bpmn" for fault in faults)
    return [(fault.place, fault.text.en) for fault in faults]


def test_what_is_called_stands_inside_the_call() -> None:
    linked, faults = link_calls(calling("outer", "leaf"), {"leaf": LEAF})
    assert not faults
    assert linked.inside["c0"] == ("c0/s", "c0/t", "c0/x", "c0/u", "c0/e", "c0/b")
    assert linked.start_of("c0") == "c0/s"
    assert linked.activities["c0/v"].scope == "c0/u"
    assert linked.activities["c0/b"].attached_to == "c0/t"
    assert linked.activities["c0/x"].default == "c0/g"
    assert (linked.after("c0/s"), linked.before("c0/e")) == (["c0/t"], ["c0/x"])
    assert all(flow.id in linked.activities[flow.source].outgoing for flow in linked.flows.values())
    assert list(linked.inside[""]) == ["s", "c0"]


def test_the_same_process_may_be_called_twice_and_calls_within_calls_are_followed() -> None:
    middle = calling("middle", "leaf", "leaf")
    linked, faults = link_calls(calling("outer", "middle"), {"middle": middle, "leaf": LEAF})
    assert not faults
    assert linked.activities["c0/c1/t"].groups == ("handler",)
    assert len(linked.activities) == 2 + 3 + 2 * len(LEAF.activities)


def test_linking_twice_changes_nothing() -> None:
    linked, _ = link_calls(calling("outer", "leaf"), {"leaf": LEAF})
    again, faults = link_calls(linked, {})
    assert not faults
    assert again.activities == linked.activities
    assert again.flows == linked.flows


def test_a_process_is_left_as_it_was_read() -> None:
    outer = calling("outer", "leaf")
    link_calls(outer, {"leaf": LEAF})
    assert outer.inside["c0"] == ()
    assert "s" in LEAF.activities


def test_only_the_plain_start_of_what_is_called_begins_it() -> None:
    start = (
        '<startEvent id="m"><messageEventDefinition/></startEvent><startEvent id="s"/><userTask id="t"/>'
        '<sequenceFlow id="f" sourceRef="m" targetRef="t"/><sequenceFlow id="g" sourceRef="s" targetRef="t"/>'
    )
    linked, faults = link_calls(calling("outer", "two"), {"two": drawn("two", "", start)})
    assert not faults
    assert linked.inside["c0"] == ("c0/s", "c0/t")
    assert linked.activities["c0/t"].incoming == ("c0/g",)
    eventual = drawn("eventual", "", '<startEvent id="m"><messageEventDefinition/></startEvent>')
    assert said(calling("outer", "eventual"), {"eventual": eventual}) == [
        ("c0", "“eventual” has no plain start event.")
    ]


def test_a_missing_process_is_a_fault_at_the_call() -> None:
    assert said(calling("outer", "gone", "gone"), {}) == [
        ("c0", "The process “gone” that is called does not exist."),
        ("c1", "The process “gone” that is called does not exist."),
    ]
    middle = calling("middle", "leaf", "gone")
    assert said(calling("outer", "leaf", "middle"), {"leaf": LEAF, "middle": middle}) == [
        ("c1", "The process “gone” that is called does not exist.")
    ]


@pytest.mark.parametrize("called", [("a",), ("b",), ("leaf", "b")])
def test_a_process_that_calls_itself_is_a_fault(called: tuple[str, ...]) -> None:
    a = calling("a", *called)
    b = calling("b", "c")
    c = calling("c", "b")
    found = said(a, {"a": a, "b": b, "c": c, "leaf": LEAF})
    assert [place for place, _ in found] == [f"c{len(called) - 1}"]
    assert "calls itself" in found[0][1]


def test_a_process_that_calls_itself_by_another_name_is_a_fault() -> None:
    a = calling("a", "pack/of-a")
    assert "calls itself" in said(a, {"pack/of-a": a})[0][1]


def test_too_deep_and_too_many_are_faults() -> None:
    chain = {f"p{n}": calling(f"p{n}", f"p{n + 1}") for n in range(MAX_DEPTH + 2)}
    assert [place for place, text in said(chain["p0"], chain) if "deep" in text] == ["c0"]
    fan = {f"p{n}": calling(f"p{n}", *[f"p{n + 1}"] * 9) for n in range(MAX_DEPTH)} | {f"p{MAX_DEPTH}": LEAF}
    linked, faults = link_calls(fan["p0"], fan)
    assert [fault.place for fault in faults][-1:] == ["p0"]
    assert str(f"{MAX_ACTIVITIES:,}") in faults[-1].text.en
    assert linked is fan["p0"]


def test_ids_that_come_together_are_a_fault() -> None:
    clash = drawn("outer", '<callActivity id="c" calledElement="leaf"/><manualTask id="c/t"/>')
    assert said(clash, {"leaf": LEAF}) == [("c/t", "An element that is called in has the id of another one here.")]
    assert Kind.CALL in {one.kind for one in clash.activities.values()}
