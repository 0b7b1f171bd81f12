"""How the activities of a process file hang together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lxml import etree

from tongban.core.process.bpmn.xml import BPMN, elements, local, place
from tongban.core.process.findings import Findings
from tongban.core.process.model import Activity, Flow
from tongban.core.text import Text


def link(
    process: etree._Element,
    activities: dict[str, Activity],
    flows: dict[str, Flow],
    refused: Collection[str],
    findings: Findings,
) -> None:
    """Give every activity its flows. A flow that hangs in the air is a fault; it is left out, as is one that
    leads to or from an element that was refused."""
    for flow in list(flows.values()):
        missing = [(n, i) for n, i in (("sourceRef", flow.source), ("targetRef", flow.target)) if i not in activities]
        for name, id in missing:
            if not id or id not in refused:
                _dangling(flow.id, name, id, findings)
        if missing:
            del flows[flow.id]
    incoming: dict[str, list[str]] = {id: [] for id in activities}
    outgoing: dict[str, list[str]] = {id: [] for id in activities}
    for flow in flows.values():
        incoming[flow.target].append(flow.id)
        outgoing[flow.source].append(flow.id)
    for id, activity in activities.items():
        activities[id] = replace(activity, incoming=tuple(incoming[id]), outgoing=tuple(outgoing[id]))
    _check_references(process, activities, findings)


def drawn_ways(process: etree._Element) -> list[tuple[str, str]]:
    """Every way from one element to the next as it is drawn, over elements that were refused too."""
    flows = process.findall(f"{{{BPMN}}}sequenceFlow")
    attached = process.findall(f"{{{BPMN}}}boundaryEvent")
    ways = [(flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in flows]
    return ways + [(event.get("attachedToRef", ""), event.get("id", "")) for event in attached]


def _check_references(process: etree._Element, activities: dict[str, Activity], findings: Findings) -> None:
    """`incoming`, `outgoing` and `default` repeat what the flows say; they must not name a flow that is none."""
    sources = {flow.get("id"): flow.get("sourceRef") for flow in process.findall(f"{{{BPMN}}}sequenceFlow")}
    for element in elements(process):
        for part in elements(element):
            named = (part.text or "").strip()
            if local(part) in ("incoming", "outgoing") and named.rpartition(":")[2] not in sources:
                _dangling(place(element), local(part), named, findings)
    for id, activity in activities.items():
        if activity.default and activity.default not in activity.outgoing:
            if sources.get(activity.default) != id:
                _dangling(id, "default", activity.default, findings)
            activities[id] = replace(activity, default=None)


def _dangling(place: str, name: str, id: str, findings: Findings) -> None:
    findings.add(
        place,
        Text(f"{name} 指向不存在的「{id}」。", f"Its {name} “{id}” does not exist."),
        Text("請重新連接流程線。", "Connect the flow again."),
    )
