"""References of a drawing that lead nowhere. Only those a process needs in order to run are looked at: a lane or a
message flow that names something in another file does no harm."""

from __future__ import annotations

from collections import Counter

from tongban.core.process.bpmn.drawn import Document, Element
from tongban.core.process.bpmn.tags import ACTIVITIES, NODES
from tongban.core.process.bpmn.xml import unprefixed
from tongban.core.process.findings import Findings
from tongban.core.text import Text


def check_references(document: Document, findings: Findings) -> None:
    """Add a fault for each flow, boundary event and default that hangs in the air, and for ids given twice."""
    _check_ids(document, findings)
    nodes = {node.id: node for node in document.nodes if node.id}
    flows = {flow.id: flow for flow in document.flows if flow.id}
    for flow in document.flows:
        _check_flow(flow, nodes, findings)
    for node in document.nodes:
        _check_node(document, node, nodes, flows, findings)


def _check_ids(document: Document, findings: Findings) -> None:
    """An element without id is fine as long as nothing names it; what flows connect is named."""
    counts = Counter(element.id for element in document.elements if element.id)
    for element in document.elements:
        again = counts[element.id] > 1 and document.by_id[element.id] is not element
        if again or (element.tag in NODES and not element.id):
            findings.add(
                element.place,
                Text("元素沒有 id，或 id 重複。", "The element has no id, or another one has the same."),
                Text("請用繪圖工具重新匯出。", "Export it from the modeler again."),
            )


def ends_of(flow: Element) -> tuple[str, str]:
    """Ids of the source and target of a sequence flow."""
    return flow.attributes.get("sourceRef", ""), flow.attributes.get("targetRef", "")


def _check_flow(flow: Element, nodes: dict[str, Element], findings: Findings) -> None:
    source, target = ends_of(flow)
    for name, id in (("sourceRef", source), ("targetRef", target)):
        if id not in nodes:
            _dangling(flow, name, id, findings)
    if source in nodes and target in nodes and nodes[source].scope != nodes[target].scope:
        findings.add(
            flow.place,
            Text("流程線不能跨越子流程或流程的邊界。", "A sequence flow may not cross the border of a (sub-)process."),
            Text(
                "請接到子流程本身；不同參與者之間用訊息流。", "Lead it to the sub-process; between pools use messages."
            ),
        )


def _check_node(
    document: Document, node: Element, nodes: dict[str, Element], flows: dict[str, Element], findings: Findings
) -> None:
    for tag in ("incoming", "outgoing"):
        for named in document.named(node, tag):
            if unprefixed(named) not in flows and named not in flows:
                _dangling(node, tag, named, findings)
    default = node.attributes.get("default", "")
    if default and (default not in flows or ends_of(flows[default])[0] != node.id):
        _dangling(node, "default", default, findings)
    host = node.attributes.get("attachedToRef", "")
    if node.tag == "boundaryEvent":
        holder = nodes.get(unprefixed(host))
        if holder is None or holder.tag not in ACTIVITIES or holder.scope != node.scope:
            _dangling(node, "attachedToRef", host, findings)


def _dangling(element: Element, name: str, id: str, findings: Findings) -> None:
    findings.add(
        element.place,
        Text(f"{name} 指向不存在的「{id}」。", f"Its {name} “{id}” does not exist."),
        Text("請重新連接。", "Connect it again."),
    )
