"""Who does a user task and with which form, and what a business rule task decides by, as the common modelers write
it: Camunda 7 and Zeebe (Camunda 8).

What these extensions could make an engine *do* (listeners, scripts, assignees, due dates) is not done here,
so it is refused rather than passed over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from tongban.core.decisions import FeelError, parse
from tongban.core.process.bpmn.xml import BPMN, CAMUNDA, ZEEBE, elements, local, namespace, place
from tongban.core.process.findings import Findings
from tongban.core.text import Text

_GROUP = re.compile(r"[a-z][a-z0-9_-]*(@[a-z][a-z0-9_-]*)?")
_READ_ELEMENTS = {
    "assignmentDefinition": {"candidateGroups"},
    "formDefinition": {"formId", "formKey", "bindingType"},
    "calledDecision": {"decisionId", "resultVariable", "bindingType"},
}
_HARMLESS_ELEMENTS = {"properties", "userTask", "versionTag"}
_READ_ATTRIBUTES = {"candidateGroups", "formKey", "formRef", "formRefBinding"}
_READ_ATTRIBUTES |= {"decisionRef", "decisionRefBinding", "resultVariable", "mapDecisionResult"}
_HARMLESS_ATTRIBUTES = {"asyncBefore", "asyncAfter", "exclusive", "jobPriority", "modelerTemplate"}


class Assignment(NamedTuple):
    groups: tuple[str, ...]
    form: str | None


def read_assignment(task: etree._Element, findings: Findings) -> Assignment:
    """Candidate groups and form of a user task. A task without groups is a fault: nobody would ever see it."""
    groups = [task.get(f"{{{CAMUNDA}}}candidateGroups", "")]
    forms = [task.get(f"{{{CAMUNDA}}}{name}") for name in ("formKey", "formRef")]
    for extension in _extensions(task):
        if namespace(extension) == ZEEBE:
            groups.append(extension.get("candidateGroups", ""))
            forms += [extension.get(name) for name in ("formId", "formKey")]
    named = [group for text in groups for group in _groups(text.strip(), task, findings)]
    if not any(text.strip() for text in groups):
        findings.add(
            place(task),
            Text("待辦沒有指定由誰辦理。", "The user task names nobody who may do it."),
            Text("請填寫候選群組，例如 handler。", "Fill in its candidate groups, for example handler."),
        )
    return Assignment(tuple(dict.fromkeys(named)), next((form for form in forms if form), None))


class RuleTask(NamedTuple):
    decision: str | None
    result: str | None


def read_rule_task(task: etree._Element, findings: Findings) -> RuleTask:
    """Which decision a business rule task asks, and the variable that takes the answer."""
    decisions = [task.get(f"{{{CAMUNDA}}}decisionRef")]
    results = [task.get(f"{{{CAMUNDA}}}resultVariable")]
    for extension in _extensions(task):
        if local(extension) == "calledDecision":
            decisions.append(extension.get("decisionId"))
            results.append(extension.get("resultVariable"))
    decision, result = (next((text for text in texts if text), None) for texts in (decisions, results))
    if decision is None or decision.startswith(("=", "${", "#{")):
        findings.add(
            place(task),
            Text("業務規則工作沒有指定決策。", "The business rule task names no decision."),
            Text("請填寫 decisions.dmn 中決策的 id。", "Fill in the id of a decision in decisions.dmn."),
        )
    if result is None or not result.isidentifier():
        findings.add(
            place(task),
            Text("沒有可用的結果變數名稱。", "It has no usable name for the result variable."),
            Text("請填寫結果變數，例如 measure。", "Fill in a result variable, for example measure."),
        )
    if task.get(f"{{{CAMUNDA}}}mapDecisionResult") == "resultList":
        findings.add(
            place(task),
            Text("不支援 resultList：結果就是決策表的值。", "resultList is not supported: the result is the value."),
            Text("請改選 singleEntry、singleResult 或 collectEntries。", "Choose singleEntry or singleResult."),
        )
    return RuleTask(decision, result)


def refuse_behaviour(element: etree._Element, findings: Findings) -> None:
    """A fault for each extension of `element` that asks for behaviour we do not have."""
    names = [
        etree.QName(str(name)).localname
        for name in element.attrib
        if str(name).startswith((f"{{{CAMUNDA}}}", f"{{{ZEEBE}}}"))
    ]
    refused = [name for name in names if name not in _READ_ATTRIBUTES | _HARMLESS_ATTRIBUTES]
    for extension in _extensions(element):
        name = local(extension)
        if name in _READ_ELEMENTS:
            refused += [str(a) for a in extension.attrib if a not in _READ_ELEMENTS[name]]
        elif name not in _HARMLESS_ELEMENTS:
            refused.append(name)
    for name in refused:
        findings.add(
            place(element),
            Text(f"不支援擴充設定 {name}。", f"The extension {name} is not supported."),
            Text("請在繪圖工具中移除這項設定。", "Remove it in the modeler."),
        )


def _extensions(element: etree._Element) -> list[etree._Element]:
    return [
        extension
        for holder in element.findall(f"{{{BPMN}}}extensionElements")
        for extension in elements(holder)
        if namespace(extension) in (CAMUNDA, ZEEBE)
    ]


def _groups(text: str, task: etree._Element, findings: Findings) -> list[str]:
    """`a, b`, or the constant FEEL a Zeebe modeler writes: `="a"`, `=["a", "b"]`."""
    names = _constant(text[1:]) if text.startswith("=") else [name.strip() for name in text.split(",") if name.strip()]
    wrong = [text] if names is None else [name for name in names if not _GROUP.fullmatch(name)]
    for name in wrong:
        findings.add(
            place(task),
            Text(f"「{name}」不是候選群組的寫法。", f"“{name}” is no candidate group."),
            Text(
                "請寫角色，或「角色@機關代碼」，例如 supervisor@social-affairs。",
                "Write a role, or role@unit-code, for example supervisor@social-affairs.",
            ),
        )
    return [] if wrong or names is None else names


def _constant(expression: str) -> list[str] | None:
    try:
        parsed = parse(expression)
    except FeelError:
        return None
    value = parsed.evaluate({})
    names = value if isinstance(value, list) else [value]
    constant = not parsed.names and all(isinstance(name, str) for name in names)
    return [str(name) for name in names] if constant else None
