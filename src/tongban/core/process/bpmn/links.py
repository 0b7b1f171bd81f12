"""How the activities of a process file hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from tongban.core.process.bpmn.reading import CONDITION, Reading
from tongban.core.process.bpmn.tags import SUB_PROCESSES
from tongban.core.process.bpmn.xml import local, parts, plain_text, within
from tongban.core.process.model import Activity, Flow


def read_flow(element: etree._Element, id: str, reading: Reading) -> Flow:
    """`id` is made up for a flow that has none: nothing but its two ends matters then."""
    condition = None
    for said in parts(element, "conditionExpression"):
        condition = reading.formula(element, plain_text(said), CONDITION, said.get("language", ""))
    return Flow(id, element.get("name", ""), element.get("sourceRef", ""), element.get("targetRef", ""), condition)


def link(activities: dict[str, Activity], flows: dict[str, Flow]) -> None:
    """Give every activity its flows; the flows count, not the lists that some modelers repeat them in. A flow that hangs
    in the air, or leads to or from an element that was refused, is left out: it has its fault from the drawing."""
    for flow in list(flows.values()):
        ends = [activities.get(id) for id in (flow.source, flow.target)]
        if None in ends or len({end.scope for end in ends if end}) > 1:
            del flows[flow.id]
    incoming: dict[str, list[str]] = {id: [] for id in activities}
    outgoing: dict[str, list[str]] = {id: [] for id in activities}
    for flow in flows.values():
        incoming[flow.target].append(flow.id)
        outgoing[flow.source].append(flow.id)
    for id, activity in activities.items():
        default = activity.default if activity.default in outgoing[id] else None
        activities[id] = replace(activity, incoming=tuple(incoming[id]), outgoing=tuple(outgoing[id]), default=default)


def drawn_ways(process: etree._Element) -> Iterator[tuple[str, str]]:
    """Every way from one element to the next as it is drawn, in all scopes and over elements that were refused too."""
    for element in within(process):
        if local(element) == "sequenceFlow":
            yield element.get("sourceRef", ""), element.get("targetRef", "")
        elif local(element) == "boundaryEvent":
            yield element.get("attachedToRef", ""), element.get("id", "")


def scope_of(element: etree._Element, process: etree._Element, activities: Mapping[str, Activity]) -> str | None:
    """The sub-process a node is directly in; empty for the process itself. None in one that was refused."""
    holder = element.getparent()
    if holder is None or holder is process:
        return ""
    outer = activities.get(holder.get("id", ""))
    return outer.id if outer and local(holder) == outer.kind and local(holder) in SUB_PROCESSES else None
