"""BPMN 2.0 XML → Process, with every fault in it.

What is drawn is read whole (see `document`); here it becomes what can be run. Who does a task, what is decided, counted
and computed stands in the extensions of the common modelers and in FEEL.
"""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from lxml import etree

from tongban.core.process.bpmn.activities import read_activity
from tongban.core.process.bpmn.assignment import lanes_of
from tongban.core.process.bpmn.dialects import refuse_behaviour, refuse_listeners
from tongban.core.process.bpmn.document import draw, judge
from tongban.core.process.bpmn.links import drawn_ways, link, read_flow, scope_of
from tongban.core.process.bpmn.names import made_names
from tongban.core.process.bpmn.reading import Reading, reading_of
from tongban.core.process.bpmn.tags import NODES, UNSUPPORTED_NODES
from tongban.core.process.bpmn.xml import is_true, local, parse_xml, parts, place, within
from tongban.core.process.checks.check import check
from tongban.core.process.findings import Findings
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Flow, Process
from tongban.core.text import Fault, Text

MAX_ELEMENTS = 2_000
"""Activities and flows of one process."""

_ROOTS = ("choreography", "globalChoreographyTask")


def read_process(source: bytes, file: str, names: Collection[str] = ()) -> tuple[Process | None, list[Fault]]:
    """The process in a BPMN file, and everything wrong with it. Only a process without faults may be run;
    one with faults is returned as far as it could be read, so that other checks can go on.

    `names` are the names with spaces or operators in them that conditions may use. The XML is read without
    entities, DTD or network; size, number of elements and nesting are bounded.
    """
    findings = Findings(file)
    root = parse_xml(source, findings)
    element = None if root is None else _executable(root, findings)
    if root is None or element is None:
        return None, findings.faults
    _judge_drawing(root, element, findings)
    reading = reading_of(root, frozenset(names) | made_names(element), findings)
    activities, flows = _read_elements(element, reading)
    link(activities, flows)
    start = _start(activities, element, findings)
    if start is None:
        return None, findings.faults
    process = Process(
        element.get("id", ""),
        element.get("name", ""),
        MappingProxyType(activities),
        MappingProxyType(flows),
        start,
        source,
    )
    starts = [id for id in process.inside[""] if activities[id].kind is Kind.START]
    check(process, starts, list(drawn_ways(element)), findings)
    return process, findings.faults


def _executable(root: etree._Element, findings: Findings) -> etree._Element | None:
    """The one process of the file; with several, the one marked executable, or, when none is, the one not empty."""
    processes = parts(root, "process")
    marked = [process for process in processes if is_true(process.get("isExecutable"))]
    filled = [process for process in processes if any(local(part) in NODES for part in parts(process))]
    chosen = processes if len(processes) == 1 else marked or filled
    if len(chosen) != 1:
        findings.add(
            ", ".join(place(process) for process in processes),
            Text(f"檔案裡有 {len(processes)} 個流程。", f"The file holds {len(processes)} processes."),
            Text("請只留一個流程，或只把一個標為可執行。", "Keep one, or mark one only as executable."),
        )
        return None
    count = sum(local(element) in NODES or local(element) == "sequenceFlow" for element in within(chosen[0]))
    if count > MAX_ELEMENTS:
        findings.add(
            place(chosen[0]),
            Text(f"流程的元素超過 {MAX_ELEMENTS:,} 個。", f"The process has more than {MAX_ELEMENTS:,} elements."),
            Text("請拆成數個流程。", "Split it into several processes."),
        )
        return None
    return chosen[0]


def _judge_drawing(root: etree._Element, process: etree._Element, findings: Findings) -> None:
    """What is wrong with the drawing, other pools' processes aside: they are kept, not run."""
    drawing = Findings(findings.file)
    judge(draw(root, b""), drawing)
    inside = {place(element) for element in (*within(process), *parts(root, *_ROOTS))}
    findings.faults += [fault for fault in drawing.faults if fault.place in inside]


def _read_elements(process: etree._Element, reading: Reading) -> tuple[dict[str, Activity], dict[str, Flow]]:
    """In the order of the file; what has no id of its own, or stands in an element that was refused, is left out."""
    activities: dict[str, Activity] = {}
    flows: dict[str, Flow] = {}
    lanes = lanes_of(process)
    refuse_listeners(process, reading)
    for element in within(process):
        tag, id = local(element), element.get("id", "")
        if tag == "sequenceFlow":
            id = id or f"{element.get('sourceRef')}→{element.get('targetRef')}"
            if id not in flows and id not in activities:
                refuse_behaviour(element, element, reading)
                flows[id] = read_flow(element, id, reading)
        elif tag in NODES - UNSUPPORTED_NODES and id and id not in activities and id not in flows:
            scope = scope_of(element, process, activities)
            activity = read_activity(element, scope or "", lanes, reading)
            activities |= {} if scope is None else {id: activity}
    return activities, flows


def _start(activities: dict[str, Activity], process: etree._Element, findings: Findings) -> str | None:
    """The plain start event, or the first of all; of several the one meant is named when a case begins."""
    starts = [one for one in activities.values() if one.kind is Kind.START and not one.scope]
    plain = [one for one in starts if one.event.trigger is Trigger.NONE]
    if not starts:
        findings.add(
            place(process),
            Text("流程沒有開始事件。", "The process has no start event."),
            Text("請加上一個一般開始事件。", "Add a plain start event."),
        )
        return None
    return (plain or starts)[0].id
