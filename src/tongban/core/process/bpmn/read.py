"""BPMN 2.0 XML → Process, with every fault in it.

Read are: none start and end events, user and business rule tasks, exclusive and parallel gateways, sequence flows.
What is only drawn (lanes, notes, groups, data objects, the diagram) is left as it is; anything else is refused by its id.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from tongban.core.process.bpmn.conditions import read_condition
from tongban.core.process.bpmn.dialects import Assignment, RuleTask, read_assignment, read_rule_task, refuse_behaviour
from tongban.core.process.bpmn.links import drawn_ways, link
from tongban.core.process.bpmn.xml import BPMN, elements, local, namespace, parse_xml, place
from tongban.core.process.checks.check import check
from tongban.core.process.findings import Findings
from tongban.core.process.model import Activity, Flow, Kind, Process
from tongban.core.text import Fault, Text

MAX_ELEMENTS = 2_000

_SAID = frozenset(("documentation", "extensionElements"))
_DRAWN = _SAID | {"laneSet", "textAnnotation", "association", "group"}
_DRAWN |= {"dataObject", "dataObjectReference", "dataStoreReference"}
_PARTS = _SAID | {"incoming", "outgoing"}
_DATA = frozenset(("ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"))
_READ = (Kind.START, Kind.END, Kind.USER_TASK, Kind.BUSINESS_RULE, Kind.EXCLUSIVE, Kind.PARALLEL)
_ROOTS_REFUSED = frozenset(("choreography", "globalUserTask", "globalTask", "globalScriptTask"))


@dataclass
class _Draft:
    """What has been read so far."""

    findings: Findings
    names: Collection[str]
    activities: dict[str, Activity] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def read_process(source: bytes, file: str, names: Collection[str] = ()) -> tuple[Process | None, list[Fault]]:
    """The process in a BPMN file, and everything wrong with it. Only a process without faults may be run;
    one with faults is returned as far as it could be read, so that other checks can go on.

    `names` are the names with spaces or operators in them that conditions may use. The XML is read without
    entities, DTD or network; size, number of elements and nesting are bounded.
    """
    findings = Findings(file)
    root = parse_xml(source, findings)
    element = None if root is None else _executable(root, findings)
    if element is None:
        return None, findings.faults
    draft = _Draft(findings, names)
    _read_elements(element, draft)
    link(element, draft.activities, draft.flows, draft.refused, findings)
    starts = [activity.id for activity in draft.activities.values() if activity.kind is Kind.START]
    _check_starts(starts, element, draft)
    if not starts:
        return None, findings.faults
    id, name = element.get("id", ""), element.get("name", "")
    activities, flows = MappingProxyType(draft.activities), MappingProxyType(draft.flows)
    process = Process(id, name, activities, flows, starts[0], source)
    check(process, starts, drawn_ways(element), findings)
    return process, findings.faults


def _executable(root: etree._Element, findings: Findings) -> etree._Element | None:
    """The one process of the file; with several, the one marked executable."""
    for element in elements(root):
        if namespace(element) == BPMN and local(element) in _ROOTS_REFUSED:
            _refuse(element, findings)
    processes = root.findall(f"{{{BPMN}}}process")
    marked = [process for process in processes if process.get("isExecutable") == "true"]
    chosen = processes if len(processes) == 1 else marked
    if len(chosen) != 1:
        findings.add(
            ", ".join(place(process) for process in processes),
            Text(f"檔案裡有 {len(processes)} 個流程。", f"The file holds {len(processes)} processes."),
            Text("請只留一個流程，或只把一個標為可執行。", "Keep one, or mark one only as executable."),
        )
        return None
    if len(chosen[0]) > MAX_ELEMENTS:
        findings.add(
            place(chosen[0]),
            Text(f"流程的元素超過 {MAX_ELEMENTS:,} 個。", f"The process has more than {MAX_ELEMENTS:,} elements."),
            Text("請拆成數個流程。", "Split it into several processes."),
        )
        return None
    return chosen[0]


def _read_elements(process: etree._Element, draft: _Draft) -> None:
    kinds = {kind.value: kind for kind in _READ}
    for element in elements(process):
        name = local(element) if namespace(element) == BPMN else element.tag
        if name in kinds:
            _read_activity(element, kinds[name], draft)
        elif name == "sequenceFlow":
            _read_flow(element, draft)
        elif name not in _DRAWN:
            _refuse(element, draft.findings)
            draft.refused.add(element.get("id", ""))


def _refuse(element: etree._Element, findings: Findings) -> None:
    name = local(element)
    findings.add(
        place(element),
        Text(f"不支援 {name}。", f"{name} is not supported."),
        Text(
            "請改用一般開始、一般結束、使用者工作、業務規則工作、排他或平行閘道。",
            "Use plain start and end events, user and business rule tasks, exclusive and parallel gateways.",
        ),
    )


def _new_id(element: etree._Element, draft: _Draft) -> str | None:
    id = element.get("id")
    if id and id not in draft.activities and id not in draft.flows:
        return id
    draft.findings.add(
        place(element),
        Text("元素沒有 id，或 id 重複。", "The element has no id, or another one has the same."),
        Text("請用繪圖工具重新匯出。", "Export it from the modeler again."),
    )
    return None


def _read_activity(element: etree._Element, kind: Kind, draft: _Draft) -> None:
    id = _new_id(element, draft)
    if id is None:
        return
    allowed = _PARTS | _DATA if kind in (Kind.USER_TASK, Kind.BUSINESS_RULE) else _PARTS
    for part in elements(element):
        if namespace(part) != BPMN or local(part) not in allowed:
            _refuse_part(element, local(part), draft.findings)
    if element.get("isForCompensation") == "true":
        _refuse_part(element, "isForCompensation", draft.findings)
    refuse_behaviour(element, draft.findings)
    is_task = kind is Kind.USER_TASK
    assignment = read_assignment(element, draft.findings) if is_task else Assignment((), None)
    rule = read_rule_task(element, draft.findings) if kind is Kind.BUSINESS_RULE else RuleTask(None, None)
    default = element.get("default") if kind is Kind.EXCLUSIVE else None
    draft.activities[id] = Activity(
        id, element.get("name", ""), kind, assignment.groups, assignment.form, *rule, default=default
    )


def _refuse_part(element: etree._Element, part: str, findings: Findings) -> None:
    findings.add(
        place(element),
        Text(f"{local(element)} 不支援 {part}。", f"{local(element)} with {part} is not supported."),
        Text("請在繪圖工具中移除這項設定。", "Remove it in the modeler."),
    )


def _read_flow(element: etree._Element, draft: _Draft) -> None:
    id = _new_id(element, draft)
    if id:
        condition = read_condition(element, draft.names, draft.findings)
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        draft.flows[id] = Flow(id, element.get("name", ""), source, target, condition)


def _check_starts(starts: list[str], process: etree._Element, draft: _Draft) -> None:
    if not starts:
        draft.findings.add(
            place(process),
            Text("流程沒有開始事件。", "The process has no start event."),
            Text("請加上一個一般開始事件。", "Add a plain start event."),
        )
    for extra in starts[1:]:
        draft.findings.add(
            extra,
            Text("流程有一個以上的開始事件。", "The process has more than one start event."),
            Text(f"請只留「{starts[0]}」。", f"Keep only “{starts[0]}”."),
        )
